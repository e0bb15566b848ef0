// What the tables of the coding rules give as failing and passing, each pair by the id of its row.
import { describe, expect, test } from 'vitest'
import { analyseEncounter } from '#coding/analyse-encounter.ts'
import { applyFix } from '#coding/claims/apply-fix.ts'
import type { ClaimRule, ClaimRuleHit } from '#coding/claims/claim-rule.ts'
import { claimRules } from '#coding/claims/claim-rules.generated.ts'
import type { DraftClaim, DraftDiagnosis } from '#coding/domain/draft-claim.ts'
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import type { Evidence } from '#coding/domain/evidence.ts'
import { tryParseIcd10Code } from '#coding/domain/icd10-code.ts'
import { parseNoteId } from '#coding/domain/ids.ts'
import { aNote, evidenceOf } from '../../app/features/builders.ts'
import { aDiagnosis, aDraftClaim, aLine } from '../../fixtures/fhir/draft-claim.ts'
import { describeWithShared, readSharedText } from '../../support/shared-data.ts'
import { IN_FISCAL_2026, officialCodes } from './official-codes.ts'
import { aRuleInput, tryRule } from './try-rule.ts'

type Pair = {
  readonly row: string
  readonly rule: string
  readonly fails: string
  readonly passes: string
  readonly notes?: readonly string[]
  readonly record?: Partial<EncounterRecord>
  readonly kind?: DraftClaim['kind']
  /** The official title of the failing code, where the embedded codes do not hold it. */
  readonly title?: string
  /** The words that the draft points to. */
  readonly words?: string
}

/** Rows about what is right as it stands: no rule of the family says a word. */
const SILENT: readonly {
  readonly row: string
  readonly when: string
  readonly codes: string
  readonly note: string
}[] = [
  {
    row: 'DX-311',
    when: 'one place of "ankle and joints of foot"',
    codes: 'M25.571',
    note: 'Assessment:\nRight ankle pain.',
  },
  {
    row: 'DX-506',
    when: 'a symptom that is no part of it stays second',
    codes: 'J18.9 R31.9',
    note: 'Assessment:\nPneumonia. Hematuria.',
  },
  { row: 'DX-516', when: 'unspecified is legitimate', codes: 'J18.9', note: 'Assessment:\nPneumonia.' },
]

const inpatient = { record: { setting: 'inpatient_facility' }, kind: 'institutional' } as const

const PAIRS: readonly Pair[] = [
  { row: 'DX-102', rule: 'diagnosis-not-billable', fails: 'I50', passes: 'I50.9' },
  { row: 'DX-102, a subcategory', rule: 'diagnosis-not-billable', fails: 'N18.3', passes: 'N18.30' },
  { row: 'DX-103', rule: 'diagnosis-not-billable', fails: 'E66.81', passes: 'E66.811' },
  { row: 'DX-104', rule: 'diagnosis-not-billable', fails: 'M72.2', passes: 'M67.A01' },
  { row: 'DX-105', rule: 'duplicate-diagnosis', fails: 'J18.9 J18.9', passes: 'J18.9' },
  {
    row: 'DX-107',
    rule: 'diagnosis-unsupported',
    notes: ['Assessment:\nDiarrhea. Mild asthma.'],
    words: 'Diarrhea',
    fails: 'J45.909',
    passes: 'R19.7',
  },
  {
    row: 'DX-201',
    rule: 'more-specific-code',
    notes: ['Assessment:\nRight knee pain.'],
    fails: 'M25.569',
    passes: 'M25.561',
  },
  { row: 'DX-205', rule: 'both-sides-coded', fails: 'M17.11 M17.12', passes: 'M17.0' },
  {
    row: 'DX-206',
    rule: 'remaining-side',
    notes: ['S/p right cataract surgery. Cataract left eye.'],
    fails: 'H25.13',
    passes: 'H25.12',
  },
  { row: 'DX-213', rule: 'injury-phase', notes: ['Follow-up, cast check.'], fails: 'S52.501A', passes: 'S52.501D' },
  {
    row: 'DX-214',
    rule: 'fracture-defaults',
    notes: ['Open fracture of the tibia.'],
    fails: 'S82.201C',
    passes: 'S82.201B',
  },
  { row: 'DX-211', rule: 'seventh-character-missing', fails: 'S72.141', passes: 'S72.141A' },
  { row: 'DX-216', rule: 'sequela-alone', fails: 'S52.501S', passes: 'M24.531 S52.501S' },
  { row: 'DX-217', rule: 'cause-phase', fails: 'S61.211A W01.0XXD', passes: 'S61.211A W01.0XXA' },
  {
    row: 'DX-221',
    rule: 'named-sites',
    notes: ['Assessment: Rheumatoid arthritis of right wrist and left knee.'],
    title: 'Rheumatoid arthritis with rheumatoid factor of multiple sites without organ or systems involvement',
    fails: 'M05.79',
    passes: 'M05.731 M05.762',
  },
  { row: 'DX-305', rule: 'diagnosis-order', fails: 'D63.1 N18.4', passes: 'N18.4 D63.1' },
  { row: 'DX-309', rule: 'combination-code', fails: 'E11.9 N18.4', passes: 'E11.22 N18.4' },
  {
    row: 'DX-312',
    rule: 'other-specified',
    notes: ['Assessment:\nPneumonia.'],
    title: 'Other pneumonia, unspecified organism',
    fails: 'J18.8',
    passes: 'J18.9',
  },
  { row: 'DX-401', rule: 'combination-code', fails: 'I10 I50.22', passes: 'I11.0 I50.22' },
  { row: 'DX-402', rule: 'combination-code', fails: 'I10 N18.4', passes: 'I12.9 N18.4' },
  { row: 'DX-402, end stage', rule: 'combination-code', fails: 'I10 N18.6', passes: 'I12.0 N18.6' },
  { row: 'DX-403', rule: 'combination-code', fails: 'I11.0 I12.9 I50.22 N18.4', passes: 'I13.0 I50.22 N18.4' },
  {
    row: 'DX-403, end stage',
    rule: 'combination-code',
    fails: 'I11.0 I12.0 I50.22 N18.6',
    passes: 'I13.2 I50.22 N18.6',
  },
  { row: 'DX-404', rule: 'combination-code', fails: 'E11.9 N18.32', passes: 'E11.22 N18.32' },
  { row: 'DX-405', rule: 'combination-code', fails: 'E11.9 I10 I50.32 N18.31', passes: 'E11.22 I13.0 I50.32 N18.31' },
  { row: 'DX-406', rule: 'combination-code', fails: 'I25.10 I20.9', passes: 'I25.119' },
  { row: 'DX-409, order', rule: 'required-companion', fails: 'R65.20 A41.51 N17.9', passes: 'A41.51 R65.20 N17.9' },
  { row: 'DX-409, organ', rule: 'required-companion', fails: 'A41.51 R65.20', passes: 'A41.51 R65.20 N17.9' },
  { row: 'DX-411', rule: 'z-code-company', fails: 'T81.44XA T81.12XA R65.21', passes: 'T81.44XA T81.12XA' },
  { row: 'DX-412', rule: 'codes-exclude-each-other', fails: 'N18.5 N18.6', passes: 'N18.6' },
  { row: 'DX-413', rule: 'codes-exclude-each-other', fails: 'F10.10 F10.20', passes: 'F10.20' },
  { row: 'DX-414', rule: 'required-companion', fails: 'I15.1', passes: 'N18.9 I15.1' },
  { row: 'DX-415', rule: 'required-companion', fails: 'I1A.0 I10', passes: 'I10 I1A.0' },
  { row: 'DX-416', rule: 'codes-exclude-each-other', fails: 'I21.A1 I21.4', passes: 'I21.A1' },
  { row: 'DX-417', rule: 'required-companion', fails: 'I22.1', passes: 'I21.4 I22.1' },
  { row: 'DX-420', rule: 'first-listed-only', fails: 'C50.911 Z51.11', passes: 'Z51.11 C50.911' },
  { row: 'DX-425', rule: 'codes-exclude-each-other', fails: 'E66.813 E66.01', passes: 'E66.813' },
  {
    row: 'DX-501',
    rule: 'uncertain-diagnosis',
    notes: ['Assessment:\nProbable pneumonia, cough, fever.'],
    fails: 'J18.9',
    passes: 'R05.9 R50.9',
  },
  {
    row: 'DX-502',
    rule: 'uncertain-diagnosis',
    notes: ['Discharge diagnosis:\nProbable pneumonia'],
    ...inpatient,
    fails: 'R05.9',
    passes: 'J18.9',
  },
  {
    row: 'DX-503',
    rule: 'uncertain-diagnosis',
    notes: ['Discharge diagnosis:\nSuspected COVID-19, cough'],
    ...inpatient,
    fails: 'U07.1',
    passes: 'R05.9',
  },
  { row: 'DX-505', rule: 'symptom-with-diagnosis', fails: 'J18.9 R05.9', passes: 'J18.9' },
  {
    row: 'DX-218',
    rule: 'character-default',
    notes: ['Assessment: POAG right eye.'],
    fails: 'H40.1114',
    passes: 'H40.1110',
  },
  { row: 'DX-219', rule: 'character-default', notes: ['32 weeks, breech.'], fails: 'O32.1XX1', passes: 'O32.1XX0' },
  {
    row: 'DX-310',
    rule: 'provider-link',
    notes: ['Assessment: Sepsis, E. coli UTI. AKI.'],
    fails: 'A41.51 R65.20 N17.9',
    passes: 'A41.51 N17.9',
  },
  { row: 'DX-407', rule: 'clinical-order', fails: 'K86.1 K85.90', passes: 'K85.90 K86.1' },
  { row: 'DX-410', rule: 'clinical-order', fails: 'N39.0 A41.51', passes: 'A41.51 N39.0' },
  { row: 'DX-418', rule: 'past-condition', notes: ['NSTEMI 6 weeks ago.'], fails: 'I21.4', passes: 'I25.2' },
  { row: 'DX-419', rule: 'clinical-order', fails: 'D63.0 C18.9', passes: 'C18.9 D63.0' },
  {
    row: 'DX-421',
    rule: 'past-condition',
    notes: ['Breast cancer, excised 2019, no evidence of disease.'],
    fails: 'C50.911',
    passes: 'Z85.3',
  },
  { row: 'DX-422', rule: 'fragility-fracture', fails: 'M81.0 S72.001A', passes: 'M80.051A' },
  { row: 'DX-423', rule: 'drug-event-order', fails: 'T46.5X6A I10', passes: 'I10 T46.5X6A' },
  {
    row: 'DX-508',
    rule: 'diagnosis-unsupported',
    notes: ['Assessment:\nRight lower quadrant pain.'],
    fails: 'K35.80',
    passes: 'R10.31',
  },
  { row: 'DX-509', rule: 'symptom-principal', ...inpatient, fails: 'R07.9 I21.4', passes: 'I21.4' },
  {
    row: 'DX-510',
    rule: 'result-alone',
    notes: ['Labs: sodium 128. IV saline, repeat sodium.'],
    ...inpatient,
    fails: 'E87.1',
    passes: 'J18.9',
  },
  {
    row: 'DX-511',
    rule: 'report-diagnosis',
    record: { notes: [aNote({ type: '18748-4', status: 'signed', text: 'Impression:\nPneumonia' })] },
    fails: 'R05.9',
    passes: 'J18.9',
  },
  {
    row: 'DX-513',
    rule: 'impending-condition',
    notes: ['Assessment:\nImpending delirium tremens'],
    fails: 'F10.231',
    passes: 'F10.239',
  },
  { row: 'DX-601', rule: 'obstetric-first', fails: 'D64.9 O99.019', passes: 'O99.019 D64.9' },
  { row: 'DX-602', rule: 'mother-and-newborn', fails: 'O80 Z37.0 P07.30', passes: 'O80 Z37.0' },
  { row: 'DX-603', rule: 'obstetric-combinations', fails: 'Z34.01 O24.410', passes: 'O24.410' },
  { row: 'DX-604', rule: 'obstetric-combinations', fails: 'O80', passes: 'O80 Z37.0' },
  {
    row: 'DX-605',
    rule: 'gestational-age',
    notes: ['Assessment:\nIUP at 30w2d.'],
    fails: 'O09.93 Z3A.31',
    passes: 'O09.93 Z3A.30',
  },
  { row: 'DX-606', rule: 'obstetric-combinations', fails: 'O24.414 Z79.4', passes: 'O24.414' },
  { row: 'DX-608', rule: 'provider-statement', notes: ['T2DM, diet.'], fails: 'E11.A', passes: 'E11.9' },
  { row: 'DX-615', rule: 'z-code-company', fails: 'A41.02 B95.62', passes: 'A41.02' },
  {
    row: 'DX-611',
    rule: 'words-behind-code',
    notes: ['Assessment:\nPain of the right knee.'],
    fails: 'G89.29',
    passes: 'M25.561',
  },
  {
    row: 'DX-612',
    rule: 'words-behind-code',
    notes: ['Assessment:\nSacral pressure ulcer, unstageable.'],
    fails: 'L89.159',
    passes: 'L89.150',
  },
  {
    row: 'DX-613',
    rule: 'words-behind-code',
    notes: ['Assessment:\nRecurrent dislocation of the right patella.'],
    fails: 'S83.004A',
    passes: 'M22.01',
  },
  {
    row: 'DX-614',
    rule: 'words-behind-code',
    notes: ['Assessment:\nAsymptomatic HIV, on treatment.'],
    fails: 'B20',
    passes: 'Z21',
  },
  { row: 'DX-614, a related condition', rule: 'words-behind-code', fails: 'Z21 B59', passes: 'B20 B59' },
  {
    row: 'DX-617',
    rule: 'words-behind-code',
    notes: ['Assessment:\nIleus.'],
    fails: 'K91.89 K56.7',
    passes: 'K56.7',
  },
  {
    row: 'DX-618',
    rule: 'words-behind-code',
    notes: ['Assessment:\nBreast mass.'],
    fails: 'D48.61',
    passes: 'D49.3',
  },
  {
    row: 'DX-619',
    rule: 'coma-scale',
    fails: 'R40.2112 R40.2212 R40.2313',
    passes: 'R40.2112 R40.2212 R40.2312',
  },
  { row: 'DX-621', rule: 'burn-degree', fails: 'T22.211A T22.311A', passes: 'T22.311A' },
  {
    row: 'DX-622',
    rule: 'words-behind-code',
    notes: ['Assessment:\nElevated blood pressure.'],
    fails: 'I10',
    passes: 'R03.0',
  },
  { row: 'DX-701', rule: 'first-listed-only', fails: 'I10 Z00.00', passes: 'Z00.00 I10' },
  { row: 'DX-702', rule: 'z-code-company', fails: 'I10 Z13.9', passes: 'I10' },
  { row: 'DX-703', rule: 'z-code-company', fails: 'I10 Z68.41', passes: 'E66.9 Z68.41' },
  { row: 'DX-705', rule: 'z-code-company', fails: 'S52.501D Z47.89', passes: 'S52.501D' },
  { row: 'DX-706', rule: 'words-behind-code', fails: 'Z08', passes: 'Z08 Z85.3' },
  { row: 'DX-706, recurrence', rule: 'words-behind-code', fails: 'Z08 Z85.3 C50.911', passes: 'C50.911' },
  { row: 'DX-707', rule: 'words-behind-code', fails: 'Z12.31 N63.10', passes: 'N63.10' },
  { row: 'DX-708', rule: 'routine-examination', fails: 'Z00.00 R01.1', passes: 'Z00.01 R01.1' },
  {
    row: 'DX-709',
    rule: 'words-behind-code',
    notes: ['Plan:\namoxicillin for 10 days.'],
    fails: 'J02.0 Z79.2',
    passes: 'J02.0',
  },
  { row: 'DX-712', rule: 'never-first', fails: 'W01.0XXA S61.211A', passes: 'S61.211A W01.0XXA' },
  { row: 'DX-716', rule: 'required-companion', fails: 'Z01.818', passes: 'Z01.818 M17.11' },
  {
    row: 'DX-203',
    rule: 'more-specific-code',
    record: {
      notes: [
        aNote({ text: 'Assessment:\nLung cancer of the lower lobe.' }),
        aNote({
          id: parseNoteId('order'),
          authorRole: 'nurse',
          text: 'Imaging order: CT chest for lung cancer, right lower lobe.',
        }),
      ],
    },
    fails: 'C34.30',
    passes: 'C34.31',
  },
  {
    row: 'DX-204',
    rule: 'more-specific-code',
    record: {
      notes: [
        aNote({ id: parseNoteId('note-2'), authorRole: 'nurse', text: 'Assessment:\nLeft knee osteoarthritis.' }),
        aNote({ text: 'Assessment:\nRight knee osteoarthritis.' }),
      ],
    },
    fails: 'M17.11',
    passes: 'I10',
  },
  { row: 'DX-507', rule: 'symptom-with-diagnosis', fails: 'K57.31 K92.2', passes: 'K57.31' },
  {
    row: 'DX-609',
    rule: 'provider-statement',
    notes: ['Assessment:\nDementia.'],
    title: 'Unspecified dementia, severe, without behavioral disturbance',
    fails: 'F03.C0',
    passes: 'F03.90',
  },
  {
    row: 'DX-610',
    rule: 'provider-statement',
    notes: ['Assessment:\nAlcohol dependence, no drinks since May.'],
    title: 'Alcohol dependence, in remission',
    fails: 'F10.21',
    passes: 'F10.20',
  },
  { row: 'DX-620', rule: 'required-companion', fails: 'R29.705 I63.9', passes: 'I63.9 R29.705' },
  { row: 'DX-704', rule: 'never-first', fails: 'Z59.00 I10', passes: 'I10 Z59.00' },
  { row: 'DX-710', rule: 'z-code-company', fails: 'T86.11 Z94.0', passes: 'T86.11' },
  { row: 'DX-713', rule: 'z-code-company', fails: 'T40.2X1A X83.8XXA', passes: 'T40.2X1A' },
  {
    row: 'DX-713, an injury of its own',
    rule: 'z-code-company',
    fails: 'T40.2X1A W19.XXXA',
    passes: 'T40.2X1A S61.211A W19.XXXA',
  },
  { row: 'DX-807', rule: 'duplicate-diagnosis', ...inpatient, fails: 'I10 E11.9 I10', passes: 'I10 E11.9' },
]

/** E blocks, W warns, Q asks, R recodes, I informs; "E/W" is either. */
const LETTERS: Readonly<Record<string, string>> = {
  E: 'error',
  W: 'warning',
  Q: 'question',
  R: 'recode',
  I: 'information',
}

function readSeverities(text: string): ReadonlyMap<string, readonly string[]> {
  return new Map(
    [...text.matchAll(/^\| (DX-\d+) \|.*\| ([EWQRI](?:\/[EWQRI])?)(?: \([^|]*\))? \|$/gm)].map(
      ([, id = '', letters = '']) => [id, letters.split('/').map((letter) => LETTERS[letter] ?? '')] as const,
    ),
  )
}

function getRule(id: string): ClaimRule {
  const rule = claimRules.find((one) => one.id === id)
  if (rule === undefined) throw new TypeError(`There is no rule ${id}.`)
  return rule
}

function aTitled(code: string, over: { readonly evidence: readonly Evidence[]; readonly title: string | undefined }) {
  const plain = aDiagnosis(code, { evidence: over.evidence })
  return over.title === undefined ? plain : { ...plain, code: { ...plain.code, title: over.title } }
}

function diagnosesOf({ fails, notes, title, words }: Pair, codes: string): readonly DraftDiagnosis[] {
  const evidence = words === undefined ? [] : [evidenceOf(words, aNote({ text: notes?.[0] ?? '' }))]
  return codes.split(' ').map((code) => aTitled(code, { evidence, title: code === fails ? title : undefined }))
}

/** The codes of one side of a pair, as its rule judges them. */
function check(pair: Pair, codes: string) {
  return checkDiagnoses(pair, diagnosesOf(pair, codes))
}

function checkDiagnoses({ rule, notes, record, kind }: Pair, diagnoses: readonly DraftDiagnosis[]) {
  return tryRule(getRule(rule), {
    draft: { diagnoses, ...(kind === undefined ? {} : { kind }) },
    ...(notes === undefined ? {} : { notes }),
    ...(record === undefined ? {} : { record }),
  })
}

/** The codes of the failing side once every recode of its rule is made, one after the other. */
function recode(pair: Pair): readonly string[] {
  let draft = aDraftClaim({ diagnoses: diagnosesOf(pair, pair.fails) })
  for (let round = 0; round < pair.fails.split(' ').length + 1; round++) {
    const hit = checkDiagnoses(pair, draft.diagnoses).find(({ severity, fix }) => severity === 'recode' && fix)
    if (hit?.fix === undefined) break
    draft = applyFix(draft, hit.fix, hit.evidence)
  }
  return draft.diagnoses.map(({ code }) => String(code.code))
}

/** What no pair can help: the draft of the tests has a visit, a coverage or a stay, and its notes no level, payer or admission. */
const OF_THE_DRAFT: ReadonlySet<string> = new Set(['visit-level', 'payer-number-missing', 'admitting-diagnosis'])

/** Codes of a release that is not loaded are not called valid, here as in a site's draft. */
const isUnchecked = (rule: ClaimRule, { message }: ClaimRuleHit): boolean =>
  rule.id === 'diagnosis-not-billable' && message.includes('could not be checked')

/** Errors and warnings of all rules on the passing side of a pair. */
function listAgainst(pair: Pair, over: Partial<Parameters<typeof tryRule>[1]> = {}): string[] {
  const { notes, record, kind } = pair
  const dated = over.draft ?? {}
  const diagnoses = diagnosesOf(pair, pair.passes)
  // One reading for all the rules, as an analysis has it.
  const input = aRuleInput({
    ...over,
    draft: { diagnoses, ...(kind === undefined ? {} : { kind }), ...dated },
    ...(notes === undefined ? {} : { notes }),
    record: { ...record, ...over.record },
  })
  return claimRules
    .filter(({ id }) => !OF_THE_DRAFT.has(id))
    .flatMap((rule) => rule.check(input).flatMap((hit) => (isUnchecked(rule, hit) ? [] : [{ rule: rule.id, ...hit }])))
    .filter(({ severity }) => severity === 'error' || severity === 'warning')
    .map(({ rule, severity, message }) => `${severity} ${rule}: ${message}`)
}

describe('pairs of the tables', () => {
  test.each(PAIRS)('$row fails: $fails ($rule)', (pair) => {
    expect(check(pair, pair.fails).length).toBeGreaterThan(0)
  })

  test.each(PAIRS)('$row passes: $passes ($rule)', (pair) => {
    expect(check(pair, pair.passes)).toEqual([])
  })

  test.each(PAIRS)('$row passes: no other rule errs or warns about $passes', (pair) => {
    expect(listAgainst(pair)).toEqual([])
  })

  describeWithShared('code-sets', 'with FY2026 loaded', () => {
    const codeSet = officialCodes()
    const dates = IN_FISCAL_2026
    const lines = [aLine('99213', { date: dates.dateOfService })]

    // The code of DX-104 is of FY2027.
    test.each(PAIRS.filter(({ row }) => row !== 'DX-104'))(
      '$row passes: no other rule errs or warns about $passes',
      (pair) => {
        expect(listAgainst(pair, { codeSet, draft: { ...dates, lines }, record: dates })).toEqual([])
      },
    )
  })

  describeWithShared('domain', 'severities of the tables', () => {
    const severities = readSeverities(readSharedText('domain', 'coding-rules.md'))

    test.each(PAIRS)('$row: $fails has the severity of its row ($rule)', (pair) => {
      const [id = ''] = pair.row.split(',')
      const allowed = severities.get(id)
      expect(allowed).toBeDefined()
      for (const { severity } of check(pair, pair.fails)) expect(allowed).toContain(severity)
    })

    const recoded = PAIRS.filter(({ row }) => severities.get(row.split(',')[0] ?? '')?.includes('recode') === true)
    test.each(recoded)('$row: what is recoded of $fails passes', (pair) => {
      const codes = recode(pair)
      expect(codes.toSorted()).toEqual(pair.passes.split(' ').toSorted())
    })
  })

  test.each(SILENT)('$row passes: $when ($codes)', ({ codes, note }) => {
    const diagnoses = codes.split(' ').map((code) => aDiagnosis(code))
    const input = aRuleInput({ draft: { diagnoses }, notes: [note] })
    const hits = claimRules
      .filter(({ family }) => family === 'diagnoses')
      .flatMap((rule) => rule.check(input).map(({ message }) => [rule.id, message]))
    expect(hits).toEqual([])
  })

  test('DX-516 passes: the same open detail in two notes is one question, and none asks for a test', () => {
    const text = 'Assessment:\nKnee osteoarthritis.'
    const notes = [aNote({ text }), aNote({ text, id: parseNoteId('note-2') })]
    const { record, knowledge, codeSet } = aRuleInput({ record: { notes } })
    const { findings } = analyseEncounter({ record, knowledge, codeSet })
    const asked = findings.flatMap((one) => (one.kind === 'prompt' ? [one.prompt] : []))
    expect(asked).toHaveLength(1)
    expect(JSON.stringify(asked)).not.toMatch(/\b(?:order|obtain|perform) (?:an? )?(?:x-?ray|mri|ct|test|lab)/i)
  })

  test('DX-101 fails: E11..9 has no shape of a code', () => {
    expect(tryParseIcd10Code('E11..9')).toBeUndefined()
  })

  test('DX-101 passes: E11.9 has, and so has a letter in second place', () => {
    expect(tryParseIcd10Code('E11.9')).toBe('E11.9')
    expect(tryParseIcd10Code('QA0.0101')).toBe('QA0.0101')
  })

  test.each(['I10', 'O80'])('DX-108 passes: %s keeps its first letter', (code) => {
    expect(tryParseIcd10Code(code)).toBe(code)
    expect(tryParseIcd10Code(code.replace(/^I/, '1').replace(/^O/, '0'))).toBeUndefined()
  })
})
