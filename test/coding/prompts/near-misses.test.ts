// Pairs that differ in one thing: the first raises the question, the second just does not.
import { describe, expect, test } from 'vitest'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import { parseNoteId } from '#coding/domain/ids.ts'
import type { PromptKind } from '#coding/domain/prompt.ts'
import { aNote, anEncounter, findPrompts } from '../an-encounter.ts'

type Over = Partial<Omit<EncounterRecord, 'notes'>>
type Written = { readonly text: string; readonly time?: string }

const STAY: Over = {
  setting: 'inpatient_facility',
  encounterClass: 'inpatient',
  dateOfService: parseDateOnly('2026-03-06'),
  period: { start: '2026-03-02T09:00:00Z' },
}
const MORNING = '2026-03-02T08:00:00Z'
const EVENING = '2026-03-02T18:00:00Z'
const LATER = '2026-03-05T08:00:00Z'

function countAsked(kind: PromptKind, written: readonly Written[], over: Over): number {
  const notes = written.map(({ text, time }, index) =>
    aNote(text, { id: parseNoteId(`note-${index}`), ...(time !== undefined && { time }) }),
  )
  return findPrompts(anEncounter({ ...over, notes })).filter(({ prompt }) => prompt.promptKind === kind).length
}

const two = (first: string, second: string, time = EVENING): readonly Written[] => [
  { text: `Assessment: ${first}`, time: MORNING },
  { text: `Assessment: ${second}`, time },
]

describe('two notes that contradict each other', () => {
  test.each<[string, readonly Written[], readonly Written[]]>([
    [
      'on the side of one joint, and of two',
      two('Right knee osteoarthritis', 'Left knee osteoarthritis'),
      two('Right knee osteoarthritis', 'Left hip osteoarthritis'),
    ],
    ['on a stage, and on none', two('CKD stage 3b', 'CKD stage 4'), two('CKD stage 3b', 'CKD')],
    ['on a stage, and on its part', two('CKD stage 3b', 'CKD stage 3a'), two('CKD stage 3', 'CKD stage 3a')],
    [
      'on the type of heart failure, and in one of two words for it',
      two('Systolic heart failure', 'Diastolic heart failure'),
      two('Systolic heart failure', 'HFrEF'),
    ],
    [
      'on acuity on one day, and days apart',
      two('Acute systolic heart failure', 'Chronic systolic heart failure'),
      two('Acute systolic heart failure', 'Chronic systolic heart failure', LATER),
    ],
    [
      'on the severity of asthma on one day, and days apart',
      two('Mild persistent asthma', 'Severe persistent asthma'),
      two('Mild persistent asthma', 'Severe persistent asthma', LATER),
    ],
    [
      'on a stage of this patient, and of a father',
      two('CKD stage 3b', 'CKD stage 4'),
      [
        { text: 'Assessment: CKD stage 3b', time: MORNING },
        { text: 'Family history: father with CKD stage 4', time: EVENING },
      ],
    ],
    [
      'on a stage that is held, and on one that was ruled out',
      two('CKD stage 3b', 'CKD stage 4'),
      two('CKD stage 3b', 'CKD stage 4 ruled out'),
    ],
  ])('%s', (_, contradiction, nearMiss) => {
    expect(countAsked('conflict', contradiction, {})).toBe(1)
    expect(countAsked('conflict', nearMiss, {})).toBe(0)
  })
})

describe('when a condition of a stay began', () => {
  const at = (time: string, text = 'Assessment: Aspiration pneumonia'): readonly Written[] => [{ text, time }]
  const late = at(LATER)

  test.each<[string, readonly Written[], readonly Written[]]>([
    ['first named a day after admission, and an hour less', at('2026-03-03T09:00:00Z'), at('2026-03-03T08:00:00Z')],
    ['named late, and named on the first day as well', late, [...at('2026-03-02T10:00:00Z'), ...late]],
    [
      'named late, and said to be there on admission',
      late,
      at(LATER, 'Assessment: Aspiration pneumonia, present on admission'),
    ],
    ['named late, and said to have developed', late, at(LATER, 'Assessment: Aspiration pneumonia, hospital day 3')],
    ['named late, and hospital-acquired', late, at(LATER, 'Assessment: Hospital-acquired aspiration pneumonia')],
    ['named, and denied', late, at(LATER, 'Assessment: Fever. No aspiration pneumonia.')],
    ['named, and of the past', late, at(LATER, 'PMH: history of aspiration pneumonia\nAssessment: Cough')],
    [
      'a condition that may begin in a stay, and one that cannot',
      late,
      at(LATER, 'Assessment: Essential hypertension'),
    ],
  ])('%s', (_, asked, nearMiss) => {
    expect(countAsked('present-on-admission', asked, STAY)).toBe(1)
    expect(countAsked('present-on-admission', nearMiss, STAY)).toBe(0)
  })

  test('is asked of a stay, and of no emergency visit', () => {
    const visit: Over = { ...STAY, setting: 'outpatient_facility', encounterClass: 'emergency' }
    expect(countAsked('present-on-admission', late, STAY)).toBe(1)
    expect(countAsked('present-on-admission', late, visit)).toBe(0)
  })
})

describe('cause and effect', () => {
  const list = (...names: readonly string[]): string =>
    `Assessment:\n${names.map((name, index) => `${index + 1}. ${name}`).join('\n')}`

  test.each<[string, string, string]>([
    [
      'two problems, and one with the other',
      list('Pleural effusion', 'Pneumonia'),
      list('Pneumonia with pleural effusion', 'Fever'),
    ],
    [
      'bleeding beside a drug, and due to it',
      list('GI bleed', 'Atrial fibrillation on warfarin'),
      list('GI bleed due to warfarin', 'Atrial fibrillation'),
    ],
    [
      'bleeding beside a drug, and beside another',
      list('GI bleed', 'Atrial fibrillation on warfarin'),
      list('GI bleed', 'Atrial fibrillation on metoprolol'),
    ],
    [
      'bleeding beside a drug, and with the drug denied',
      list('GI bleed', 'Knee pain on ibuprofen'),
      list('GI bleed', 'Knee pain, denies ibuprofen'),
    ],
    [
      'swelling beside a drug, and the drug stopped for it',
      `${list('Angioedema', 'Hypertension')} Continue lisinopril.`,
      `${list('Angioedema', 'Hypertension')} Discontinue lisinopril in view of angioedema.`,
    ],
    [
      'cirrhosis beside hepatitis, and due to it',
      list('Cirrhosis', 'Chronic hepatitis C'),
      list('Cirrhosis due to chronic hepatitis C', 'Anemia'),
    ],
    [
      'ileus beside adhesions, and due to them',
      list('Ileus', 'Peritoneal adhesions'),
      list('Ileus due to peritoneal adhesions', 'Fever'),
    ],
    [
      'bleeding of the nose beside a drug, and not because of it',
      list('Epistaxis', 'Atrial fibrillation on apixaban'),
      list('Epistaxis, not related to apixaban', 'Atrial fibrillation'),
    ],
    [
      'what followed an operation, and the operation alone',
      list('Postoperative urinary retention', 'Anemia'),
      list('Postoperative day 2', 'Urinary retention'),
    ],
    [
      'what followed an operation, and what its cause is known of',
      list('Postoperative urinary retention', 'Anemia'),
      list('Postoperative urinary retention due to opioids', 'Anemia'),
    ],
    [
      'a link to ask for, and one that the classification presumes (I.A.15)',
      list('Ileus', 'Peritoneal adhesions'),
      list('CKD stage 4', 'Type 2 diabetes'),
    ],
  ])('%s', (_, asked, nearMiss) => {
    expect(countAsked('linkage', [{ text: asked }], STAY)).toBe(1)
    expect(countAsked('linkage', [{ text: nearMiss }], STAY)).toBe(0)
  })
})
