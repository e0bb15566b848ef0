// One table a kind of question: what raises it, and what looks like it and must not.
import { describe, expect, test } from 'vitest'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import type { EncounterRecord, Indicator } from '#coding/domain/encounter-record.ts'
import { parseNoteId } from '#coding/domain/ids.ts'
import type { PromptContent, PromptKind } from '#coding/domain/prompt.ts'
import { aNote, anEncounter, codesOf, findPrompts } from '../an-encounter.ts'

type Over = Partial<Omit<EncounterRecord, 'notes'>>
const INPATIENT: Over = {
  setting: 'inpatient_facility',
  encounterClass: 'inpatient',
  dateOfService: parseDateOnly('2026-03-06'),
}

function askedOf(kind: PromptKind, notes: Parameters<typeof anEncounter>[0], over: Over = {}): PromptContent[] {
  return findPrompts(anEncounter({ ...over, ...notes }))
    .map(({ prompt }) => prompt)
    .filter(({ promptKind }) => promptKind === kind)
}

const concepts = (prompts: readonly PromptContent[]): string[] => prompts.map(({ concept }) => concept)

function lab(name: string, value: number, over: Partial<Indicator> = {}): Indicator {
  return { id: `obs-${name}-${value}`, kind: 'lab', name, value, ...over }
}

describe('findings without a diagnosis', () => {
  const note = 'Assessment: Well adult.'

  test('are shown with value, unit and time, under a title that names no condition, and openly', () => {
    const indicators = [lab('Sodium', 121, { unit: 'mmol/L', code: '2951-2', time: '2026-03-02T08:00:00Z' })]
    const [asked] = askedOf('undocumented', { notes: [note], indicators }, INPATIENT)
    expect(asked).toMatchObject({
      concept: 'sodium',
      title: 'Clinical significance of recorded findings',
      evidence: [],
      options: [],
      indicators: [{ label: 'Sodium', value: '121 mmol/L', time: '2026-03-02T08:00:00Z' }],
    })
    expect(asked?.question).toMatch(/clinical significance/)
  })

  test.each<[string, string, readonly Indicator[]]>([
    ['the reference range that was sent calls it normal', note, [lab('Sodium', 130, { interpretation: 'normal' })]],
    ['the value is within the threshold', note, [lab('Sodium', 138)]],
    ['a diagnosis explains it', 'Assessment: Hyponatremia', [lab('Sodium', 121)]],
    ['a diagnosis was considered and denied', 'Assessment: Well adult. No hyponatremia.', [lab('Sodium', 121)]],
    ['nobody could have that value', note, [lab('Sodium', 12)]],
    ['it is a dose', 'Medications: potassium 8 mEq daily\nAssessment: Well adult.', []],
    ['it is a goal', 'Plan: keep SpO2 > 85%\nAssessment: Well adult.', []],
  ])('are not asked about when %s', (_, text, indicators) => {
    expect(concepts(askedOf('undocumented', { notes: [text], indicators }, INPATIENT))).toEqual([])
  })

  test('include a creatinine that rose within the stay', () => {
    const rise = [lab('Creatinine', 0.9, { time: '2026-03-02' }), lab('Creatinine', 1.4, { time: '2026-03-03' })]
    expect(concepts(askedOf('undocumented', { notes: [note], indicators: rise }, INPATIENT))).toEqual(['aki'])
    const steady = [lab('Creatinine', 1.4, { time: '2026-03-02' }), lab('Creatinine', 1.4, { time: '2026-03-03' })]
    expect(concepts(askedOf('undocumented', { notes: [note], indicators: steady }, INPATIENT))).toEqual([])
  })

  test('include treatment, from the note or from an order', () => {
    const order: Indicator = { id: 'med-1', kind: 'medication', name: 'Insulin glargine 100 units/mL' }
    const [asked] = askedOf('undocumented', { notes: [note], indicators: [order] })
    expect(asked).toMatchObject({ concept: 'diabetes-long-term-drug', title: 'Reason for recorded treatment' })
    expect(askedOf('undocumented', { notes: ['Assessment: Type 2 diabetes'], indicators: [order] })).toEqual([])
    expect(askedOf('undocumented', { notes: ['Allergies: insulin glargine\nAssessment: Well adult.'] })).toEqual([])
    const graft = 'HPI: Liver transplantation in 1998.\nMedications: tacrolimus\nAssessment: Well adult.'
    expect(askedOf('undocumented', { notes: [graft] })).toEqual([])
    expect(askedOf('undocumented', { notes: [graft.replace('Liver transplantation', 'Seen')] })).toHaveLength(1)
  })
})

describe('cause and effect that the classification does not presume', () => {
  test.each([
    [
      'a condition and a drug',
      'Assessment:\n1. GI bleed\n2. Paroxysmal atrial fibrillation, on warfarin',
      ['gi-bleed'],
    ],
    ['a stated cause', 'Assessment:\n1. GI bleed due to warfarin\n2. Paroxysmal atrial fibrillation', []],
    ['a denied cause', 'Assessment:\n1. GI bleed, not related to warfarin\n2. Paroxysmal atrial fibrillation', []],
    ['a presumed cause (I.A.15)', 'Assessment:\n1. Type 2 diabetes\n2. CKD stage 4', []],
    ['a drug that is not taken', 'Assessment: GI bleed. Denies NSAIDs.', []],
  ])('%s', (_, text, expected) => {
    expect(concepts(askedOf('linkage', { notes: [text] }, { encounterClass: 'inpatient' }))).toEqual(expected)
  })
})

describe('history or current', () => {
  const treated = 'PMH: history of right breast cancer\nMedications: tamoxifen 20 mg\nAssessment: Well adult.'

  test.each([
    ['history under treatment', treated, 1],
    ['history without treatment', treated.replace('tamoxifen', 'lisinopril'), 0],
    ['history in remission', treated.replace('cancer', 'cancer, in remission'), 0],
    ['stated as current', treated.replace('Well adult.', 'Right breast cancer'), 0],
    ['a mother', 'Family history: mother with breast cancer\nMedications: tamoxifen 20 mg\nAssessment: Well adult.', 0],
    ['history and treatment in one sentence', 'Assessment: H/o breast cancer, on anastrozole.', 1],
    ['treatment that was given', 'Assessment: H/o breast cancer, treated with anastrozole.', 0],
    ['prevention', 'Assessment: H/o breast cancer. On anastrozole for prophylaxis.', 0],
    ['a diabetes that is resolved', 'Assessment: T2DM resolved.', 1],
    ['a resolved diabetes', 'Assessment: Resolved type 2 diabetes after bypass.', 1],
    ['a diabetes in remission', 'Assessment: T2DM resolved, in remission.', 0],
    ['a diabetes that is denied', 'Assessment: No T2DM.', 0],
    ['a diabetes that is treated elsewhere', 'Assessment:\n1. T2DM resolved\n2. Type 2 diabetes with neuropathy', 0],
    ["another's", 'Assessment: Mother had T2DM, resolved.', 0],
    ['something else that is resolved', 'Assessment: T2DM. Hyperglycemia resolved.', 0],
    ['a resolved illness that leaves nothing open', 'Assessment: Pneumonia resolved.', 0],
  ])('%s', (_, text, expected) => {
    expect(askedOf('history-or-current', { notes: [text] })).toHaveLength(expected)
  })

  test.each([
    ['in doubt', 'H/o breast cancer, on anastrozole.', ['Z79.811']],
    ['told', 'H/o breast cancer. On anastrozole for prophylaxis.', ['Z85.3', 'Z79.811']],
    ['without treatment', 'H/o breast cancer.', ['Z85.3']],
  ])('a code of history: %s', (_, text, codes) => {
    expect(codesOf(`Assessment: ${text}`)).toEqual(codes)
  })
})

describe('a question of which part is answered', () => {
  test.each<[string, string, string | undefined]>([
    ['organism without site', 'UTI, culture E. coli.', 'the site of the infection'],
    ['organism and site', 'UTI, culture E. coli, flank pain.', undefined],
    ['organism and device', 'UTI with indwelling Foley, culture E. coli.', undefined],
    ['sepsis of a named source', 'Sepsis due to E. coli UTI.', undefined],
    ['side and phase without type', 'Fracture right distal radius, cast check.', 'the type of the fracture'],
    ['side, phase and displacement', 'Nondisplaced fracture right distal radius, cast check.', undefined],
    ['side, phase and type', 'Comminuted fracture right distal radius, cast check.', undefined],
    ['side, phase and repair', 'Fracture right distal radius, s/p ORIF, cast check.', undefined],
    ['type and drugs without complications', 'T2DM, on insulin and metformin.', 'any complications'],
    ['type without drugs', 'T2DM.', undefined],
    ['type, drugs and control', 'T2DM, on metformin, A1c 6.9.', undefined],
    ['type, drugs and a complication', 'T2DM with neuropathy, on metformin.', undefined],
    ['type, drugs and no complication', 'T2DM without complications, on metformin.', undefined],
  ])('%s', (_, text, request) => {
    const asked = askedOf('specificity', { notes: [`Assessment: ${text}`] })
    expect(asked.map(({ question }) => question)).toEqual(
      request === undefined ? [] : [expect.stringContaining(request)],
    )
  })

  test.each([
    ['in an office', {}, 'Urosepsis. Ciprofloxacin.'],
    ['in an emergency department', { encounterClass: 'emergency' as const }, 'Urosepsis.'],
    ['on a ward', INPATIENT, '1. Urosepsis - ceftriaxone\n2. Hypertension'],
    ['beside an infection', {}, 'Urosepsis. UTI, E. coli, cystitis.'],
  ])('urosepsis names no condition, and what it means is asked %s', (_, over, text) => {
    const note = `Assessment: ${text}`
    const asked = askedOf('specificity', { notes: [note] }, over)
    expect(concepts(asked)).toContain('sepsis')
    expect(asked.every(({ question }) => !question.includes('"Urosepsis". Please clarify the site'))).toBe(true)
    expect(codesOf(note, over).filter((code) => code.startsWith('A4'))).toEqual([])
  })

  test.each([
    ['denied', 'No urosepsis. Cystitis.'],
    ['told to be sepsis', 'Urosepsis. Sepsis due to E. coli UTI.'],
  ])('urosepsis that is %s leaves nothing open', (_, text) => {
    const asked = askedOf('specificity', { notes: [`Assessment: ${text}`] })
    expect(concepts(asked)).not.toContain('sepsis')
  })

  test.each([
    ['no organ is named', 'Severe sepsis.', ['severe-sepsis']],
    ['its organ is named', 'Severe sepsis with AKI.', []],
    ['its organ is named elsewhere', 'Severe sepsis. Intubated for respiratory distress.', []],
    ['the shock is the dysfunction', 'Septic shock.', []],
    ['it is in doubt', 'Possible severe sepsis.', []],
    ['it is a sepsis', 'Sepsis.', []],
  ])('which organ severe sepsis has struck is asked where %s', (_, text, expected) => {
    const asked = askedOf('specificity', { notes: [`Assessment: ${text}`] }, INPATIENT)
    expect(concepts(asked).filter((concept) => concept !== 'sepsis')).toEqual(expected)
  })

  test('one name that two entries know is one question', () => {
    const asked = askedOf('specificity', { notes: ['Discharge diagnosis: Urosepsis.'] }, INPATIENT)
    expect(concepts(asked)).toEqual(['sepsis'])
  })

  test.each([
    ['in an assessment', 'Assessment: Smoker.', ['tobacco']],
    ['with its product', 'Assessment: Smoker, 1 pack daily.', []],
    ['in a story', 'A 60-year-old smoker came with cough for two weeks. '.repeat(9), []],
  ])('what somebody lives with is asked about %s', (_, text, expected) => {
    expect(concepts(askedOf('specificity', { notes: [text] }))).toEqual(expected)
  })
})

describe('a diagnosis without support', () => {
  test.each([
    ['every finding is normal', 'Labs: sodium 140\nAssessment: Hyponatremia', 1],
    ['a finding supports it', 'Labs: sodium 124\nAssessment: Hyponatremia', 0],
    ['nothing was measured', 'Assessment: Hyponatremia', 0],
    ['its treatment is described', 'Labs: sodium 140\nAssessment: Hyponatremia, fluid restriction', 0],
  ])('%s', (_, text, expected) => {
    expect(askedOf('clinical-validation', { notes: [text] }, INPATIENT)).toHaveLength(expected)
  })

  test('offers what leads away from it as well as what supports it', () => {
    const [asked] = askedOf('clinical-validation', { notes: ['Labs: sodium 140\nAssessment: Hyponatremia'] }, INPATIENT)
    expect(asked?.options.map(({ text }) => text)).toEqual([
      'Considered and ruled out',
      'Present earlier, resolved',
      'Present, findings described in the note',
    ])
  })
})

describe('services', () => {
  test.each<[PromptKind, string, string[]]>([
    ['missing-support', 'Procedure: knee injection done.\nAssessment: Hypertension', ['joint-injection']],
    ['missing-support', 'Procedure: knee injection done.\nAssessment: Right knee osteoarthritis', []],
    ['missing-support', 'Procedure: no knee injection today.\nAssessment: Hypertension', []],
    ['time-or-units', 'Individual psychotherapy provided.\nAssessment: Hypertension', ['psychotherapy']],
    ['time-or-units', 'Individual psychotherapy provided, 45 minutes.\nAssessment: Hypertension', []],
    ['time-or-units', 'Individual psychotherapy provided 10:00 to 10:45.\nAssessment: Hypertension', []],
  ])('%s: %s', (kind, text, expected) => {
    expect(concepts(askedOf(kind, { notes: [text] }))).toEqual(expected)
  })
})

describe('procedures of the chart', () => {
  const charted = (text: string) => ({
    procedures: [{ id: 'procedure-1', text, performed: parseDateOnly('2026-03-02') }],
  })

  test.each<[string, PromptKind, string, string, string[]]>([
    [
      'nothing calls for it',
      'missing-support',
      'Corticosteroid injection, knee',
      'Assessment: Hypertension',
      ['joint-injection'],
    ],
    [
      'its condition is documented',
      'missing-support',
      'Corticosteroid injection, knee',
      'Assessment: Right knee osteoarthritis',
      [],
    ],
    [
      'the note names no condition at all',
      'missing-support',
      'Colonoscopy',
      'Patient seen.',
      ['procedure-colonoscopy'],
    ],
    ['another condition may be its reason', 'missing-support', 'Colonoscopy', 'Assessment: Rectal bleeding', []],
    ['it is a visit', 'missing-support', 'Office visit', 'Patient seen.', []],
    ['it is screening', 'missing-support', 'Screening colonoscopy', 'Patient seen.', []],
    [
      'it is timed and no time stands',
      'time-or-units',
      'Individual psychotherapy provided',
      'Assessment: Anxiety',
      ['psychotherapy'],
    ],
    ['its time stands in the note', 'time-or-units', 'Individual psychotherapy provided', 'Session of 45 minutes.', []],
  ])('%s', (...[, kind, procedure, text, expected]) => {
    expect(concepts(askedOf(kind, { notes: [text] }, charted(procedure)))).toEqual(expected)
  })

  test('are shown as recorded facts with their date', () => {
    const [asked] = askedOf('missing-support', { notes: ['Patient seen.'] }, charted('Colonoscopy'))
    expect(asked).toMatchObject({
      title: 'Colonoscopy – clarification',
      evidence: [],
      indicators: [{ indicatorId: 'procedure-1', label: 'Colonoscopy', time: '2026-03-02' }],
    })
  })
})

describe('doubt in a final assessment', () => {
  test.each<[string, string, Over, number]>([
    ['is asked about at a visit', 'Assessment: Probable pneumonia', {}, 1],
    ['is coded in a stay', 'Assessment: Probable pneumonia', INPATIENT, 0],
    ['is not asked about where the diagnosis stands', 'Assessment: Pneumonia', {}, 0],
    ['is not asked about what was ruled out', 'Assessment: Pneumonia ruled out', {}, 0],
    ['is not asked about in the history', 'HPI: possible pneumonia last year.\nAssessment: Cough', {}, 0],
    ['is not asked about a plan', 'Assessment: Cough. Return if signs of pneumonia.', {}, 0],
  ])('%s', (...[, text, over, expected]) => {
    expect(askedOf('uncertain', { notes: [text] }, over)).toHaveLength(expected)
  })
})

describe('present on admission', () => {
  const note = (text: string, time: string) => aNote(text, { time })
  const start = { start: '2026-03-02T09:00:00Z' }

  test.each([
    ['first named on the third day', note('Assessment: Aspiration pneumonia', '2026-03-05T09:00:00Z'), INPATIENT, 1],
    ['named on the first day', note('Assessment: Aspiration pneumonia', '2026-03-02T11:00:00Z'), INPATIENT, 0],
    ['said to be present', note('Assessment: Aspiration pneumonia, POA', '2026-03-05T09:00:00Z'), INPATIENT, 0],
    ['an office visit', note('Assessment: Aspiration pneumonia', '2026-03-05T09:00:00Z'), {}, 0],
  ])('%s', (...[, one, over, expected]) => {
    expect(askedOf('present-on-admission', { notes: [one] }, { ...over, period: start })).toHaveLength(expected)
  })
})

describe('two notes that disagree', () => {
  const notes = (first: string, second: string, times = ['2026-03-02T08:00:00Z', '2026-03-02T15:00:00Z']) => [
    aNote(first, { id: parseNoteId('a'), time: times[0] ?? '' }),
    aNote(second, { id: parseNoteId('b'), time: times[1] ?? '' }),
  ]

  test('about a stage are shown side by side', () => {
    const [asked] = askedOf('conflict', { notes: notes('Assessment: CKD stage 3b', 'Assessment: CKD stage 4') })
    expect(asked?.axes).toEqual(['stage'])
    expect(asked?.evidence.map(({ noteId }) => noteId).toSorted()).toEqual(['a', 'b'])
    expect(asked?.options).toHaveLength(2)
  })

  test.each([
    ['the later one says it more exactly', 'Assessment: CKD stage 3', 'Assessment: CKD stage 3b', undefined],
    ['they agree', 'Assessment: CKD stage 4', 'Assessment: CKD stage IV', undefined],
    [
      'it changed over days',
      'Assessment: Acute diastolic heart failure',
      'Assessment: Chronic diastolic heart failure',
      ['2026-03-02T08:00:00Z', '2026-03-05T08:00:00Z'],
    ],
  ])('are not asked about when %s', (...[, first, second, times]) => {
    expect(askedOf('conflict', { notes: notes(first, second, times) })).toEqual([])
  })
})
