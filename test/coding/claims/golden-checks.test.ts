// The golden checks, complete: what a note gives from its text to the draft after its recodes, what is asked of its
// clinician, and what the claim rules say of it. Nothing else may appear, so each list is the whole of its kind.
import { describe, expect, test } from 'vitest'
import { analyseEncounter } from '#coding/analyse-encounter.ts'
import { applyFix } from '#coding/claims/apply-fix.ts'
import { assembleDraft } from '#coding/claims/assemble-draft.ts'
import { checkDraft } from '#coding/claims/check-draft.ts'
import { type ClaimTables, noClaimTables } from '#coding/claims/claim-tables.ts'
import { createEmbeddedCodeSet } from '#coding/code-sets/embedded-code-set.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import type { DraftClaim } from '#coding/domain/draft-claim.ts'
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import type { CheckFinding, CodeFinding, Finding } from '#coding/domain/finding.ts'
import { parseNoteId } from '#coding/domain/ids.ts'
import { parseModifierCode } from '#coding/domain/procedure-code.ts'
import { loadKnowledge } from '#coding/knowledge/knowledge.ts'
import { aNote, aRecord } from '../../app/features/builders.ts'
import { aDiagnosis, aDraftClaim, aLine } from '../../fixtures/fhir/draft-claim.ts'

const knowledge = loadKnowledge()
const codeSet = createEmbeddedCodeSet(knowledge)
const inpatient = { setting: 'inpatient_facility', encounterClass: 'inpatient' } as const
const age = { unit: 'years', value: 50 } as const

type Golden = {
  readonly check: string
  readonly text: string
  /** The codes of the draft once its recodes are made; the first is first-listed. */
  readonly gives: readonly string[]
  /** "kind concept: words of the request", each question that the note leaves open. */
  readonly asks?: readonly string[]
  /** "severity rule", each check that errs, warns or asks. */
  readonly checks?: readonly string[]
  readonly record?: Partial<EncounterRecord>
}

/** What the rules say of filing, which no note tells. */
const OF_FILING: ReadonlySet<string> = new Set([
  'line-missing',
  'payer-number-missing',
  'admitting-diagnosis',
  'edits-not-checked',
])
const NO_DIAGNOSIS = ['error diagnosis-missing']

function aWhole({ text, record }: Pick<Golden, 'text' | 'record'>): EncounterRecord {
  const heading = record?.setting === 'inpatient_facility' ? 'Discharge diagnosis' : 'Assessment'
  const note = aNote({ text: text.includes(':') ? text : `${heading}:\n${text}.`, status: 'signed' })
  return aRecord({ dateOfService: parseDateOnly('2026-03-02'), age, notes: [note], ...record })
}

/** Everything that the engine found, accepted. */
function aDraft(record: EncounterRecord, findings: readonly Finding[]): DraftClaim {
  return assembleDraft({
    ...aDraftClaim(),
    kind: record.setting === 'inpatient_facility' ? 'institutional' : 'professional',
    dateOfService: record.dateOfService,
    accepted: findings.filter((one): one is CodeFinding => one.kind === 'code'),
    lines: [],
    placeOfService: '11',
    notes: record.notes,
    supportingNotes: record.notes.map(({ id, version }) => ({ id, version })),
  })
}

function check(draft: DraftClaim, record: EncounterRecord, tables: ClaimTables = noClaimTables): CheckFinding[] {
  return checkDraft({ draft, record, knowledge, codeSet, tables }).filter(({ rule }) => !OF_FILING.has(rule))
}

const MAX_ROUNDS = 10

function recode(draft: DraftClaim, record: EncounterRecord): DraftClaim {
  let current = draft
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const hit = check(current, record).find(({ severity, fix }) => severity === 'recode' && fix !== undefined)
    if (hit?.fix === undefined) break
    current = applyFix(current, hit.fix, hit.evidence)
  }
  return current
}

const codesOf = ({ diagnoses }: DraftClaim): string[] => diagnoses.map(({ code }) => String(code.code))
const describeCheck = ({ severity, rule }: CheckFinding): string => `${severity} ${rule}`

function describeQuestions(findings: readonly Finding[]): string[] {
  return findings.flatMap((one) => {
    if (one.kind !== 'prompt') return []
    const { promptKind, concept, question, axes } = one.prompt
    return [`${promptKind} ${concept}: ${axes.length > 0 ? axes.join(', ') : question.split(/[.?!] /).at(-1)}`]
  })
}

function review(golden: Golden) {
  const record = aWhole(golden)
  const { findings } = analyseEncounter({ record, knowledge, codeSet })
  const draft = recode(aDraft(record, findings), record)
  const said = check(draft, record).filter(({ severity }) => severity !== 'information')
  return { gives: codesOf(draft), asks: describeQuestions(findings), checks: said.map(describeCheck) }
}

const GOLDEN: readonly Golden[] = [
  {
    check: '1',
    text: 'HTN, HFrEF, CKD 3b, T2DM',
    gives: ['I13.0', 'I50.20', 'N18.32', 'E11.22'],
    asks: ['specificity heart-failure: acuity'],
  },
  {
    check: '1b',
    text: 'HTN, CHF, EF 30%',
    gives: ['I11.0', 'I50.9'],
    asks: ['specificity heart-failure: type, acuity'],
  },
  {
    check: '2',
    text: 'Probable pneumonia, cough, fever',
    gives: ['R05.9', 'R50.9'],
    asks: ['uncertain pneumonia: What is its status at the end of this encounter?'],
  },
  {
    check: '3',
    text: 'Probable pneumonia',
    record: inpatient,
    gives: ['J18.9'],
    asks: [
      'specificity pneumonia: Please clarify the suspected or confirmed organism or mechanism that you are treating, if known.',
    ],
    checks: ['question present-on-admission'],
  },
  {
    check: '4',
    text: 'Suspected COVID-19, cough',
    record: inpatient,
    gives: ['R05.9'],
    checks: ['question present-on-admission'],
  },
  { check: '5', text: 'Right knee OA', gives: ['M17.11'] },
  { check: '6', text: 'Bilateral carpal tunnel', gives: ['G56.03'] },
  {
    check: '7',
    text: 'Fracture right distal radius, cast check, healing well',
    gives: ['S52.501D'],
    asks: ['specificity distal-radius-fracture: Please clarify the type of the fracture and its displacement.'],
  },
  { check: '8', text: 'Depression', gives: ['F32.A'], asks: ['specificity depression: episode, severity'] },
  { check: '9', text: 'MDD, recurrent, moderate', gives: ['F33.1'] },
  { check: '10', text: 'Obesity, BMI 42', gives: ['E66.9', 'Z68.41'], asks: ['specificity obesity: severity'] },
  {
    check: '11',
    text: 'BMI 42',
    gives: [],
    asks: ['undocumented obesity: What is their clinical significance, if any?'],
    checks: NO_DIAGNOSIS,
  },
  { check: '12', text: 'Class 3 obesity, morbid obesity', gives: ['E66.813'] },
  { check: '13', text: 'Smokes cigarettes, 1 ppd', gives: ['F17.210'] },
  { check: '13, smoker alone', text: 'Smoker', gives: ['F17.200'], asks: ['specificity tobacco: type'] },
  {
    check: '14',
    text: 'H/o breast cancer, on anastrozole',
    gives: ['Z79.811'],
    asks: ['history-or-current history-of-breast-cancer: What is its standing now?'],
    checks: ['question provider-statement'],
  },
  {
    check: '15',
    text: 'UTI, culture E. coli',
    gives: ['N39.0', 'B96.20'],
    asks: ['specificity uti: Please clarify the site of the infection.'],
  },
  {
    check: '16',
    text: 'Urosepsis',
    record: inpatient,
    gives: [],
    asks: [
      'specificity sepsis: Please clarify the diagnosis that these findings represent, the organism if known, and any acute organ dysfunction that is due to it.',
    ],
    checks: [...NO_DIAGNOSIS, 'question provider-statement'],
  },
  {
    check: '17',
    text: 'T2DM resolved',
    gives: [],
    asks: ['history-or-current diabetes: What is its standing now?'],
    checks: [...NO_DIAGNOSIS, 'question provider-statement'],
  },
  {
    check: '18',
    text: 'T2DM, on insulin and metformin',
    gives: ['E11.9', 'Z79.4', 'Z79.84'],
    asks: ['specificity diabetes: Please clarify the current control and any complications.'],
  },
  { check: '19', text: 'No CHF, no CKD', gives: [], checks: NO_DIAGNOSIS },
  { check: '19, in a hospital', text: 'No CHF, no CKD', record: inpatient, gives: [], checks: NO_DIAGNOSIS },
  { check: '20', text: 'Mother had stroke', gives: [], checks: NO_DIAGNOSIS },
  { check: '22', text: 'Pregnant 39w6d, gestational hypertension', gives: ['O13.3', 'Z3A.39'] },
  {
    check: '23',
    text: 'Plantar fasciitis right',
    record: { dateOfService: parseDateOnly('2026-11-20') },
    gives: ['M67.A01'],
  },
  {
    check: '24',
    text: 'COPD exacerbation with acute bronchitis',
    record: { encounterClass: 'emergency' },
    gives: ['J44.0', 'J44.1', 'J20.9'],
  },
  {
    check: '25',
    text: 'Sepsis due to E. coli UTI with AKI due to sepsis',
    record: inpatient,
    gives: ['A41.51', 'R65.20', 'N17.9', 'N39.0'],
    checks: ['A41.51', 'R65.20', 'N17.9', 'N39.0'].map(() => 'question present-on-admission'),
  },
  {
    check: '26',
    text: 'Laceration left index finger 2 cm, no foreign body, nail intact',
    record: { encounterClass: 'emergency' },
    gives: ['S61.211A'],
  },
  {
    check: '27',
    text: 'Pressure ulcer sacrum, stage 3 per nursing',
    record: inpatient,
    gives: ['L89.153'],
    checks: ['question present-on-admission'],
  },
  { check: '30', text: 'Migraine without aura, intractable', gives: ['G43.019'] },
]

describe('golden checks', () => {
  test.each(GOLDEN)('$check: $text', (golden) => {
    const found = review(golden)
    const { gives, asks = [], checks = [] } = golden
    expect({ ...found, gives: found.gives.toSorted() }).toEqual({ gives: gives.toSorted(), asks, checks })
    // The reference lists the first-listed code first: the O code of 22, the sepsis of 25.
    expect(found.gives[0]).toBe(gives[0])
  })

  /** A visit whose services the chart lists, as the coder opens it. */
  function openCharted(codes: readonly string[], over: Pick<Golden, 'text' | 'record'>) {
    const procedures = codes.map((value) => ({ id: value, code: { system: 'cpt', value } as const, text: value }))
    const record = { ...aWhole(over), procedures }
    return { record, draft: aDraft(record, analyseEncounter({ record, knowledge, codeSet }).findings) }
  }

  test('21: 50 minutes of psychotherapy, and 90837 in the chart', () => {
    const text = 'Assessment:\nMDD, recurrent, moderate.\nPlan:\nIndividual psychotherapy, 50 minutes.'
    const { record, draft } = openCharted(['90837'], { text })
    expect(draft.lines.map(({ code }) => String(code.code))).toEqual(['90837'])
    const found = check(draft, record).filter(({ severity }) => severity !== 'information')
    expect(found.map(describeCheck)).toEqual(['error psychotherapy-time'])
    const [hit] = found
    expect(hit?.evidence.map(({ quote }) => quote).join(' ')).toContain('50 minutes')
    expect(hit?.fix).toMatchObject({ kind: 'replace-procedure', code: { code: '90834' } })
    const mended = hit?.fix === undefined ? draft : applyFix(draft, hit.fix, hit.evidence)
    expect(mended.lines.map(({ code }) => String(code.code))).toEqual(['90834'])
    expect(check(mended, record).filter(({ severity }) => severity !== 'information')).toEqual([])
  })

  test('29: 99214 with 25, G2211 and a joint injection for Medicare', () => {
    const text =
      'Assessment:\n1. Right knee OA, worse. Will keep following her for it. Right knee injected with triamcinolone.\n2. HTN, start lisinopril.'
    const { record, draft: opened } = openCharted(['99214', '20610'], { text, record: { payer: 'medicare' } })
    const modifiers = [parseModifierCode('25')]
    const draft = { ...opened, lines: [aLine('99214', { modifiers }), aLine('G2211'), aLine('20610')] }
    const found = check(draft, record).filter(({ rule }) => rule === 'longitudinal-care')
    expect(found).toMatchObject([{ severity: 'error', fix: { kind: 'remove-line', line: 2 } }])
    const mended = found[0]?.fix === undefined ? draft : applyFix(draft, found[0].fix, found[0].evidence)
    expect(mended.lines.map(({ code }) => String(code.code))).toEqual(['99214', '20610'])
    expect(check(mended, record).filter(({ rule }) => rule === 'longitudinal-care')).toEqual([])
  })

  test('27: the first note of the stay says that it was there on admission', () => {
    const text = 'Assessment:\nPressure ulcer sacrum, stage 3 per nursing.'
    const record = aWhole({
      text,
      record: {
        ...inpatient,
        dateOfService: parseDateOnly('2026-03-06'),
        period: { start: '2026-03-02T09:00:00Z', end: '2026-03-06T11:00:00Z' },
        notes: [
          aNote({
            id: parseNoteId('first'),
            text: 'Skin: sacral wound, stage 3.',
            authorRole: 'nurse',
            status: 'signed',
            time: '2026-03-02T10:00:00Z',
          }),
          aNote({ id: parseNoteId('second'), text, status: 'signed', time: '2026-03-02T15:00:00Z' }),
        ],
      },
    })
    const { findings } = analyseEncounter({ record, knowledge, codeSet })
    expect(describeQuestions(findings)).toEqual([])
    const draft = aDraft(record, findings)
    expect(codesOf(draft)).toEqual(['L89.153'])
    const tables = { ...noClaimTables, isPoaExempt: () => ({ state: 'found', value: false, edition: 'test' }) as const }
    const hit = check(draft, record, tables).find(({ rule }) => rule === 'present-on-admission')
    expect(hit).toMatchObject({ severity: 'error', fix: { code: 'L89.153', present: 'yes' } })
    expect(hit?.evidence.map(({ quote }) => quote).join(' ')).toMatch(/pressure ulcer/i)
  })

  test('28: Z34.01 beside O24.410', () => {
    const record = aWhole({ text: 'Gestational diabetes, diet controlled' })
    const { findings } = analyseEncounter({ record, knowledge, codeSet })
    const opened = aDraft(record, findings)
    expect(codesOf(opened)).toEqual(['O24.410'])
    const draft = { ...opened, diagnoses: [...opened.diagnoses, aDiagnosis('Z34.01')] }
    const found = check(draft, record).filter(({ rule }) => rule === 'obstetric-combinations')
    expect(found.map(({ severity, message }) => `${severity} ${message}`)).toEqual([
      expect.stringMatching(/^error .*Z34\.01/),
    ])
    const [fix] = found.flatMap((one) => one.fix ?? [])
    expect(fix && codesOf(applyFix(draft, fix, []))).toEqual(['O24.410'])
  })
})
