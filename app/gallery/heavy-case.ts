/** The heaviest encounter that a coder is likely to meet: a long note, twelve diagnoses and twenty lines. */
import { buildProcedure } from '#coding/claims/build-procedure.ts'
import { parseProcedureCode } from '#coding/domain/procedure-code.ts'
import type { Encounter } from '../src/compose-encounter.ts'

export const HEAVY_NOTE = `Chief complaint
Follow-up of several chronic conditions; new pain in the right shoulder.

HPI
71-year-old woman, established patient, seen for follow-up of diabetes, hypertension, heart failure, kidney disease, COPD and depression. Her daughter came along and gives part of the history, because she handles the medications. Since the last visit in August she has felt more short of breath on stairs, without chest pain. She sleeps on two pillows. No fever, no hemoptysis. Home glucose 160 to 240 mg/dL before breakfast. She forgets the evening dose twice a week. No hypoglycemia.
The right shoulder has hurt for six weeks, worse when she reaches overhead; no fall, no trauma. Acetaminophen helps for two hours.
Mood is low most days; she has stopped going to her choir. Denies suicidal ideation.

Past medical history
Appendectomy 1974. Pneumonia 2019, resolved. Mother had breast cancer.

Medications
Metformin 1000 mg twice daily, insulin glargine 18 units at night, lisinopril 10 mg, carvedilol 12.5 mg twice daily, furosemide 20 mg, atorvastatin 40 mg, tiotropium, levothyroxine 75 mcg, sertraline 50 mg, omeprazole 20 mg.

Review of systems
Constitutional: tired, no weight loss. Respiratory: cough in the morning, no wheeze today. GI: heartburn is controlled. Neuro: numb toes on both feet, unchanged. Psych: as above.

Vital signs
BP 152/88, pulse 76, respiratory rate 18, SpO2 94 % on room air, weight 94 kg, BMI 36.4.

Exam
Lungs: prolonged expiration, no crackles. Heart: regular, no murmur. Legs: trace edema. Right shoulder: painful arc, positive Hawkins sign, full passive range. Feet: monofilament sensation absent at both great toes, skin intact.

Results
HbA1c 8.9 % (August 8.1 %). Creatinine 1.4 mg/dL, eGFR 38 mL/min. Potassium 4.6. TSH 2.1. LDL 68. I looked at the chest film of today myself: no infiltrate, heart size unchanged. Letter of the cardiologist of October 2 reviewed: LVEF 35 %.

Assessment and plan
1. Type 2 diabetes mellitus with diabetic polyneuropathy, not at goal. Increase glargine to 22 units; HbA1c in three months.
2. Long-term use of insulin.
3. Hypertensive heart and chronic kidney disease with chronic systolic heart failure, more short of breath. Increase furosemide to 40 mg; BMP in one week.
4. Chronic kidney disease stage 3b. Avoid NSAIDs; renal dosing discussed.
5. COPD without exacerbation. Continue tiotropium; technique checked with the nurse.
6. Major depressive disorder, recurrent, moderate. Increase sertraline to 100 mg; referral to therapy.
7. Hypothyroidism, at goal. Continue levothyroxine.
8. Impingement syndrome of the right shoulder. Injection today, see procedure note; physical therapy.
9. Gastroesophageal reflux disease without esophagitis, controlled on omeprazole.
10. Obesity, class 2, BMI 36.4. Counseled on diet for 15 minutes.

Procedure
Right subacromial injection: risks explained, consent obtained. Sterile preparation, 40 mg triamcinolone with 4 mL lidocaine 1 %, no complication.

Total time today 54 minutes, without the injection.
`

/** HCPCS Level II, which is public, and one visit: enough lines to fill four paper claims. */
export const HEAVY_LINES: readonly string[] = [
  ...['99215', 'J3301', 'G0108', 'G0109', 'G0270', 'G0442', 'G0443', 'G0444', 'G0446', 'G0447'],
  ...['G0506', 'G2211', 'Q2035', 'G0008', 'G0009', 'J1815', 'A4253', 'A4259', 'E0607', 'G0296'],
]

/** Accepts every diagnosis that the note supports, then adds the lines by hand. */
export function buildHeavyDraft(encounter: Encounter): void {
  for (const { finding } of encounter.findings.store.getState().cards) {
    if (finding.kind === 'code' && finding.code.category === 'diagnosis') {
      encounter.findings.decide(finding, { kind: 'accept' })
    }
  }
  for (const code of HEAVY_LINES) encounter.draft.addLine(buildProcedure(parseProcedureCode(code)))
}
