// What a note tells in other words than those of the question, and the near miss that leaves it open; and what was not asked.
import { describe, expect, test } from 'vitest'
import { promptsOf } from '../an-encounter.ts'

const ward = { encounterClass: 'inpatient', setting: 'inpatient_facility' } as const

describe('told in other words, and the near miss that is still asked', () => {
  test.each<[string, string, string]>([
    [
      'a rhythm that ends by itself',
      'HPI: seen with AF in March.\nAssessment:\n1. Atrial fibrillation - apixaban.',
      'HPI: 14 episodes of AF on the recorder, all self-limited.\nAssessment:\n1. Atrial fibrillation - apixaban.',
    ],
    [
      'a stage in the letters of KDIGO',
      'HPI: eGFR 51.\nAssessment:\n1. Chronic kidney disease - losartan.',
      'Problem list: kidney disease G3aA2.\nAssessment:\n1. Chronic kidney disease - losartan.',
    ],
    [
      'an aura that is described',
      'HPI: throbbing, nausea.\nAssessment:\n1. Migraine - rizatriptan.',
      'HPI: zigzag lights, then throbbing.\nAssessment:\n1. Migraine - rizatriptan.',
    ],
    [
      'an aura of the hand before the headache',
      'HPI: the right hand tingles at night.\nAssessment:\n1. Migraine - rizatriptan.',
      'HPI: before the headache her right hand tingles.\nAssessment:\n1. Migraine - rizatriptan.',
    ],
    [
      'an aura that is denied',
      'HPI: no fever.\nAssessment:\n1. Migraine - rizatriptan.',
      'HPI: begins without any warning.\nAssessment:\n1. Migraine - rizatriptan.',
    ],
    [
      'the episode of a bipolar disorder, and one of the past',
      'HPI: history of mania, sleeps well.\nAssessment:\n1. Bipolar disorder - lithium.',
      'HPI: two weeks of little sleep, fast talk: hypomania.\nAssessment:\n1. Bipolar disorder - lithium.',
    ],
    [
      'how far up a colitis goes, and how far a scope went',
      'HPI: colonoscopy to the cecum in 2023.\nAssessment:\n1. Ulcerative colitis - vedolizumab.',
      'HPI: disease to the cecum on the scope of 2023.\nAssessment:\n1. Ulcerative colitis - vedolizumab.',
    ],
    [
      'how long a hepatitis is known',
      'HPI: RNA 2.1 million.\nAssessment:\n1. Hepatitis C - glecaprevir.',
      'HPI: HCV found in 2004, RNA 2.1 million.\nAssessment:\n1. Hepatitis C - glecaprevir.',
    ],
    [
      'the class of an obesity, and that of a heart',
      'HPI: NYHA class III.\nAssessment:\n1. Obesity - dietitian.',
      'HPI: BMI 44, class III.\nAssessment:\n1. Obesity - dietitian.',
    ],
    [
      'the degree behind a score',
      'HPI: third depressive episode, PHQ-9 21.\nAssessment:\n1. Major depression - venlafaxine.',
      'HPI: third depressive episode, PHQ-9 21 with poor function, severe range.\nAssessment:\n1. Major depression - venlafaxine.',
    ],
    [
      'what an ulcer lays open',
      'Exam: 2 cm ulcer of the left foot.\nAssessment:\n1. Diabetic foot ulcer, T2DM, left - cast.',
      'Exam: 2 cm ulcer of the left foot, muscle visible.\nAssessment:\n1. Diabetic foot ulcer, T2DM, left - cast.',
    ],
    [
      'a cause behind the place',
      'Exam: red ankle.\nAssessment:\n1. Acute gout, left ankle - colchicine.',
      'Exam: red ankle.\nAssessment:\n1. Acute gout, left ankle, due to thiazide - colchicine.',
    ],
    [
      'weeks and days beside the pregnancies',
      'HPI: G1P0, headaches resolved.\nAssessment:\n1. Gestational hypertension - labetalol.',
      'HPI: G1P0 at 34+2, headaches resolved.\nAssessment:\n1. Gestational hypertension - labetalol.',
    ],
    [
      'a failure of the heart under another name',
      'HPI: walks two blocks.\nAssessment:\n1. Heart failure - furosemide.',
      'HPI: an acute decompensation of known diastolic failure.\nAssessment:\n1. Heart failure - furosemide.',
    ],
    [
      'what caused a pancreatitis, right behind its name',
      'Assessment:\n1. Acute pancreatitis - fluids.\n2. Alcohol use disorder, severe - thiamine.',
      'Assessment:\n1. Acute pancreatitis - EtOH, fluids.\n2. Alcohol use disorder, severe - thiamine.',
    ],
    [
      'who never blacked out',
      'HPI: hit the head at soccer today, dazed.\nAssessment: Concussion',
      'HPI: hit the head at soccer today, dazed, never blacked out.\nAssessment: Concussion',
    ],
    [
      'what sets off the loss of urine',
      'HPI: two pads a day.\nAssessment:\n1. Urinary incontinence: pelvic floor training.',
      'HPI: leaks on the way to the toilet.\nAssessment:\n1. Urinary incontinence: pelvic floor training.',
    ],
    [
      'legs that are better over a cart',
      'HPI: legs ache. MRI: narrowing L4-5.\nAssessment:\n1. Lumbar stenosis: physical therapy.',
      'HPI: legs ache, better bent over the cart. MRI: narrowing L4-5.\nAssessment:\n1. Lumbar stenosis: physical therapy.',
    ],
    [
      'a loss of hearing that is symmetric',
      'HPI: trouble in restaurants.\nAssessment:\n1. Sensorineural hearing loss: aids.',
      'HPI: audiogram with symmetric sensorineural thresholds.\nAssessment:\n1. Sensorineural hearing loss: aids.',
    ],
  ])('%s', (_, open, told) => {
    expect(promptsOf(open)).not.toEqual([])
    expect(promptsOf(told)).toEqual([])
  })

  test('what went down the wrong way is the cause of a pneumonia', () => {
    const assessment = '\nAssessment and Plan:\n1. Pneumonia - ampicillin-sulbactam.'
    expect(promptsOf(`HPI: fever since Monday, no aspiration event.${assessment}`, ward)).toEqual(['pneumonia: cause'])
    expect(promptsOf(`HPI: choked on breakfast, then fever since Monday.${assessment}`, ward)).not.toContain(
      'pneumonia: cause',
    )
  })

  test('the stage of a pressure ulcer stands behind the place in a list of wounds', () => {
    const assessment = '\nAssessment and Plan:\n1. Pressure ulcer of sacrum, present on admission.'
    expect(promptsOf(`Exam: 1: heel, stage 3. 2: sacrum 5 x 4 cm.${assessment}`, ward)).toEqual([
      'pressure-ulcer-sacrum: stage',
    ])
    expect(promptsOf(`Exam: 1: sacrum 5 x 4 x 2 cm, undermining 1 cm: stage 3.${assessment}`, ward)).toEqual([])
  })
})

describe('asked where it was not', () => {
  test('how far up an ulcerative colitis goes, when it only bleeds from the rectum', () => {
    expect(promptsOf('HPI: on mesalamine.\nAssessment: UC flare with rectal bleeding')).toContain(
      'ulcerative-colitis: site',
    )
  })

  test('the cause of a kidney injury, when contrast is only to be avoided', () => {
    const note = 'HPI: creatinine 2.3.\nAssessment and Plan:\n1. AKI - repeat BMP, avoid contrast.'
    expect(promptsOf(note, ward)).toContain('aki: cause')
  })

  test.each(['S', 'C'])('whether an organ failed because of a sepsis whose source alone is told (%s)', (name) => {
    const sepsis = name === 'S' ? 'Sepsis' : 'Sepsis due to E. coli pyelonephritis'
    const note = `HPI: came with fever.\nAssessment and Plan:\n1. ${sepsis} - ceftriaxone.\n2. AKI - fluids.`
    expect(promptsOf(note, ward)).toContain('aki: link')
    expect(promptsOf(note, ward)).not.toContain('aki: cause')
  })

  test.each(['AKI due to sepsis', 'AKI, obstructive from the stone', 'AKI, prerenal'])('but not of %s', (aki) => {
    const note = `HPI: came with fever.\nAssessment and Plan:\n1. Sepsis due to E. coli - ceftriaxone.\n2. ${aki} - fluids.`
    expect(promptsOf(note, ward).filter((one) => one.startsWith('aki'))).toEqual([])
  })

  test('how a broken hip and a known osteoporosis are related, unless the force was great', () => {
    const assessment = '\nAssessment and Plan:\n1. Right femoral neck fracture, displaced - surgery.\n2. Osteoporosis.'
    expect(promptsOf(`HPI: tripped on a rug today.${assessment}`, ward)).toContain('hip-fracture: link')
    expect(promptsOf(`HPI: fell from a ladder today.${assessment}`, ward)).not.toContain('hip-fracture: link')
  })

  test('the cause of a broken vertebra that only the catalogue knows', () => {
    const note = 'HPI: slipped at home.\nAssessment:\n1. T12 compression fracture. Brace.\n2. Osteoporosis.'
    expect(promptsOf(note, { encounterClass: 'emergency' })).toContain('fracture-pathological: ')
  })
})
