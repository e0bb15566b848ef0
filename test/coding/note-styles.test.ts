// Short notes in the styles of several doctors: what a coder codes of them, and what must not be coded.
import { expect, test } from 'vitest'
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import { codesOf } from './an-encounter.ts'

type Style = {
  readonly style: string
  readonly note: string
  readonly gives: readonly string[]
  readonly never: readonly string[]
  readonly record?: Partial<Pick<EncounterRecord, 'setting' | 'encounterClass'>>
}

const EMERGENCY = { encounterClass: 'emergency' } as const
const INPATIENT = { setting: 'inpatient_facility', encounterClass: 'inpatient' } as const

const STYLES: readonly Style[] = [
  {
    style: 'telegram style',
    note: 'Follow up. HTN well controlled, cont lisinopril 20. HLD on atorva, LDL 88. T2DM with hyperglycemia, A1c 9.1, up glargine.\nRTC 3 mo.',
    gives: ['I10', 'E78.5', 'E11.65'],
    never: ['R73.9'],
  },
  {
    style: 'a numbered list under colons',
    note: 'Subjective: Tired at times. Heartburn twice weekly.\nObjective: BP 118/70. Thyroid normal.\nAssessment:\n1. Hypothyroidism - TSH 2.1, continue levothyroxine 75 mcg.\n2. GERD - omeprazole 20 mg daily.',
    gives: ['E03.9', 'K21.9'],
    never: ['R12'],
  },
  {
    style: 'full sentences',
    note: 'Nephrology follow-up. Patient feels well. Creatinine stable at 1.7, eGFR 38.\nImpression: Chronic kidney disease stage 3b. Hypertension, at goal. Continue losartan, recheck BMP in 3 months.',
    gives: ['I12.9', 'N18.32'],
    never: ['I10', 'N18.30'],
  },
  {
    style: 'an emergency: injury',
    note: 'CC: ankle injury\nHPI: 24M rolled R ankle playing basketball 2 h ago. Pain lateral malleolus. Able to bear weight.\nExam: R ankle swelling, tender ATFL. No bony tenderness.\nXR R ankle: no fracture.\nDx: Right ankle sprain. Air cast, RICE, ibuprofen.',
    gives: ['S93.401A'],
    never: ['S82.891A', 'S93.401D', 'M25.571'],
    record: EMERGENCY,
  },
  {
    style: 'an emergency: doubt',
    note: 'MDM: 52F chest pain x 1 day, trop neg x2, EKG NSR. Low risk, HEART 3. PE unlikely, D-dimer neg.\nClinical impression: Chest pain, rule out ACS.\nDisposition: home, stress test as outpatient.',
    gives: ['R07.9'],
    never: ['I21.9', 'I20.9', 'I21.4', 'I26.99'],
    record: EMERGENCY,
  },
  {
    style: 'an emergency: wound',
    note: 'HPI: Patient cut her left hand with a kitchen knife while slicing vegetables.\nProcedure: 3 cm laceration left palm, irrigated, no foreign body, 4 sutures.\nED diagnosis: Laceration of left hand.',
    gives: ['S61.412A'],
    never: ['S61.411A'],
    record: EMERGENCY,
  },
  {
    style: 'an emergency: what is excluded',
    note: 'Assessment: 41 y/o male with left flank pain. CT: 4 mm stone at the left UVJ, mild hydronephrosis not noted. UA blood, no nitrites, UTI excluded.\nDiagnosis: Left ureteral stone. Toradol, Flomax, urology follow up.',
    gives: ['N20.1'],
    never: ['N20.0', 'R10.9', 'N39.0'],
    record: EMERGENCY,
  },
  {
    style: 'letters of a SOAP note',
    note: 'ORTHO CLINIC\nCC: R knee pain\nXR: tricompartmental DJD right knee\nA: Primary OA right knee, failed PT.\nP: Kenalog inj today. Discuss TKA.',
    gives: ['M17.11'],
    never: ['M25.561', 'M17.12'],
  },
  {
    style: 'a finding of an image',
    note: 'Impression: MRI shows complete tear of the left supraspinatus, nontraumatic. Complete rotator cuff tear, left shoulder, non-traumatic.\nPlan: arthroscopic repair.',
    gives: ['M75.122'],
    never: ['S46.012A', 'M75.121'],
  },
  {
    style: 'a fracture that heals',
    note: 'Here for 4 week follow up of closed right distal radius fracture, treated in cast. XR: healing in good alignment.\nAssessment: Right distal radius fracture, healing, routine. Cast off, start OT.',
    gives: ['S52.501D'],
    never: ['S52.501A'],
  },
  {
    style: 'both sides and one',
    note: 'Assessment and plan:\n1) Bilateral carpal tunnel syndrome - EMG positive, plan release.\n2) Right middle trigger finger - injection.',
    gives: ['G56.03', 'M65.331'],
    never: ['G56.00', 'M65.332'],
  },
  {
    style: 'a ward: problems by hash',
    note: 'Progress note HD 2.\nS: Breathing easier.\nO: SpO2 93% 2 L. Tm 38.\nA/P:\n# CAP: ceftriaxone/azithro day 2\n# Acute hypoxic respiratory failure: wean O2\n# Chronic systolic HF: euvolemic, cont metoprolol',
    gives: ['J18.9', 'J96.01', 'I50.22'],
    never: ['J96.00', 'R09.02', 'I50.9'],
    record: INPATIENT,
  },
  {
    style: 'a ward: running text',
    note: 'Assessment: Sepsis due to E. coli UTI, improving, cultures pan-sensitive. Continue ceftriaxone. Sepsis was present on admission.',
    gives: ['A41.51', 'N39.0'],
    never: ['A41.9', 'R65.20'],
    record: INPATIENT,
  },
  {
    style: 'a hospital course',
    note: 'Hospital course: Admitted with melena. EGD showed gastric ulcer with oozing. Chronic gastric ulcer with hemorrhage, clipped. Acute blood loss anemia, 2 units PRBC.',
    gives: ['K25.4', 'D62'],
    never: ['K92.2', 'D64.9', 'K25.9'],
    record: INPATIENT,
  },
  {
    style: 'a ward: dashes',
    note: 'Problem-based assessment:\nAssessment and plan:\n- AKI on CKD 3: Cr 2.9 from 1.5, IVF\n- Hyperkalemia: K 5.9, kayexalate given',
    gives: ['N17.9', 'N18.30', 'E87.5'],
    never: ['N19', 'N18.9'],
    record: INPATIENT,
  },
  {
    style: 'a consultation: recommendations',
    note: 'CARDIOLOGY CONSULT\nReason for consult: palpitations\nImpression: Paroxysmal atrial fibrillation, CHADS2-VASc 3. \nRecommendations: Continue apixaban long term, metoprolol 25 BID.',
    gives: ['I48.0', 'Z79.01'],
    never: ['I48.91'],
  },
  {
    style: 'a consultation: diagnoses',
    note: 'Psychiatry consultation. The patient reports low mood for two months with poor sleep; two prior episodes.\nDiagnoses: Major depressive disorder, recurrent, moderate. Generalized anxiety disorder. Increase sertraline to 100 mg.',
    gives: ['F33.1', 'F41.1'],
    never: ['F32.A', 'F32.9'],
  },
  {
    style: 'a consultation: one line',
    note: 'Impression: Chronic migraine without aura, not intractable. No status migrainosus. Start topiramate.',
    gives: ['G43.709'],
    never: ['R51.9', 'G43.909'],
  },
  {
    style: 'a consultation: combination',
    note: 'Impression: Alcoholic cirrhosis with ascites, alcohol dependence in remission. Spironolactone, paracentesis prn.',
    gives: ['K70.31', 'F10.21'],
    never: ['K74.60', 'R18.8'],
  },
  {
    style: 'a consultation: list in a line',
    note: 'Recs: 1. Acute exacerbation of COPD - prednisone 40 x5d. 2. Nicotine dependence, cigarettes, 1 ppd - patch.',
    gives: ['J44.1', 'F17.210'],
    never: ['J44.9', 'Z87.891'],
  },
  {
    style: 'one phrase',
    note: 'Assessment: Acute right-sided low back pain with right sciatica. NSAIDs, PT.',
    gives: ['M54.41'],
    never: ['M54.50', 'M54.31'],
  },
  {
    style: 'a combination with a symptom',
    note: 'Urology f/u: BPH with nocturia x3. Cont tamsulosin. PSA 1.1.\nAssessment: BPH with LUTS, nocturia.',
    gives: ['N40.1', 'R35.1'],
    never: ['N40.0'],
  },
  {
    style: 'a history',
    note: 'Oncology survivorship visit. Assessment: History of left breast cancer 2012, s/p mastectomy, no evidence of disease, off all treatment since 2018.',
    gives: ['Z85.3'],
    never: ['C50.912', 'C50.911'],
  },
  {
    style: 'a class',
    note: 'Assessment: Class 3 obesity, BMI 43. Diet counseling, semaglutide.',
    gives: ['E66.813'],
    never: ['E66.9'],
  },
  {
    style: 'a short diagnosis',
    note: 'Derm: plaques on elbows and knees x years.\nDx: plaque psoriasis\nPlan: clobetasol',
    gives: ['L40.0'],
    never: ['L30.9'],
  },
  {
    style: 'a flare',
    note: 'Assessment: Gout, left great toe, acute flare. Colchicine.',
    gives: ['M10.9'],
    never: ['M25.571'],
  },
  {
    style: 'a vein',
    note: 'Final diagnosis: Acute DVT of right femoral vein. Start rivaroxaban.',
    gives: ['I82.411'],
    never: ['I82.401', 'M79.604'],
    record: EMERGENCY,
  },
  {
    style: 'severity and exacerbation',
    note: 'ED course: nebs x3, solumedrol, improved.\nDiagnosis: Moderate persistent asthma with acute exacerbation.',
    gives: ['J45.41'],
    never: ['J45.901', 'R06.2'],
    record: EMERGENCY,
  },
  {
    style: 'a cause',
    note: 'Assessment: Iron deficiency anemia due to chronic blood loss from menorrhagia. Ferrous sulfate.',
    gives: ['D50.0', 'N92.0'],
    never: ['D64.9', 'D50.9'],
  },
]

test.each(STYLES)('$style', ({ note, gives, never, record }) => {
  const codes = codesOf(note, record)
  expect(codes).toEqual(expect.arrayContaining([...gives]))
  expect(never.filter((code) => codes.includes(code))).toEqual([])
})
