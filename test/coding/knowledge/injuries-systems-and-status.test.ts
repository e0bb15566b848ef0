import { describe, expect, test } from 'vitest'
import { codesOf } from '../an-encounter.ts'

/** The codes of a one-line assessment, whatever their order on the claim. */
const sortedCodesOf = (assessment: string): string =>
  codesOf(`Assessment: ${assessment}`)
    .toSorted((a, b) => a.localeCompare(b))
    .join(' ')

describe('an osteomyelitis is coded where it is', () => {
  test.each([
    ['Lumbar osteomyelitis', 'M46.26'],
    ['Chronic osteomyelitis of the lumbar spine', 'M46.26'],
    ['Thoracic vertebral osteomyelitis', 'M46.24'],
    ['Cervical osteomyelitis', 'M46.22'],
    ['Sacral osteomyelitis', 'M46.28'],
    ['Vertebral osteomyelitis', 'M46.20'],
    ['Acute osteomyelitis of the foot', 'M86.10'],
    ['Chronic osteomyelitis. Lumbar strain', 'M86.60 S39.012A'],
  ])('%s', (assessment, codes) => {
    expect(sortedCodesOf(assessment)).toBe(codes)
  })
})

describe('a stage at the end of a description belongs to the ulcer', () => {
  test.each([
    ['2 x 2 cm pressure ulcer over the sacrum, full thickness with fat visible, stage 3', 'L89.153'],
    ['Pressure ulcer over the sacrum, stage 2 CKD', 'L89.159 N18.2'],
    ['Pressure ulcer over the sacrum; stage 3', 'L89.159'],
  ])('%s', (assessment, codes) => {
    expect(sortedCodesOf(assessment)).toBe(codes)
  })
})

describe('a vaccine is not the disease', () => {
  test.each([
    ['Hepatitis A and B vaccines', ''],
    ['Hepatitis A, B vaccinations', ''],
    ['Hepatitis A. Influenza vaccines given', 'B15.9'],
  ])('%s', (assessment, codes) => {
    expect(sortedCodesOf(assessment)).toBe(codes)
  })
})

describe('injuries by site, phase and cause', () => {
  test.each([
    ['Dog bite to the left forearm, irrigated and closed loosely.', 'S51.852A W54.0XXA'],
    ['Left knee abrasion after bicycle accident.', 'S80.212A V19.9XXA'],
    ['Second degree burn of right forearm.', 'T22.211A'],
    ['Partial thickness burn, left thigh.', 'T24.212A'],
    ['Bee sting, local reaction.', 'T63.441A'],
    ['Food bolus impaction, resolved after glucagon.', 'T18.128A'],
    ['Closed displaced fracture of the right olecranon.', 'S52.021A'],
    ['Nondisplaced left patella fracture, follow up of fracture, healing well.', 'S82.002D'],
    ["Nursemaid's elbow, left, reduced.", 'S53.032A'],
    ['Right shoulder subluxation.', 'S43.001A'],
    ['Fifth metacarpal neck fracture of the right hand.', 'S62.306A'],
    ["Boxer's fracture, left hand.", 'S62.307A'],
    ['Turf toe, right.', 'S93.501A'],
    ['Lip laceration repaired with absorbable suture.', 'S01.511A'],
    ['Nasal bone fracture, closed.', 'S02.2XXA'],
    ['Left superior pubic ramus fracture.', 'S32.502A'],
    ['Pelvic fracture.', 'S32.9XXA'],
    ['Traumatic subdural hematoma without loss of consciousness.', 'S06.5X0A'],
    ['PCL tear left knee.', 'S83.522A'],
    ['Left femoral shaft fracture.', 'S72.302A'],
    ['Right hip fracture.', 'S72.001A'],
    ['Left femoral neck fracture.', 'S72.002A'],
    ['Contusion of right ring finger.', 'S60.041A'],
    ['Coccyx contusion.', 'S30.0XXA'],
    ['Right great toe laceration.', 'S91.111A'],
    ['Blistering sunburn of the shoulders.', 'L55.1'],
    ['Second degree burn to the left foot from hot water.', 'T25.222A'],
    ['Left supracondylar femur fracture.', 'S72.402A'],
    ['Subungual hematoma of right great toe, drained.', 'S90.211A'],
    ['Insect bite of left lower leg.', 'S80.862A'],
    ['Heat exhaustion, improved with fluids.', 'T67.5XXA'],
    ['Stress fracture of the left foot.', 'M84.375A'],
    ['Ankle strain, right.', 'S96.911A'],
    ['Intentional acetaminophen overdose.', 'T39.1X2A'],
    ['Accidental heroin overdose, narcan given.', 'T40.1X1A'],
    ['Left wrist sprain after fall from ladder.', 'S63.502A W11.XXXA'],
    ['Scalp laceration, slipped on ice.', 'S01.01XA W00.0XXA'],
    ['Cervical strain, restrained driver in MVC.', 'S16.1XXA V49.40XA'],
    ['Dehiscence of surgical wound.', 'T81.31XA'],
    ['Superficial surgical site infection.', 'T81.41XA'],
    ['Infected left total knee arthroplasty.', 'T84.54XA'],
  ])('%s', (assessment, codes) => {
    expect(sortedCodesOf(assessment)).toBe(codes)
  })
})

describe('symptoms and findings', () => {
  test.each([
    ['Positive Cologuard, refer for colonoscopy.', 'R19.5'],
    ['Supratherapeutic INR, hold warfarin.', 'R79.1'],
    ['Elevated ferritin.', 'R79.89'],
    ['Leukopenia, stable.', 'D72.819'],
    ['Auditory hallucinations.', 'R44.0'],
    ['Neck swelling.', 'R22.1'],
    ['Positive quantiferon, normal chest film.', 'R76.12'],
    ['Asymptomatic bacteriuria, no treatment.', 'R82.71'],
    ['Elevated alkaline phosphatase.', 'R74.8'],
    ['Abnormal EKG.', 'R94.31'],
    ['Deconditioning after hospital stay.', 'R53.81'],
    ['Chronic fatigue syndrome.', 'G93.32'],
    ['Left thigh mass.', 'R22.42'],
    ['Elevated D-dimer.', 'R79.89'],
  ])('%s', (assessment, codes) => {
    expect(sortedCodesOf(assessment)).toBe(codes)
  })
})

describe('organ systems, status and social facts', () => {
  test.each([
    ['Mobitz type 2, referred for pacemaker.', 'I44.1'],
    ['PAD with claudication, left leg.', 'I70.212'],
    ['Mildly dilated aortic root.', 'I77.810'],
    ['Bioprosthetic aortic valve, murmur stable; heart murmur.', 'R01.1 Z95.3'],
    ['Phimosis.', 'N47.1'],
    ['Neurogenic bladder.', 'N31.9'],
    ['IgA nephropathy.', 'N02.B9'],
    ['Weak urinary stream.', 'R39.12'],
    ['Asthma-COPD overlap syndrome.', 'J44.89'],
    ['REM sleep behavior disorder.', 'G47.52'],
    ['Nocturnal hypoxemia.', 'G47.34'],
    ['Acute CHF with pulmonary edema.', 'I50.9'],
    ['Perirectal abscess.', 'K61.1'],
    ['Autoimmune hepatitis.', 'K75.4'],
    ['Acute liver failure.', 'K72.00'],
    ['Sigmoid volvulus.', 'K56.2'],
    ['CKD stage 3a, status post kidney transplant.', 'N18.31 Z94.0'],
    ['Type 2 diabetes, status post right BKA.', 'E11.9 Z89.511'],
    ['Failed back surgery syndrome.', 'M96.1'],
    ['Hypertension, sedentary lifestyle.', 'I10 Z72.3'],
    ['Hepatitis C screening.', 'Z11.59'],
    ['Preoperative cardiac clearance.', 'Z01.810'],
    ['Screening for lung cancer.', 'Z12.2'],
    ['DOT physical.', 'Z02.4'],
    ['Hypertension; caregiver stress.', 'I10 Z63.6'],
    ['Rheumatoid arthritis, long-term methotrexate use.', 'M06.9 Z79.631'],
    ['Myasthenia gravis, stable on pyridostigmine.', 'G70.00'],
    ['Medication overuse headache.', 'G44.40'],
    ['Left foot drop.', 'M21.372'],
    ['Post-stroke aphasia.', 'I69.320'],
    ['Giant cell arteritis.', 'M31.6'],
    ['CREST syndrome.', 'M34.1'],
    ['Pilonidal abscess drained.', 'L05.01'],
    ['Acute dystonic reaction to metoclopramide.', 'G24.02'],
    ['Severe benzodiazepine use disorder, in remission.', 'F13.21'],
    ['Alcohol withdrawal.', 'F10.239'],
    ['SIADH.', 'E22.2'],
    ['Volume overload.', 'E87.70'],
    ['Acute on chronic systolic heart failure with volume overload.', 'I50.23'],
    ['Folate deficiency.', 'E53.8'],
    ['Type 2 diabetes in remission.', 'E11.A'],
    ['Primary aldosteronism.', 'E26.09'],
    ['Stasis dermatitis.', 'I87.2'],
    ['Tourette syndrome.', 'F95.2'],
    ['Cannabinoid hyperemesis syndrome.', 'F12.988'],
  ])('%s', (assessment, codes) => {
    expect(sortedCodesOf(assessment)).toBe(codes)
  })
})

describe('what says no more than it seems', () => {
  test.each([
    ['Seizure disorder; slurred speech.', 'G40.909 R47.81'],
    ['Running nose, avoid playing basketball; hypertension.', 'I10'],
    ['Hepatitis serologies pending; hypertension.', 'I10'],
    ['Type 2 diabetes. Fall risk discussed, no recent falls.', 'E11.9'],
    ['Acute respiratory failure with hypoxia, ventilator dependent.', 'J96.01 Z99.11'],
    ['Family history of alcoholism; depression.', 'F32.A Z81.1'],
    ['No evidence of aortic dissection. Hypertension.', 'I10'],
    ['Denies hallucinations; major depression, recurrent, moderate.', 'F33.1'],
    ['Acute left ankle sprain while running; injured while running.', 'S93.402A Y93.02'],
    ['Return for wound dehiscence or fever. Hypertension.', 'I10'],
  ])('%s', (assessment, codes) => {
    expect(sortedCodesOf(assessment)).toBe(codes)
  })
})
