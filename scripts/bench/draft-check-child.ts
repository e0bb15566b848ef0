// A fresh process: loads the pairs alone, looks some up, then loads all that is stored and checks drafts.
import { checkDraft } from '#coding/claims/check-draft.ts'
import type { ClaimTables } from '#coding/claims/claim-tables.ts'
import { openPairTable } from '#coding/code-sets/procedures/pair-table.ts'
import { type DateOnly, parseDateOnly } from '#coding/domain/date-only.ts'
import type { DraftClaim, DraftDiagnosis, DraftLine } from '#coding/domain/draft-claim.ts'
import { parseIcd10Code } from '#coding/domain/icd10-code.ts'
import { parseDraftId, parseEncounterId, parsePatientId } from '#coding/domain/ids.ts'
import { getProcedureSystem, parseModifierCode, parseProcedureCode } from '#coding/domain/procedure-code.ts'
import { loadKnowledge } from '#coding/knowledge/knowledge.ts'
import { loadCodeSets } from '#proxy/code-sets/load-code-sets.ts'
import { createReleaseStore, type ReleaseManifest } from '#proxy/code-sets/release-store.ts'
import { buildRecord, DATE_OF_SERVICE, readNotes } from './records.ts'
import { percentile, time } from './statistics.ts'

const dataDir = process.argv[2] ?? '.postil'
const LOOK_UPS = 200_000
const DRAFTS = 300
const CODES = [
  'I10',
  'E11.9',
  'M17.11',
  'J45.909',
  'K21.9',
  'L40.9',
  'M10.9',
  'E78.5',
  'F32.A',
  'G47.33',
  'Z79.4',
  'R51.9',
]
const LINES = [
  ...['99214', '20610', '93000', '36415', '80053', '85025', '83036', '80061', '81002', '94010'],
  ...['11102', '17000', '69210', '96372', 'J1885', '90471', '71046', '73562', '97110', 'G0447'],
]

const settle = (): number => {
  globalThis.gc?.()
  return process.memoryUsage().rss
}

/** The edition that is newest of a set; each question is asked on a day that its own table speaks of. */
const store = createReleaseStore(dataDir)
const findNewest = async (set: Parameters<typeof store.list>[0]): Promise<ReleaseManifest | undefined> =>
  (await store.list(set)).at(-1)

const manifest = await findNewest('ncci-ptp-practitioner')
if (manifest === undefined) throw new TypeError('no pairs are stored')
const before = settle()
const start = performance.now()
const pairs = openPairTable(await store.read(manifest))
const load = performance.now() - start
const resident = settle() - before

const numbers = LINES.filter((code) => /^\d/.test(code))
let found = 0
const lookUps = time(() => {
  for (let index = 0; index < LOOK_UPS; index++) {
    // Real numbers first, then any five digits, so that hits and misses are both measured.
    const one = numbers[index % numbers.length] ?? ''
    const other =
      index % 2 === 0 ? (numbers[(index * 7) % numbers.length] ?? '') : String(10_000 + ((index * 7919) % 89_999))
    if (pairs.find(one, other, manifest.effectiveFrom) !== undefined) found += 1
  }
})

const { diagnoses, tables } = await loadCodeSets(dataDir)
const days = new Map<string, DateOnly>()
for (const set of ['ncci-ptp-practitioner', 'ncci-mue-practitioner', 'ncci-add-on', 'pfs', 'mce', 'hcpcs'] as const) {
  const newest = await findNewest(set)
  if (newest) days.set(set, newest.effectiveFrom)
}
const dayOf = (set: string, on: DateOnly): DateOnly => days.get(set) ?? on
const answering: ClaimTables = {
  findPair: (a, b, { on, audience }) => tables.findPair(a, b, { on: dayOf('ncci-ptp-practitioner', on), audience }),
  findUnitLimit: (code, { on, audience }) =>
    tables.findUnitLimit(code, { on: dayOf('ncci-mue-practitioner', on), audience }),
  findAddOn: (code, on) => tables.findAddOn(code, dayOf('ncci-add-on', on)),
  findPolicy: (code, on) => tables.findPolicy(code, dayOf('pfs', on)),
  findProcedureState: (code, on) => tables.findProcedureState(code, dayOf('hcpcs', on)),
  listEditorFlags: (code, on) => tables.listEditorFlags(code, dayOf('mce', on)),
  findCharge: tables.findCharge,
  listCoverage: tables.listCoverage,
  isPoaExempt: tables.isPoaExempt,
}

const on = parseDateOnly(DATE_OF_SERVICE)

function buildDiagnosis(code: string): DraftDiagnosis {
  const edition = { codeSet: 'ICD-10-CM', release: 'FY2026', basis: 'release' } as const
  return {
    code: {
      state: 'validated',
      category: 'diagnosis',
      system: 'icd10cm',
      code: parseIcd10Code(code),
      title: code,
      edition,
    },
    source: 'rule',
    verified: true,
    evidence: [],
  }
}

function buildLine(text: string, index: number): DraftLine {
  const code = parseProcedureCode(text)
  return {
    code: {
      state: 'validated',
      category: text.startsWith('99') ? 'em' : 'procedure',
      system: getProcedureSystem(code),
      code,
      edition: { basis: 'no-data' },
    },
    modifiers: index === 0 ? [parseModifierCode('25')] : [],
    units: 1,
    diagnosisPointers: [1, 2, 3, 4],
    placeOfService: '11',
    date: on,
    source: 'person',
    verified: true,
  }
}

const { notes } = readNotes()
const longest = notes.toSorted((a, b) => a.length - b.length).at(-1) ?? ''
const draft: DraftClaim = {
  id: parseDraftId('draft'),
  kind: 'professional',
  patientId: parsePatientId('patient'),
  encounterId: parseEncounterId('encounter'),
  dateOfService: on,
  diagnoses: CODES.map(buildDiagnosis),
  lines: LINES.map(buildLine),
  performer: { reference: 'Practitioner/p', npi: '1234567893' },
  billingProvider: { reference: 'Organization/o', npi: '1234567893' },
  coverage: { reference: 'Coverage/c' },
  supportingNotes: [],
}
const knowledge = loadKnowledge()
// A record of its own for every draft, as every request brings one: nothing of an earlier reading may help.
const ask = () =>
  checkDraft({
    draft,
    record: buildRecord(longest),
    knowledge,
    codeSet: diagnoses,
    tables: answering,
    context: { today: on },
  })
for (let index = 0; index < 50; index++) ask()
const times = Array.from({ length: DRAFTS }, () => time(ask))
process.stdout.write(
  JSON.stringify({
    pairs: pairs.size,
    load,
    resident,
    lookUp: (lookUps / LOOK_UPS) * 1000,
    found,
    p50: percentile(times, 0.5),
    p95: percentile(times, 0.95),
    findings: ask().length,
    note: longest.length,
  }),
)
