// The golden checks: what a note gives from the first reading to the draft after its recodes.
import { describe, expect, test } from 'vitest'
import { analyseEncounter } from '#coding/analyse-encounter.ts'
import { applyFix } from '#coding/claims/apply-fix.ts'
import { checkDraft } from '#coding/claims/check-draft.ts'
import { noClaimTables } from '#coding/claims/claim-tables.ts'
import { createEmbeddedCodeSet } from '#coding/code-sets/embedded-code-set.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import type { CheckFinding } from '#coding/domain/finding.ts'
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
  readonly gives: readonly string[]
  /** The concept of a question that the note leaves open. */
  readonly asks?: RegExp
  /** A question of the claim check. */
  readonly checks?: RegExp
  readonly record?: Partial<EncounterRecord>
}

function review({ text, record }: Golden) {
  const heading = record?.setting === 'inpatient_facility' ? 'Discharge diagnosis' : 'Assessment'
  const note = aNote({ text: `${heading}:\n${text}.`, status: 'signed' })
  const whole = aRecord({ dateOfService: parseDateOnly('2026-03-02'), age, notes: [note], ...record })
  const { findings } = analyseEncounter({ record: whole, knowledge, codeSet })
  const diagnoses = findings.flatMap((one) =>
    one.kind === 'code' && one.code.category === 'diagnosis'
      ? [aDiagnosis(one.code.code, { code: one.code, evidence: one.evidence })]
      : [],
  )
  const kind = record?.setting === 'inpatient_facility' ? 'institutional' : 'professional'
  const draft = aDraftClaim({ kind, diagnoses, dateOfService: whole.dateOfService, lines: [] })
  const checks = checkDraft({ draft, record: whole, knowledge, codeSet })
  const isRecode = ({ severity, fix }: CheckFinding): boolean => severity === 'recode' && fix !== undefined
  const recoded = checks
    .filter(isRecode)
    .reduce((current, { fix, evidence }) => (fix ? applyFix(current, fix, evidence) : current), draft)
  return { findings, checks, codes: recoded.diagnoses.map(({ code }) => String(code.code)) }
}

const GOLDEN: readonly Golden[] = [
  {
    check: '1',
    text: 'HTN, HFrEF, CKD 3b, T2DM',
    gives: ['I13.0', 'I50.20', 'N18.32', 'E11.22'],
    asks: /heart-failure/,
  },
  { check: '1b', text: 'HTN, CHF, EF 30%', gives: ['I11.0', 'I50.9'], asks: /heart-failure/ },
  { check: '2', text: 'Probable pneumonia, cough, fever', gives: ['R05.9', 'R50.9'] },
  { check: '3', text: 'Probable pneumonia', record: inpatient, gives: ['J18.9'], asks: /pneumonia/ },
  { check: '4', text: 'Suspected COVID-19, cough', record: inpatient, gives: ['R05.9'] },
  { check: '5', text: 'Right knee OA', gives: ['M17.11'] },
  { check: '6', text: 'Bilateral carpal tunnel', gives: ['G56.03'] },
  { check: '7', text: 'Fracture right distal radius, cast check, healing well', gives: ['S52.501D'] },
  { check: '8', text: 'Depression', gives: ['F32.A'], asks: /depression/ },
  { check: '9', text: 'MDD, recurrent, moderate', gives: ['F33.1'] },
  { check: '10', text: 'Obesity, BMI 42', gives: ['E66.9', 'Z68.41'], asks: /obesity/ },
  { check: '11', text: 'BMI 42', gives: [] },
  { check: '12', text: 'Class 3 obesity, morbid obesity', gives: ['E66.813'] },
  { check: '13', text: 'Smokes cigarettes, 1 ppd', gives: ['F17.210'] },
  { check: '13, smoker alone', text: 'Smoker', gives: ['F17.200'] },
  { check: '14', text: 'H/o breast cancer, on anastrozole', gives: ['Z85.3', 'Z79.811'], checks: /still treated/ },
  { check: '15', text: 'UTI, culture E. coli', gives: ['N39.0', 'B96.20'] },
  { check: '16', text: 'Urosepsis', record: inpatient, gives: [], asks: /sepsis/, checks: /has no code/ },
  { check: '17', text: 'T2DM resolved', gives: [], checks: /in remission/ },
  { check: '18', text: 'T2DM, on insulin and metformin', gives: ['E11.9', 'Z79.4', 'Z79.84'] },
  { check: '19', text: 'No CHF, no CKD', gives: [] },
  { check: '20', text: 'Mother had stroke', gives: [] },
  { check: '22', text: 'Pregnant 39w6d, gestational hypertension', gives: ['O13.3', 'Z3A.39'] },
  {
    check: '23',
    text: 'Plantar fasciitis right',
    record: { dateOfService: parseDateOnly('2026-11-20') },
    gives: ['M67.A01'],
  },
  { check: '24', text: 'COPD exacerbation with acute bronchitis', gives: ['J44.0', 'J44.1', 'J20.9'] },
  {
    check: '25',
    text: 'Sepsis due to E. coli UTI with AKI due to sepsis',
    record: inpatient,
    gives: ['A41.51', 'R65.20', 'N17.9', 'N39.0'],
  },
  { check: '26', text: 'Laceration left index finger 2 cm, no foreign body, nail intact', gives: ['S61.211A'] },
  { check: '27', text: 'Pressure ulcer sacrum, stage 3 per nursing', record: inpatient, gives: ['L89.153'] },
  { check: '30', text: 'Migraine without aura, intractable', gives: ['G43.019'] },
]

describe('golden checks', () => {
  test.each(GOLDEN)('$check: $text', (golden) => {
    const { findings, checks, codes } = review(golden)
    expect([...codes].sort()).toEqual([...golden.gives].sort())
    // The reference lists the first-listed code first: the O code of 22, the sepsis of 25.
    expect(codes[0]).toBe(golden.gives[0])
    const asked = findings.flatMap((one) => (one.kind === 'prompt' ? [one.prompt.concept] : []))
    if (golden.asks) expect(asked.join(' ')).toMatch(golden.asks)
    const questions = checks.filter(({ severity }) => severity === 'question').map(({ advice }) => advice)
    if (golden.checks) expect(questions.join(' ')).toMatch(golden.checks)
  })

  test('21: 50 minutes of psychotherapy, and 90837 on the claim', () => {
    const note = aNote({ text: 'Individual psychotherapy, 50 minutes.', status: 'signed' })
    const findings = checkDraft({
      draft: aDraftClaim({ lines: [aLine('90837')] }),
      record: aRecord({ notes: [note] }),
      knowledge,
      codeSet,
    })
    const found = findings.find(({ rule }) => rule === 'psychotherapy-time')
    expect(found).toMatchObject({ severity: 'error', fix: { kind: 'replace-procedure', code: { code: '90834' } } })
  })

  test('29: 99214 with 25, G2211 and a joint injection for Medicare', () => {
    const visit = aLine('99214', { modifiers: [parseModifierCode('25')] })
    const findings = checkDraft({
      draft: aDraftClaim({ lines: [visit, aLine('G2211'), aLine('20610')] }),
      record: aRecord({ payer: 'medicare' }),
      knowledge,
      codeSet,
    })
    const found = findings.find(({ rule }) => rule === 'longitudinal-care')
    expect(found).toMatchObject({ severity: 'error', fix: { kind: 'remove-line', line: 2 } })
  })

  test('27: the first note of the stay says that it was there on admission', () => {
    const record = {
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
        aNote({
          id: parseNoteId('second'),
          text: 'Assessment:\nPressure ulcer sacrum, stage 3 per nursing.',
          status: 'signed',
          time: '2026-03-02T15:00:00Z',
        }),
      ],
    }
    const whole = aRecord({ age, ...record })
    const { findings } = analyseEncounter({ record: whole, knowledge, codeSet })
    const found = findings.flatMap((one) => (one.kind === 'code' && one.code.category === 'diagnosis' ? [one] : []))
    expect(found.map(({ code }) => code.code)).toEqual(['L89.153'])
    const diagnoses = found.flatMap(({ code, evidence }) => {
      return code.category === 'diagnosis' ? [aDiagnosis(code.code, { code, evidence })] : []
    })
    const draft = aDraftClaim({ kind: 'institutional', diagnoses, dateOfService: whole.dateOfService, lines: [] })
    const tables = { ...noClaimTables, isPoaExempt: () => ({ state: 'found', value: false, edition: 'test' }) as const }
    const checks = checkDraft({ draft, record: whole, knowledge, codeSet, tables })
    const hit = checks.find(({ rule }) => rule === 'present-on-admission')
    expect(hit).toMatchObject({ severity: 'error', fix: { code: 'L89.153', present: 'yes' } })
    expect(hit?.evidence.map(({ quote }) => quote).join(' ')).toMatch(/pressure ulcer/i)
  })

  test('28: Z34.01 beside O24.410', () => {
    const draft = aDraftClaim({ diagnoses: ['O24.410', 'Z34.01'].map((code) => aDiagnosis(code)) })
    const findings = checkDraft({ draft, record: aRecord({ notes: [] }), knowledge, codeSet })
    expect(findings.find(({ rule }) => rule === 'obstetric-combinations')?.message).toMatch(/Z34\.01/)
  })
})
