import { describe, expect, test } from 'vitest'
import { codesOf } from '../an-encounter.ts'

/** The codes of a one-line assessment, whatever their order on the claim. */
const sortedCodesOf = (assessment: string): string =>
  codesOf(`Assessment: ${assessment}`)
    .toSorted((a, b) => a.localeCompare(b))
    .join(' ')

describe('cancer and its follow-up', () => {
  test.each([
    ['Triple negative breast cancer, left.', 'C50.912'],
    ['HR positive HER2 negative breast cancer, right.', 'C50.911'],
    ['History of melanoma, no evidence of recurrence. Seborrheic keratosis.', 'L82.1 Z85.820'],
    ['Melanoma in situ of the left forearm.', 'D03.62'],
    ['Metastatic colon cancer with liver mets and peritoneal carcinomatosis.', 'C18.9 C78.6 C78.7'],
    ['Squamous cell carcinoma of the base of tongue.', 'C01'],
    ['Head and neck cancer.', 'C76.0'],
    ['Cervical cancer stage IIB.', 'C53.9'],
    ['CIN III.', 'D06.9'],
    ['Chemotherapy-induced peripheral neuropathy.', 'G62.0'],
    ['Castration resistant prostate cancer with bone metastases.', 'C61 C79.51 Z19.2'],
    ['Glioblastoma, left frontal lobe.', 'C71.1'],
    ['Tubular adenoma of the sigmoid colon.', 'D12.5'],
    ['Family history of breast cancer. Hypertension.', 'I10 Z80.3'],
    ['Malignant pleural effusion due to left lung adenocarcinoma, lower lobe.', 'C34.32 J91.0'],
    ['No evidence of metastatic disease. Testicular cancer, right.', 'C62.91'],
    ['Axillary lymph node metastasis.', 'C77.3'],
    ['Bladder cancer, history of BCG.', 'C67.9'],
    ['Oral mucositis due to radiation.', 'K12.33'],
    ['History of colon polyps. Hypertension.', 'I10 Z86.0100'],
  ])('%s → %s', (assessment, codes) => {
    expect(sortedCodesOf(assessment)).toBe(codes)
  })
})

describe('blood', () => {
  test.each([
    ['Acute myeloid leukemia in remission.', 'C92.01'],
    ['Multiple myeloma in relapse.', 'C90.02'],
    ['Follicular lymphoma, grade 2.', 'C82.10'],
    ['Beta thalassemia trait.', 'D56.3'],
    ['Myelodysplastic syndrome with excess blasts.', 'D46.20'],
    ['ET on hydroxyurea, JAK2 positive.', 'D47.3'],
    ['Warm autoimmune hemolytic anemia.', 'D59.11'],
    ['Macrocytic anemia.', 'D53.9'],
    ['Hypertension. Reviewed ALL medications.', 'I10'],
    ['Hereditary hemochromatosis.', 'E83.110'],
  ])('%s → %s', (assessment, codes) => {
    expect(sortedCodesOf(assessment)).toBe(codes)
  })
})

describe('eye, ear, nose and throat', () => {
  test.each([
    ['Wet AMD right eye with active CNV.', 'H35.3211'],
    ['Nonexudative macular degeneration OU, intermediate.', 'H35.3132'],
    ['Rhegmatogenous retinal detachment, right eye.', 'H33.001'],
    ['Normal tension glaucoma, OS, moderate stage.', 'H40.1222'],
    ['Glaucoma suspect OU.', 'H40.003'],
    ['Preseptal cellulitis of the left eye.', 'L03.213'],
    ['Congenital nasolacrimal duct obstruction, left eye.', 'Q10.5'],
    ['PVD with claudication, left leg.', 'I73.9'],
    ['Hypertension. Pseudophakia OU.', 'I10 Z96.1'],
    ['Chronic serous otitis media, bilateral.', 'H65.23'],
    ['Sudden sensorineural hearing loss, left.', 'H91.22'],
    ['Left vocal cord paralysis.', 'J38.01'],
    ['Peritonsillar abscess.', 'J36'],
    ['Tonsillitis, started 2 days PTA.', 'J03.90'],
    ['Dust mite allergy.', 'J30.89'],
  ])('%s → %s', (assessment, codes) => {
    expect(sortedCodesOf(assessment)).toBe(codes)
  })
})

describe('women, pregnancy, newborns and children', () => {
  test.each([
    ['IUP at 32 weeks gestation. Gestational diabetes, diet controlled.', 'O24.410 Z3A.32'],
    ['Dichorionic diamniotic twin pregnancy, second trimester.', 'O30.042'],
    ['Chronic hypertension with superimposed preeclampsia, third trimester.', 'O11.3'],
    ['UTI in pregnancy, first trimester.', 'O23.41'],
    ['Advanced maternal age, primigravida, first trimester.', 'O09.511'],
    ['Decreased fetal movement, third trimester.', 'O36.8130'],
    ['Achilles tendon rupture, limited PROM.', 'S86.019A'],
    ['CIN 2 on colposcopy.', 'N87.1'],
    ['Endometrioma of the left ovary.', 'N80.102'],
    ['Uterine prolapse with rectocele.', 'N81.4 N81.6'],
    ['Plan to place IUD at next visit. Dysmenorrhea.', 'N94.6'],
    ['Preterm infant, 34 weeks.', 'P07.37'],
    ['Transient tachypnea of newborn.', 'P22.1'],
    ['Newborn check, 2 weeks old.', 'Z00.111'],
    ['Undescended testis, left.', 'Q53.10'],
    ['Positional plagiocephaly.', 'M95.2'],
    ['Infantile hypertrophic pyloric stenosis.', 'Q40.0'],
    ['Pyloric stenosis in an adult.', 'K31.1'],
  ])('%s → %s', (assessment, codes) => {
    expect(sortedCodesOf(assessment)).toBe(codes)
  })
})

describe('infection and prevention', () => {
  test.each([
    ['Primary syphilis.', 'A51.0'],
    ['Rectal chlamydia.', 'A56.3'],
    ['Disseminated zoster.', 'B02.7'],
    ['Exposure to strep.', 'Z20.818'],
    ['Esophageal candidiasis.', 'B37.81'],
    ['HIV PrEP, started on Descovy.', 'Z29.81'],
    ['HIV negative. Constipation, finished bowel prep.', 'K59.00'],
    ['Hypertension. Rubella immune, varicella immune.', 'I10'],
    ['Had his flu shot last fall. Hypertension.', 'I10'],
    ['Well child check. Behind on immunizations.', 'Z00.129 Z28.39'],
    ['Autism screening.', 'Z13.41'],
  ])('%s → %s', (assessment, codes) => {
    expect(sortedCodesOf(assessment)).toBe(codes)
  })
})
