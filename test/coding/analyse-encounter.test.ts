import { describe, expect, test } from 'vitest'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import { isEvidenceIn } from '#coding/domain/evidence.ts'
import { parseNoteId } from '#coding/domain/ids.ts'
import { aNote, analyse, anEncounter, codesOf, findCodes, findPrompts, promptsOf } from './an-encounter.ts'

describe('the knee', () => {
  test('asks which knee, neutrally, with the words of the note', () => {
    const record = anEncounter({ notes: ['Assessment: osteoarthritis of the knee'] })
    const [finding, ...others] = findPrompts(record)
    expect(others).toEqual([])
    expect(finding?.prompt).toMatchObject({
      promptKind: 'laterality',
      axes: ['laterality'],
      title: 'Osteoarthritis of the knee – clarification',
      question: 'The note documents "osteoarthritis of the knee". Which knee is affected?',
    })
    expect(finding?.prompt.options.map(({ text }) => text)).toEqual(['Bilateral', 'Left', 'Right'])
    expect(finding?.prompt.evidence.map(({ quote }) => quote)).toEqual(['osteoarthritis of the knee'])
    expect(finding?.prompt.lint.passed).toBe(true)
  })

  test('codes the side and asks nothing once the note names it', () => {
    const record = anEncounter({ notes: ['Assessment: osteoarthritis of the right knee'] })
    expect(findPrompts(record)).toEqual([])
    const [finding] = findCodes(record)
    expect(finding?.code).toMatchObject({ code: 'M17.11', title: 'Unilateral primary osteoarthritis, right knee' })
    expect(finding?.evidence.map(({ quote }) => quote)).toEqual(['osteoarthritis of the right knee'])
  })

  test.each([
    ['right knee OA', ['M17.11']],
    ['OA, left knee', ['M17.12']],
    ['knee osteoarthritis, right', ['M17.11']],
    ['knees: severe OA, R>L', ['M17.0']],
    ['bilateral knee DJD', ['M17.0']],
    ['1. Right knee OA\n2. Left knee OA', ['M17.0']],
    ['post-traumatic osteoarthritis of the left knee', ['M17.32']],
    ['OA of the knee', ['M17.9']],
  ])('reads "%s"', (words, codes) => {
    expect(codesOf(`Assessment:\n${words}`)).toEqual(codes)
  })

  test('does not ask when another clinician of the encounter names the side (I.B.14)', () => {
    const nurse = aNote('Rooming: swelling of the left knee.', { id: parseNoteId('nurse'), authorRole: 'nurse' })
    const record = anEncounter({ notes: ['Assessment: knee osteoarthritis', nurse] })
    expect(findPrompts(record)).toEqual([])
    expect(findCodes(record).map(({ code }) => code.code)).toEqual(['M17.12'])
  })

  test('each answer, written into the note, closes the question', () => {
    const [finding] = findPrompts(anEncounter({ notes: ['Assessment: osteoarthritis of the knee'] }))
    for (const { line } of finding?.prompt.options ?? []) {
      expect(promptsOf(`Assessment: ${line}`)).toEqual([])
    }
  })
})

// The golden checks of the project's coding rules.
describe('golden checks', () => {
  test.each([
    ['HTN, HFrEF, CKD 3b, T2DM', ['E11.22', 'I13.0', 'I50.20', 'N18.32']],
    ['HTN, CHF, EF 30%', ['I11.0', 'I50.9']],
    ['probable pneumonia, cough, fever', ['R05.9', 'R50.9']],
    ['right knee OA', ['M17.11']],
    ['bilateral carpal tunnel', ['G56.03']],
    ['fracture right distal radius, cast check, healing well', ['S52.501D']],
    ['depression', ['F32.A']],
    ['MDD, recurrent, moderate', ['F33.1']],
    ['class 3 obesity, morbid obesity', ['E66.813']],
    ['smokes cigarettes, 1 ppd', ['F17.210']],
    ['UTI, culture E. coli', ['N39.0', 'B96.20']],
    ['T2DM resolved', []],
    ['no CHF, no CKD', []],
    ['mother had stroke', []],
    ['COPD exacerbation with acute bronchitis', ['J44.0', 'J44.1', 'J20.9']],
    ['laceration left index finger 2 cm, no foreign body, nail intact', ['S61.211A']],
    ['migraine without aura, intractable', ['G43.019']],
    ['T2DM. Neuropathy.', ['E11.40']],
    ['T1DM with gastroparesis', ['E10.43', 'K31.84']],
    ['T2DM. Ulcer of right heel, fat layer exposed.', ['E11.621', 'L97.412']],
    ['T2DM. Osteomyelitis of left foot.', ['E11.69', 'M86.9']],
    ['T2DM. Hyperlipidemia.', ['E11.9', 'E78.5']],
    ['Diabetes out of control, A1c 11', ['E11.65']],
    ['T2DM with PVD', ['E11.51']],
    ['CKD stage 4 due to polycystic kidney disease, T2DM', ['N18.4', 'E11.9', 'Q61.3']],
  ])('%s', (assessment, expected) => {
    expect(codesOf(`Assessment: ${assessment}`).toSorted()).toEqual(expected.toSorted())
  })

  test('codes an uncertain diagnosis of a facility stay as established (II.H)', () => {
    const note = 'Discharge diagnosis: probable pneumonia'
    expect(codesOf(note, { setting: 'inpatient_facility' })).toEqual(['J18.9'])
    expect(codesOf(note)).toEqual([])
  })

  test('codes neither of two alternatives of a clinic note, and both where a hospital stay ends with them', () => {
    const note = 'Discharge diagnosis: acute diverticulitis vs acute appendicitis'
    expect(codesOf('Assessment: Acute diverticulitis vs acute appendicitis. CT today.')).toEqual([])
    expect(codesOf(note, { setting: 'inpatient_facility' })).toEqual(['K57.92', 'K35.80'])
  })

  test('never codes suspected COVID-19, not even for a facility stay (I.C.1.g)', () => {
    expect(codesOf('Discharge diagnosis: suspected COVID-19', { setting: 'inpatient_facility' })).toEqual([])
  })

  test('asks whether "uncontrolled" diabetes is high or low, and plain diabetes for its type', () => {
    expect(promptsOf('Assessment: Diabetes uncontrolled')).toEqual(['diabetes: control'])
    expect(promptsOf('Assessment: Diabetes')).toEqual(['diabetes: '])
  })

  test('takes the code that is billable on the date of service', () => {
    const note = 'Assessment: plantar fasciitis right'
    expect(codesOf(note, { dateOfService: parseDateOnly('2026-09-30') })).toEqual(['M72.2'])
    expect(codesOf(note, { dateOfService: parseDateOnly('2026-11-20') })).toEqual(['M67.A01'])
  })
})

describe('where a mention stands', () => {
  test.each([
    ['family history', 'Family History: diabetes in mother\nAssessment: cough', ['R05.9']],
    ['review of systems', 'ROS: positive for headache\nAssessment: cough', ['R05.9']],
    ['differential', 'Assessment: cough\nDifferential diagnosis:\npneumonia, asthma', ['R05.9']],
    ['instructions', 'Assessment: cough\nPatient instructions:\nReturn for chest pain', ['R05.9']],
    ['history alone', 'PMH: COPD, gout\nAssessment: cough', ['R05.9']],
    ['a screening', 'Assessment: screening for diabetes', ['Z13.1']],
    ['a procedure that names its condition', 'Assessment: status post carpal tunnel release', []],
    ['counseling below a problem', 'A/P\n1. Obesity\n- Counseling: discussed risk of diabetes and gout', ['E66.9']],
  ])('%s is no diagnosis', (_, note, codes) => {
    expect(codesOf(note)).toEqual(codes)
  })

  test('reads a note without headings as the diagnostic statement', () => {
    expect(codesOf('52 y/o with left ankle sprain. Ice and elevation.')).toEqual(['S93.402A'])
  })

  test('a symptom goes when the diagnosis explains it, and stays when none does', () => {
    expect(codesOf('Assessment: pneumonia. Cough.')).toEqual(['J18.9'])
    expect(codesOf('Assessment: hypertension. Cough.')).toEqual(['I10'])
    expect(codesOf('Assessment:\n1. Hypertension\n2. Cough')).toEqual(['I10', 'R05.9'])
  })

  test('a condition named broadly takes the narrower name of the history', () => {
    const note = 'HPI: history of CKD stage 3.\nAssessment:\n1. Kidney disease\n2. Hypertension'
    expect(codesOf(note)).toEqual(['I12.9', 'N18.30'])
  })
})

describe('conflicts', () => {
  test('shows both passages when two notes name opposite sides, and codes neither', () => {
    const nurse = aNote('Here for LEFT hip pain.', { id: parseNoteId('nurse'), authorRole: 'nurse' })
    const record = anEncounter({ notes: ['Assessment: Right hip osteoarthritis', nurse] })
    const [finding] = findPrompts(record)
    expect(finding?.prompt.promptKind).toBe('conflict')
    expect(finding?.prompt.evidence.map(({ quote }) => quote)).toEqual(['Right hip osteoarthritis', 'LEFT hip'])
    expect(findCodes(record)).toEqual([])
  })

  test('is silent when the other note names both sides', () => {
    const nurse = aNote('LEFT hip no pain, right hip pain.', { id: parseNoteId('nurse'), authorRole: 'nurse' })
    const record = anEncounter({ notes: ['Assessment: Right hip osteoarthritis', nurse] })
    expect(findPrompts(record)).toEqual([])
  })
})

// Notes written for these tests, one for each kind of patient in the sandbox.
describe('encounters of the sandbox', () => {
  const cases: readonly { when: string; note: string; codes: string[]; prompts: string[]; over?: object }[] = [
    {
      when: 'wrist fracture without side or phase',
      note: 'Reason for visit: wrist injury\nImaging: transverse fracture of the distal radius\nDx: Distal radius fracture\n- ibuprofen',
      codes: ['S52.509A'],
      prompts: ['distal-radius-fracture: laterality+encounter-phase'],
    },
    {
      when: 'wrist fracture without side, whose splint says the phase',
      note: 'Reason for visit: wrist injury\nDx: Distal radius fracture\n- splint applied',
      codes: ['S52.509A'],
      prompts: ['distal-radius-fracture: laterality'],
    },
    {
      when: 'wrist fracture in the emergency department: active treatment',
      note: 'Assessment: left distal radius fracture',
      codes: ['S52.502A'],
      prompts: ['distal-radius-fracture: '],
      over: { encounterClass: 'emergency' },
    },
    {
      when: 'heart failure without type',
      note: 'IMPRESSION:\n1) Heart failure, volume overloaded. Increase furosemide.\n2) CAD - stable, no angina.\n3) HTN',
      codes: ['I11.0', 'I50.9', 'I25.10'],
      prompts: ['heart-failure: type+acuity'],
    },
    {
      when: 'type 2 diabetes with CKD and hypertension',
      note: 'ASSESSMENT AND PLAN\n1. Type 2 diabetes, A1c 8.1\n2. CKD stage 3b\n3. Hypertension, at goal',
      codes: ['E11.22', 'I12.9', 'N18.32'],
      prompts: [],
    },
    {
      when: 'asthma in exacerbation without severity',
      note: 'A: Asthma with acute exacerbation\nP: prednisone burst',
      codes: ['J45.901'],
      prompts: ['asthma: severity'],
    },
    {
      when: 'COPD exacerbation',
      note: 'Assessment/Plan:\n# COPD exacerbation - prednisone, doxycycline\n# HTN - continue amlodipine',
      codes: ['J44.1', 'I10'],
      prompts: [],
    },
    {
      when: 'probable pneumonia in the office',
      note: 'HPI: productive cough and fever for 4 days.\nAssessment: Probable community acquired pneumonia.\nPlan: doxycycline',
      codes: ['R05.9', 'R50.9'],
      prompts: ['pneumonia: uncertain'],
    },
    {
      when: 'major depression without episode or severity',
      note: 'Assessment: Major depressive disorder, partial response.',
      codes: ['F32.9'],
      prompts: ['depression: episode+severity'],
    },
    {
      when: 'ankle sprain with the side in the examination only',
      note: 'Exam: right ankle swelling over the ATFL\nAssessment: Ankle sprain',
      codes: ['S93.401A'],
      prompts: [],
    },
    {
      when: 'otitis media without a side',
      note: 'ASSESSMENT: Acute otitis media. Viral URI.',
      codes: ['H66.90', 'J06.9'],
      prompts: ['otitis-media: laterality'],
    },
    {
      when: 'low back pain',
      note: 'Assessment: Low back pain, 2 weeks',
      codes: ['M54.50'],
      prompts: ['low-back-pain: '],
    },
    {
      when: 'atrial fibrillation without type',
      note: 'Impression\nAtrial fibrillation, on apixaban.',
      codes: ['I48.91'],
      prompts: ['atrial-fibrillation: type'],
    },
    {
      when: 'pressure ulcer with its stage in the examination',
      note: 'O: Skin: sacral pressure ulcer stage 2\nA/P:\n1. Sacral pressure ulcer - wound care',
      codes: ['L89.152'],
      // Whether it was there at admission, which an inpatient claim must say.
      prompts: ['pressure-ulcer-sacrum: '],
      over: { setting: 'inpatient_facility', encounterClass: 'inpatient' },
    },
    {
      when: 'chest pain in the emergency department',
      note: 'ED Diagnosis: Chest pain, unspecified. No evidence of myocardial infarction.',
      codes: ['R07.9'],
      prompts: [],
      over: { encounterClass: 'emergency' },
    },
    {
      when: 'annual visit with a separate problem',
      note: 'Assessment:\n1. Annual physical exam\n2. Tension headache',
      codes: ['Z00.00', 'G44.209'],
      prompts: [],
    },
    {
      when: 'a procedure with a separate visit',
      note: 'ASSESSMENT/PLAN\n1. Left knee osteoarthritis, primary: steroid today.\n2. Carpal tunnel syndrome, right - new.\n3. CKD stage 3a',
      codes: ['M17.12', 'G56.01', 'N18.31'],
      prompts: [],
    },
  ]
  test.each(cases)('$when', ({ note, codes, prompts, over = {} }) => {
    expect(codesOf(note, over)).toEqual(codes)
    expect(promptsOf(note, over)).toEqual(prompts)
  })
})

describe('procedures of the chart', () => {
  const procedures = [
    { id: 'p1', code: { system: 'cpt', value: '20610' }, text: 'Knee joint injection' },
    { id: 'p2', code: { system: 'cpt', value: '99213' } },
    { id: 'p3', code: { system: 'cpt', value: '11042' }, text: 'Debridement of wound' },
  ] as const

  test('carry the words that document them; without words there is a check and no code', () => {
    const record = anEncounter({
      notes: ['Assessment: left knee osteoarthritis\nProcedure: Knee joint injection, LEFT'],
      procedures,
    })
    const services = findCodes(record).filter(({ code }) => code.category !== 'diagnosis')
    expect(services.map(({ code, evidence }) => [code.code, code.category, evidence[0].quote])).toEqual([
      ['20610', 'procedure', 'Knee joint injection'],
      ['99213', 'em', 'left knee osteoarthritis'],
    ])
    expect(analyse(record).flatMap((finding) => (finding.kind === 'check' ? [finding.rule] : []))).toEqual([
      'procedure-without-documentation',
    ])
  })
})

describe('fingerprints', () => {
  const promptFingerprint = (text: string): string | undefined =>
    findPrompts(anEncounter({ notes: [text] }))[0]?.fingerprint

  test('stay when something else is typed, and change with the words they are about', () => {
    const first = promptFingerprint('Assessment: osteoarthritis of the knee')
    expect(promptFingerprint('HPI: long story.\n\nAssessment: osteoarthritis of the knee\nPlan: PT')).toBe(first)
    expect(promptFingerprint('Assessment: OA of the knee')).not.toBe(first)
  })
})

test('every piece of evidence is the exact slice of its note', () => {
  const record = anEncounter({
    notes: ['Assessment:\n1. Right knee OA – “severe”\n2. Asthma with exacerbation ☂ flare'],
  })
  for (const finding of analyse(record)) {
    const evidence = finding.kind === 'prompt' ? finding.prompt.evidence : finding.evidence
    for (const one of evidence) expect(record.notes.some((note) => isEvidenceIn(note, one))).toBe(true)
  }
})
