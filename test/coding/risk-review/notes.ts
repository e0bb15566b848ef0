/**
 * Small visit notes of our own, with what a coder who reviews risk conditions would say of each, written before the review
 * was run on them. Categories are names of ours: which code belongs to which category is the imported table's to say.
 */
import type { Proposal, Standing } from '#coding/risk-review/risk-review.ts'

export type RiskNote = {
  readonly text: string
  /** Codes of the chart: diagnoses of this visit, and the problem list. */
  readonly visit?: readonly string[]
  readonly list?: readonly string[]
  readonly gold: Readonly<Record<string, readonly [Standing, Proposal]>>
}

/** Category by the beginning of a code; the longest that fits. */
export const CATEGORIES: Readonly<Record<string, string>> = {
  'E11.2': 'diabetes-complicated',
  'E11.4': 'diabetes-complicated',
  'E11.5': 'diabetes-complicated',
  'E11.6': 'diabetes-complicated',
  'E11.3': 'diabetes-complicated',
  'E11.9': 'diabetes',
  I50: 'heart-failure',
  I11: 'heart-failure',
  J43: 'copd',
  J44: 'copd',
  'F33.1': 'depression',
  'F33.2': 'depression',
  'F33.0': 'depression',
  'F32.1': 'depression',
  'F32.2': 'depression',
  'N18.3': 'kidney',
  'N18.4': 'kidney',
  'N18.5': 'kidney',
  I48: 'fibrillation',
  C50: 'breast-cancer',
  C61: 'prostate-cancer',
  C34: 'lung-cancer',
  M05: 'rheumatoid',
  M06: 'rheumatoid',
  G20: 'parkinson',
  'I70.2': 'vascular',
  'I73.9': 'vascular',
  G40: 'epilepsy',
  'K74.6': 'cirrhosis',
  'K70.3': 'cirrhosis',
  B20: 'hiv',
  'E66.01': 'obesity',
  'E66.813': 'obesity',
  'F10.2': 'alcohol',
  G35: 'sclerosis',
  D57: 'sickle',
  L97: 'ulcer',
  K50: 'bowel',
  K51: 'bowel',
  F20: 'schizophrenia',
  F31: 'bipolar',
  M32: 'lupus',
  'J96.1': 'respiratory',
}

const AP = 'ASSESSMENT AND PLAN:\n'

export const FIRST: readonly RiskNote[] = [
  {
    text: `${AP}1. Type 2 diabetes mellitus with diabetic neuropathy. A1c 7.9, up from 7.4. Increase metformin to 1000 mg twice daily.\n2. Hypertension, at goal.`,
    visit: ['E11.40'],
    gold: { 'diabetes-complicated': ['supported', 'keep'] },
  },
  {
    text: `${AP}1. COPD, stable. Continue tiotropium.\n2. Knee pain. Ibuprofen as needed.`,
    gold: { copd: ['supported', 'add'] },
  },
  {
    text: `${AP}1. Ankle sprain. Rest and ice.\n\nPAST MEDICAL HISTORY:\nCOPD, atrial fibrillation.`,
    visit: ['J44.9'],
    list: ['I48.91'],
    gold: { copd: ['lesser', 'remove'], fibrillation: ['lesser', 'none'] },
  },
  {
    text: `HPI: Here for a skin check. No other concerns.\n\n${AP}1. Seborrheic keratosis. Reassured.`,
    visit: ['I50.22'],
    gold: { 'heart-failure': ['silent', 'remove'] },
  },
  {
    text: `PMH: History of breast cancer, lumpectomy and radiation 2014, no evidence of disease.\n\n${AP}1. Hyperlipidemia. Continue atorvastatin 20 mg.`,
    visit: ['C50.911'],
    gold: { 'breast-cancer': ['past', 'remove'] },
  },
  {
    text: `${AP}1. Chronic systolic heart failure, euvolemic, NYHA II. Continue carvedilol and furosemide; daily weights.`,
    visit: ['I50.22'],
    gold: { 'heart-failure': ['supported', 'keep'] },
  },
  {
    text: `${AP}1. Shortness of breath. Possible heart failure; echo ordered, BNP pending.`,
    visit: ['I50.9'],
    gold: { 'heart-failure': ['uncertain', 'remove'] },
  },
  {
    text: `${AP}1. Chest pain. Echocardiogram normal. No heart failure.\n2. GERD. Omeprazole 20 mg daily.`,
    list: ['I50.9'],
    gold: { 'heart-failure': ['denied', 'none'] },
  },
  {
    text: `FAMILY HISTORY: Mother with multiple sclerosis.\n\n${AP}1. Migraine without aura, not intractable. Start sumatriptan.`,
    visit: ['G35'],
    gold: { sclerosis: ['silent', 'remove'] },
  },
  {
    text: `${AP}1. Rheumatoid arthritis. On methotrexate 15 mg weekly, tolerating. CBC and LFTs today.`,
    gold: { rheumatoid: ['supported', 'add'] },
  },
  {
    text: `${AP}1. Paroxysmal atrial fibrillation. Rate controlled, on apixaban 5 mg BID. No bleeding.`,
    list: ['I48.0'],
    gold: { fibrillation: ['supported', 'add'] },
  },
  {
    text: `${AP}1. Annual wellness visit.\n2. Major depressive disorder, recurrent, moderate.\n3. Vaccines given today.`,
    visit: ['F33.1'],
    gold: { depression: ['listed', 'remove'] },
  },
  {
    text: `${AP}1. Major depressive disorder, recurrent, moderate. PHQ-9 is 14. Increase sertraline to 100 mg, refer for psychotherapy.`,
    gold: { depression: ['supported', 'add'] },
  },
  {
    text: `${AP}1. CKD stage 3b. eGFR 38, stable from 40. Avoid NSAIDs. Repeat BMP in 3 months.`,
    visit: ['N18.32'],
    gold: { kidney: ['supported', 'keep'] },
  },
  {
    text: `${AP}1. Kidney stones. Push fluids.\nLabs: creatinine 0.9.`,
    visit: ['N18.30'],
    gold: { kidney: ['silent', 'remove'] },
  },
  {
    text: `${AP}1. Parkinson disease. Tremor is worse; carbidopa-levodopa raised to four times a day.`,
    gold: { parkinson: ['supported', 'add'] },
  },
  {
    text: `${AP}1. Prostate cancer, on active surveillance. PSA 5.1 today. Repeat MRI in 12 months.`,
    visit: ['C61'],
    gold: { 'prostate-cancer': ['supported', 'keep'] },
  },
  {
    text: `PMH: Prostate cancer status post prostatectomy 2010. PSA undetectable since.\n\n${AP}1. Erectile dysfunction. Sildenafil 50 mg as needed.`,
    visit: ['C61'],
    gold: { 'prostate-cancer': ['past', 'remove'] },
  },
  {
    text: `${AP}1. Epilepsy, no seizures since last visit. Continue levetiracetam 500 mg BID.`,
    gold: { epilepsy: ['supported', 'add'] },
  },
  {
    text: `${AP}1. Cirrhosis of the liver. Screening ultrasound showed no mass. MELD 9. Repeat in 6 months.`,
    list: ['K74.60'],
    gold: { cirrhosis: ['supported', 'add'] },
  },
  {
    text: `${AP}1. HIV disease. CD4 612, viral load undetectable. Continue bictegravir.`,
    visit: ['B20'],
    gold: { hiv: ['supported', 'keep'] },
  },
  {
    text: `HPI: Tested for HIV last month, negative.\n\n${AP}1. STI screening. Results reviewed, all negative.`,
    visit: ['B20'],
    gold: { hiv: ['denied', 'remove'] },
  },
  {
    text: `${AP}1. Type 2 diabetes mellitus. A1c 6.4. Continue metformin.`,
    visit: ['E11.42'],
    gold: { 'diabetes-complicated': ['lesser', 'remove'], diabetes: ['supported', 'add'] },
  },
  {
    text: `${AP}1. Alcohol dependence, in early remission. Attending AA. Continue naltrexone.`,
    visit: ['F10.21'],
    gold: { alcohol: ['supported', 'keep'] },
  },
  {
    text: `SOCIAL HISTORY: Drinks one glass of wine with dinner.\n\n${AP}1. Plantar fasciitis. Stretching.`,
    visit: ['F10.20'],
    gold: { alcohol: ['silent', 'remove'] },
  },
  {
    text: `${AP}1. Crohn disease of the small intestine. Flare has settled on budesonide. Colonoscopy in spring.`,
    gold: { bowel: ['supported', 'add'] },
  },
  {
    text: `${AP}Bipolar I disorder, current episode depressed, moderate: mood improved on lithium. Level in 2 weeks.`,
    visit: ['F31.32'],
    gold: { bipolar: ['supported', 'keep'] },
  },
  {
    text: `${AP}1. Systemic lupus erythematosus.\n2. Hypertension. Continue lisinopril 10 mg.\n3. Sinusitis. Amoxicillin.`,
    visit: ['M32.9'],
    gold: { lupus: ['listed', 'remove'] },
  },
  {
    text: `${AP}1. Chronic respiratory failure with hypoxia. On 2 L home oxygen, saturation 93 %.`,
    gold: { respiratory: ['supported', 'add'] },
  },
  {
    text: `${AP}1. Morbid obesity, BMI 43.2. Discussed semaglutide; refer to bariatric surgery.`,
    list: ['E66.01'],
    gold: { obesity: ['supported', 'add'] },
  },
  {
    text: `${AP}1. Lung mass, suspicious for lung cancer. Biopsy scheduled.`,
    visit: ['C34.90'],
    gold: { 'lung-cancer': ['uncertain', 'remove'] },
  },
  {
    text: `${AP}1. Schizophrenia. Voices less often. Paliperidone injection given today.`,
    visit: ['F20.9'],
    gold: { schizophrenia: ['supported', 'keep'] },
  },
  {
    text: `PROBLEM LIST:\nPeripheral vascular disease\nHypertension\n\n${AP}1. Hypertension, controlled. Continue amlodipine 5 mg.`,
    visit: ['I73.9'],
    gold: { vascular: ['lesser', 'remove'] },
  },
  {
    text: `${AP}1. Multiple sclerosis, relapsing-remitting. MRI unchanged. Continue ocrelizumab infusions.`,
    visit: ['G35'],
    gold: { sclerosis: ['supported', 'keep'] },
  },
  {
    text: `${AP}1. Ulcerative colitis ruled out; biopsies normal. IBS. Dicyclomine.`,
    visit: ['K51.90'],
    gold: { bowel: ['denied', 'remove'] },
  },
  {
    text: `${AP}1. Atrial fibrillation, status post ablation 2019, in sinus rhythm, off anticoagulation.\n2. Osteoporosis. Alendronate weekly.`,
    visit: ['I48.91'],
    gold: { fibrillation: ['supported', 'keep'] },
  },
  {
    text: `${AP}1. Acute bronchitis. Supportive care.\n2. COPD is managed by pulmonology.`,
    gold: { copd: ['supported', 'add'] },
  },
  {
    text: `ROS: Denies seizures.\n\n${AP}1. Tension headache. Naproxen 500 mg.`,
    list: ['G40.909'],
    gold: { epilepsy: ['silent', 'none'] },
  },
  {
    text: `${AP}1. Sickle cell disease without crisis. Hydroxyurea continued, hemoglobin 9.1.`,
    gold: { sickle: ['supported', 'add'] },
  },
  {
    text: `${AP}1. Diabetes type 2 with a foot ulcer of the right heel, fat layer exposed. Debrided today; offloading boot.`,
    gold: { 'diabetes-complicated': ['supported', 'add'], ulcer: ['supported', 'add'] },
  },
]

/** Written after the words were mended on the first, and before the review was run on these. */
export const SECOND: readonly RiskNote[] = [
  {
    text: `Assessment/Plan\n# HFpEF: weight up 4 lb, 1+ edema. Torsemide 20 -> 40. BMP Friday.\n# Gout: quiet.`,
    list: ['I50.30'],
    gold: { 'heart-failure': ['supported', 'add'] },
  },
  {
    text: `IMPRESSION:\nEmphysema, FEV1 48 % predicted, two exacerbations this year. Add roflumilast.`,
    gold: { copd: ['supported', 'add'] },
  },
  {
    text: `CC: cough\nPMHx: DM2 w/ nephropathy, HTN, RA\nA/P: Viral URI, supportive care, fluids.`,
    visit: ['E11.21', 'M06.9'],
    gold: { 'diabetes-complicated': ['lesser', 'remove'], rheumatoid: ['lesser', 'remove'] },
  },
  {
    text: `A: Recurrent major depression, severe, without psychotic features. Passive ideation, no plan.\nP: Switch to venlafaxine, weekly visits, safety plan.`,
    gold: { depression: ['supported', 'add'] },
  },
  {
    text: `ASSESSMENT:\n1. Permanent atrial fibrillation\n2. Chronic kidney disease, stage 4\n3. Anemia in CKD\n\nPLAN:\nContinue warfarin, INR 2.4 today. Nephrology follow-up next month. Iron studies.`,
    visit: ['I48.21', 'N18.4'],
    gold: { fibrillation: ['listed', 'remove'], kidney: ['listed', 'remove'] },
  },
  {
    text: `HPI: s/p mastectomy for left breast cancer in 2012, off tamoxifen, no recurrence.\nA/P: Osteopenia: calcium, vitamin D.`,
    visit: ['C50.912'],
    gold: { 'breast-cancer': ['past', 'remove'] },
  },
  {
    text: `A/P: Left breast cancer, ER positive, on anastrozole 1 mg daily. Mammogram in March.`,
    gold: { 'breast-cancer': ['supported', 'add'] },
  },
  {
    text: `A/P: Dyspnea. COPD versus asthma; PFTs ordered.`,
    visit: ['J44.9'],
    gold: { copd: ['uncertain', 'remove'] },
  },
  {
    text: `A/P: Tremor. No evidence of Parkinson disease on exam. Propranolol trial.`,
    list: ['G20.A1'],
    gold: { parkinson: ['denied', 'none'] },
  },
  {
    text: `FH: father with Parkinson disease.\nA/P: Essential tremor, stable, propranolol refilled.`,
    visit: ['G20.A1'],
    gold: { parkinson: ['silent', 'remove'] },
  },
  {
    text: `A/P: T2DM with hyperglycemia, A1c 9.8: start glargine 10 units at bedtime, log sugars.`,
    visit: ['E11.65'],
    gold: { 'diabetes-complicated': ['supported', 'keep'] },
  },
  {
    text: `A/P: Type 2 diabetes without complications, diet controlled, A1c 6.1.`,
    visit: ['E11.9'],
    gold: { diabetes: ['supported', 'keep'] },
  },
  {
    text: `A/P: Medication refill only. Seizure disorder: refilled lamotrigine 100 mg.`,
    gold: { epilepsy: ['supported', 'add'] },
  },
  {
    text: `Medications: apixaban, metoprolol.\nA/P: Cerumen impaction, irrigated.`,
    visit: ['I48.91'],
    gold: { fibrillation: ['silent', 'remove'] },
  },
  {
    text: `A/P: Alcoholic cirrhosis of liver without ascites. No confusion. Nadolol continued, EGD showed small varices.`,
    gold: { cirrhosis: ['supported', 'add'] },
  },
  {
    text: `A/P: Peripheral vascular disease. Claudication at two blocks, ABI 0.71. Cilostazol, walking program.`,
    list: ['I73.9'],
    gold: { vascular: ['supported', 'add'] },
  },
  {
    text: `A/P: Bipolar disorder.\nToe fracture: buddy tape, recheck in 3 weeks.`,
    visit: ['F31.9'],
    gold: { bipolar: ['listed', 'remove'] },
  },
  {
    text: `A/P: Non-small cell lung cancer of the right upper lobe, cycle 3 of pembrolizumab today, tolerating well.`,
    visit: ['C34.11'],
    gold: { 'lung-cancer': ['supported', 'keep'] },
  },
  {
    text: `A/P: Crohn disease in remission on adalimumab; fecal calprotectin 40.`,
    visit: ['K50.90'],
    gold: { bowel: ['supported', 'keep'] },
  },
  {
    text: `A/P: Chronic hypoxic respiratory failure was ruled out by overnight oximetry. Snoring: sleep study.`,
    visit: ['J96.11'],
    gold: { respiratory: ['denied', 'remove'] },
  },
]

/** Written after the second were mended, and before the review was run on these. */
export const THIRD: readonly RiskNote[] = [
  {
    text: `Impression and Plan:\nCongestive heart failure - breathing easier since the diuretic was doubled. Will see her again in two weeks with a chemistry.`,
    visit: ['I50.9'],
    gold: { 'heart-failure': ['supported', 'keep'] },
  },
  {
    text: `SUBJECTIVE: Follow-up of rash.\nPMH: Seizure disorder, asthma.\nASSESSMENT: Contact dermatitis.\nPLAN: Triamcinolone cream.`,
    visit: ['G40.909'],
    gold: { epilepsy: ['lesser', 'remove'] },
  },
  {
    text: `Assessment & Plan:\n- Stage 4 CKD: potassium 5.3, low-potassium diet reviewed, nephrology in May.\n- Eczema: emollients.`,
    list: ['N18.4'],
    gold: { kidney: ['supported', 'add'] },
  },
  {
    text: `A/P:\n1) Bipolar I disorder, most recent episode manic, in full remission - lithium level 0.7, no change.\n2) Tinea pedis - clotrimazole.`,
    gold: { bipolar: ['supported', 'add'] },
  },
  {
    text: `Diagnoses: Hypertension; Obesity, morbid; COPD.\nPlan: Amlodipine 5 mg for blood pressure. Return in 6 months.`,
    visit: ['J44.9'],
    gold: { copd: ['listed', 'remove'], obesity: ['listed', 'none'] },
  },
  {
    text: `HPI: She had breast cancer in 2009, treated, and is followed yearly.\nA/P: Screening mammogram ordered.`,
    visit: ['C50.919'],
    gold: { 'breast-cancer': ['past', 'remove'] },
  },
  {
    text: `A/P: Metastatic prostate cancer, castration resistant. Enzalutamide continued. PSA 12, bone scan next month.`,
    visit: ['C61'],
    gold: { 'prostate-cancer': ['supported', 'keep'] },
  },
  {
    text: `A/P: Abdominal pain. Rule out Crohn disease; colonoscopy scheduled.`,
    visit: ['K50.90'],
    gold: { bowel: ['uncertain', 'remove'] },
  },
  {
    text: `A/P: Persistent AF, CHA2DS2-VASc 4. Eliquis 5 mg bid. Cardioversion discussed.`,
    gold: { fibrillation: ['supported', 'add'] },
  },
  {
    text: `A/P: No evidence of rheumatoid arthritis; RF and CCP negative. Hand osteoarthritis: topical diclofenac.`,
    visit: ['M06.9'],
    gold: { rheumatoid: ['denied', 'remove'] },
  },
  {
    text: `Assessment: Type 2 diabetes mellitus with diabetic chronic kidney disease, stage 3a CKD.\nPlan: Empagliflozin 10 mg started; UACR 88.`,
    visit: ['E11.22', 'N18.31'],
    gold: { 'diabetes-complicated': ['supported', 'keep'], kidney: ['supported', 'keep'] },
  },
  {
    text: `A/P: Lupus nephritis quiet on mycophenolate. Urine protein down to 0.3 g.`,
    gold: { lupus: ['supported', 'add'] },
  },
  {
    text: `A/P: Schizophrenia, refused injection today, will try again Friday.`,
    gold: { schizophrenia: ['supported', 'add'] },
  },
  {
    text: `Problem list: 1. HIV 2. Hepatitis B immune.\nVisit for: ankle sprain.\nA/P: Ankle sprain, left. RICE.`,
    visit: ['B20'],
    gold: { hiv: ['lesser', 'remove'] },
  },
  {
    text: `A/P: Decompensated cirrhosis with ascites. Paracentesis 4 L today. Spironolactone up to 200 mg.`,
    visit: ['K74.60'],
    gold: { cirrhosis: ['supported', 'keep'] },
  },
  {
    text: `A/P: PAD with rest pain of the right leg, vascular surgery referral placed, aspirin and statin.`,
    gold: { vascular: ['supported', 'add'] },
  },
  {
    text: `A/P: MDD, recurrent, moderate - not discussed today.\nOtitis externa: drops.`,
    visit: ['F33.1'],
    gold: { depression: ['listed', 'remove'] },
  },
  {
    text: `A/P: Multiple sclerosis - new numbness of the left arm, MRI brain with contrast, methylprednisolone 1 g for three days.`,
    visit: ['G35'],
    gold: { sclerosis: ['supported', 'keep'] },
  },
  {
    text: `Her mother has COPD.\nA/P: Asthma, mild persistent, fluticasone refilled.`,
    visit: ['J44.9'],
    gold: { copd: ['silent', 'remove'] },
  },
  {
    text: `A/P: Alcohol use disorder, severe. Drinking daily. Offered naltrexone, declined; will think about detox.`,
    gold: { alcohol: ['supported', 'add'] },
  },
]
