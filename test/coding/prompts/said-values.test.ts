// A value in words of its own answers wherever it stands; words that are said of many things do not.
import { describe, expect, test } from 'vitest'
import { promptsOf } from '../an-encounter.ts'

describe('a value said away from the name answers, and the near miss is still asked', () => {
  test.each<[string, string, string]>([
    [
      'a cause behind the imaging, and an embolism of the family',
      'Family history: embolic stroke in the father.\nAssessment: Acute ischemic stroke',
      'Mechanism cardioembolic.\nAssessment: Acute ischemic stroke',
    ],
    [
      'a depth in the examination, and a wound without one',
      'Exam: left plantar wound 2 x 2 cm, clean.\nAssessment: Foot ulcer',
      'Exam: left plantar wound 2 x 2 cm, fat layer exposed, clean.\nAssessment: Foot ulcer',
    ],
    [
      'an aura denied, and one of nobody',
      'HPI: throbbing headaches with nausea.\nAssessment: Migraine',
      'HPI: throbbing headaches with nausea. No aura.\nAssessment: Migraine',
    ],
    [
      'consciousness in letters, and level of care in the same',
      'HPI: fell from a bicycle today.\nAssessment: Concussion',
      'HPI: fell from a bicycle today, no LOC, no vomiting, mild HA.\nAssessment: Concussion',
    ],
    [
      'the thickness of a burn, and its colour',
      'Exam: right dorsal hand, pink.\nAssessment: Burn of the hand',
      'Exam: right dorsal hand, partial-thickness.\nAssessment: Burn of the hand',
    ],
    [
      'a kind beside the name in the story, and a length',
      'HPI: chronic epilepsy on levetiracetam.\nAssessment: Epilepsy',
      'HPI: juvenile myoclonic epilepsy on levetiracetam.\nAssessment: Epilepsy',
    ],
    [
      'letters of the slit lamp, and of saline',
      'Exam: flushed with NS OU.\nAssessment: Cataracts',
      'Exam: NS 2+ OU.\nAssessment: Cataracts',
    ],
    [
      'alcohol in letters, and nothing',
      'Assessment: Acute pancreatitis, day 2',
      'Assessment: Acute pancreatitis, EtOH, day 2',
    ],
    [
      'cultures in letters on their way, and none',
      'Labs: WBC 17.\nAssessment: Pneumonia, RLL',
      'Labs: WBC 17.\nAssessment: Pneumonia, RLL\nPlan: sputum cx and strep Ag sent',
    ],
    [
      'the letters of a cause, and none',
      'Assessment: Pancytopenia, ANC 0',
      'Assessment: Pancytopenia d/t chemo, ANC 0',
    ],
    ['a kind behind a comma, and a time', 'Assessment: Anemia, chronic', 'Assessment: Anemia, hemolytic'],
    [
      'a lesion that is the kind, and one that is none',
      'HPI: psoriasis for years, lesions on the elbows.\nAssessment: Psoriasis',
      'HPI: psoriasis for years, plaques on the elbows.\nAssessment: Psoriasis',
    ],
    [
      'a part of the back, and none',
      'HPI: melanoma on biopsy, here for excision.\nAssessment: Melanoma',
      'HPI: melanoma on biopsy of the left upper back.\nAssessment: Melanoma',
    ],
    [
      'features of an option denied, and none spoken of',
      'HPI: leg pain.\nAssessment: PAD',
      'HPI: both calves ache. No rest pain, no wounds.\nAssessment: PAD',
    ],
    [
      'a value three words behind the name, and behind the next comma',
      'Assessment: Retinal detachment left eye, coffee break at noon',
      'Assessment: Retinal detachment with single break, left eye',
    ],
    [
      'a degree that begins the line below, and one of something else',
      'Assessment:\n1. Asthma\n- Lungs with mild wheeze of the bases today.',
      'Assessment:\n1. Asthma\n- Moderate persistent and doing well.',
    ],
    [
      'a rapid test that is positive, and one that is not',
      'Labs: rapid strep negative.\nAssessment: Tonsillitis',
      'Labs: rapid strep positive.\nAssessment: Tonsillitis',
    ],
    [
      'why it was taken, and when',
      'HPI: took 30 tablets five hours ago.\nAssessment: Acetaminophen overdose',
      'HPI: took 30 tablets five hours ago, wanted to die.\nAssessment: Acetaminophen overdose',
    ],
    [
      'a fracture in letters, and none spoken of',
      'Assessment: Osteoporosis, on alendronate',
      'Assessment: Osteoporosis w/o fx, on alendronate',
    ],
    [
      'an anxiety that is a feature, and one of its own',
      'Assessment:\n1. Anxiety',
      "Assessment:\n1. Alzheimer's disease, late onset, moderate stage w/ anxiety",
    ],
  ])('%s', (_, open, told) => {
    expect(promptsOf(open)).not.toEqual([])
    expect(promptsOf(told)).toEqual([])
  })

  test("a phrase of another condition in the same sentence is that condition's", () => {
    const note = 'HPI: stage 3 sacral pressure ulcer.\nAssessment: Chronic kidney disease'
    expect(promptsOf(note)).toContain('ckd: stage')
  })
})

describe('a column answers for the row that names the place', () => {
  const table = (row: string) => `Wounds:\nSite | Stage | Size\n${row}\n\nAssessment: Sacral pressure ulcer`

  test('the stage of the sacrum', () => {
    expect(promptsOf(table('Sacrum | 2 | 3 x 2'))).toEqual([])
  })

  test.each([
    ['another place', 'Heel | 2 | 3 x 2'],
    ['an empty cell', 'Sacrum | - | 3 x 2'],
  ])('not %s', (_, row) => {
    expect(promptsOf(table(row))).toContain('pressure-ulcer-sacrum: stage')
  })
})

describe('a name that is no disease of the patient', () => {
  test('what a vaccine prevents', () => {
    expect(promptsOf('Assessment: Hypertension\nPlan: Flu/PCV20 today.')).toEqual([])
  })

  test('a doubt that a biopsy will settle', () => {
    const note = (plan: string) =>
      `HPI: hilar mass.\nImpression: Hyponatremia, likely from small cell lung cancer.\n${plan}`
    expect(promptsOf(note('Rec: Biopsy per pulm.'))).toEqual([])
  })
})
