// What the record says away from the name of a condition, and what its words are no name of: asked, and just not.
import { describe, expect, test } from 'vitest'
import { promptsOf } from '../an-encounter.ts'

describe('an answer away from the assessment', () => {
  test.each<[string, string, string]>([
    [
      'a place beside the name in the story, and one of everybody in the examination',
      'Exam: tender in the lower back.\nAssessment: Back pain',
      'HPI: back pain in the lower back since Monday.\nAssessment: Back pain',
    ],
    [
      'an organism that grew, and a culture that was not taken',
      'Labs: no cultures.\nAssessment: Sepsis',
      'Labs: blood cultures grew Escherichia coli.\nAssessment: Sepsis',
    ],
    [
      'a seasonal mood, and another',
      'HPI: low for weeks.\nAssessment: Major depressive disorder, mild',
      'HPI: seasonal depression every winter.\nAssessment: Major depressive disorder, mild',
    ],
    [
      'low oxygen beside the failure, and none',
      'Exam: in distress.\nAssessment: Acute respiratory failure',
      'Exam: hypoxic on arrival.\nAssessment: Acute respiratory failure',
    ],
    [
      'cirrhosis beside hepatitis, and years of age',
      'HPI: 22-year-old man.\nAssessment: Hepatitis C',
      'HPI: cirrhosis since 2010.\nAssessment: Hepatitis C',
    ],
    [
      'loss of consciousness denied, and not spoken of',
      'HPI: fell from a bicycle today.\nAssessment: Concussion',
      'HPI: fell from a bicycle today, no loss of consciousness.\nAssessment: Concussion',
    ],
    [
      'a brain injury that says more than the head injury, and none',
      'HPI: fell today.\nAssessment: Head injury',
      'CT: frontal contusion.\nAssessment: Head injury',
    ],
    [
      'chest pain denied, and not spoken of',
      'Assessment: Coronary artery disease',
      'HPI: denies chest pain.\nAssessment: Coronary artery disease',
    ],
  ])('%s', (_, open, told) => {
    expect(promptsOf(open)).not.toEqual([])
    expect(promptsOf(told)).toEqual([])
  })
})

describe('answered by an exposure, another diagnosis or a test on its way, and the near miss that is still asked', () => {
  test.each<[string, string, string]>([
    [
      'what the hands met, and the trigger of an asthma',
      'HPI: asthma with cold air as trigger.\nAssessment: Contact dermatitis',
      'HPI: Works as a cleaner and does not wear gloves - possible trigger.\nAssessment: Contact dermatitis',
    ],
    [
      'an exposure beside the name, and one denied',
      'Assessment: Contact dermatitis, no known exposure to allergens',
      'Assessment: Contact dermatitis after using a new soap',
    ],
    [
      'an echocardiogram to come, and another after one that has measured the fraction',
      'HPI: Echo last week showed an EF of 35%.\nAssessment: Chronic heart failure\nPlan: Repeat echo in 2 months.',
      'Assessment: Chronic heart failure\nPlan: Arrange echo',
    ],
    [
      'an echocardiogram to come, and a repeat for a murmur',
      'Assessment: Chronic heart failure\nPlan: Repeat echocardiogram ordered for the heart murmur.',
      'Assessment: Chronic heart failure\nPlan: Echocardiogram ordered.',
    ],
    [
      'a bipolar disorder, and that of a mother',
      'HPI: mother has bipolar disorder.\nAssessment: Major depression',
      'Assessment:\n1. Bipolar disorder\n2. Major depression',
    ],
    [
      'a bipolar disorder, and one denied',
      'HPI: no bipolar disorder.\nAssessment: Major depression',
      'HPI: history of bipolar disorder with mania.\nAssessment: Major depression',
    ],
    [
      'an osteomyelitis of the spine, whose code knows no acuity, and of a foot',
      'Assessment: Osteomyelitis of the foot',
      'Assessment: Lumbar osteomyelitis',
    ],
  ])('%s', (_, open, told) => {
    expect(promptsOf(open)).not.toEqual([])
    // Of the bipolar disorder itself something may be open.
    expect(promptsOf(told).filter((prompt) => !prompt.startsWith('bipolar'))).toEqual([])
  })
})

test('what an echocardiogram measured is no type until the clinician links it with the failure', () => {
  const echo = 'HPI: Echo with a preserved EF of 55% and abnormal diastolic filling.'
  expect(promptsOf(`${echo}\nAssessment: Chronic heart failure`)).toEqual(['heart-failure: type'])
})

describe('words that are no name of a condition of this patient', () => {
  test.each<[string, string, string]>([
    ['initials', 'Assessment: AF', 'HPI: AF is a 50-year-old man. AF has pain.\nAssessment: AF has a cold.'],
    ['what is over', 'Assessment: Hypotension', 'Assessment: Hypotension resolved'],
    ['a question mark', 'Assessment: COPD', 'Assessment: COPD?'],
    ['what is listed as history', 'Assessment: Depression', 'Assessment: History of depression'],
    ['comfort care', 'Assessment: Insomnia', 'Assessment: Insomnia\nPlan: home hospice care'],
    [
      'the source of an exposure',
      'Assessment: Hepatitis C',
      'HPI: needlestick. The source patient was tested.\nAssessment: Hepatitis C of the source.',
    ],
    [
      'a text that teaches',
      'Assessment: Rheumatoid arthritis',
      'RHEUMATOID ARTHRITIS is a chronic, systemic condition of the joints.',
    ],
    ['a birth', 'Assessment: Pregnancy', 'HPI: 4-year-old boy. Normal pregnancy, term by cesarean section.'],
  ])('%s', (_, named, unnamed) => {
    expect(promptsOf(named)).not.toEqual([])
    expect(promptsOf(unnamed)).toEqual([])
  })
})

test('what is no longer asked of an office is: a hepatitis, and the cause of a pancreatitis', () => {
  expect(promptsOf('Assessment: Hepatitis')).not.toEqual([])
  expect(promptsOf('Assessment: Acute pancreatitis')).not.toEqual([])
  expect(promptsOf('Assessment: Acute pancreatitis due to gallstones')).toEqual([])
})

test('a partial response is no partial remission', () => {
  expect(promptsOf('Assessment: Major depressive disorder, partial response.')).toEqual([
    'depression: episode+severity',
  ])
})
