// The scrub list against drafts as a coder puts them together: what the EHR gave, what was typed, the wire between
// browser and server, then the rules. Each row fails one way and passes another; a rule that no screen can reach is none.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { ClaimFacts, EncounterReading } from '#app/ehr/session-types.ts'
import { FILING_FIELDS } from '#app/features/draft/detail-fields.ts'
import { createDraftStore, type DraftQuestion, type DraftStore } from '#app/features/draft/draft-store.ts'
import { tryParseProcedureEntry } from '#app/features/draft/parse-entries.ts'
import { checkDraft } from '#coding/claims/check-draft.ts'
import type { ClaimContext, PriorService } from '#coding/claims/claim-context.ts'
import { type ClaimTables, noClaimTables } from '#coding/claims/claim-tables.ts'
import type { PayerPolicy } from '#coding/claims/payer-policy.ts'
import { createEmbeddedCodeSet } from '#coding/code-sets/embedded-code-set.ts'
import { draftCheckRequest } from '#coding/contract/draft-check.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import type { FilingFacts } from '#coding/domain/filing-facts.ts'
import type { PlannedLine } from '#coding/domain/kept-draft.ts'
import { parseModifierCode, parseProcedureCode } from '#coding/domain/procedure-code.ts'
import { loadKnowledge } from '#coding/knowledge/knowledge.ts'
import { mapClaimContext } from '#fhir-mappers/claim-context.ts'
import { withPolicies } from '../../../coding/claims/modifiers/modifier-tables.ts'
import { aCode, aNote, aReading, aRecord } from '../builders.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const knowledge = loadKnowledge()
const codeSet = createEmbeddedCodeSet(knowledge)
const ON = parseDateOnly('2026-11-21')
const patient = {
  resourceType: 'Patient',
  name: [{ family: 'Doe' }],
  address: [{ city: 'Riverbend' }],
  birthDate: '1968-03-12',
}
const coverage = {
  resourceType: 'Coverage',
  id: 'c1',
  status: 'active',
  subscriberId: 'S1',
  relationship: { coding: [{ code: 'self' }] },
  payor: [{ reference: 'Organization/p' }],
  order: 1,
}

type LineEntry = Partial<Omit<PlannedLine, 'code' | 'modifiers'>> & {
  readonly code: string
  readonly modifiers?: readonly string[]
}

type Screen = {
  readonly patient?: object
  readonly coverages?: readonly object[]
  readonly record?: Partial<EncounterRecord>
  readonly reading?: Partial<EncounterReading>
  readonly facts?: Partial<ClaimFacts>
  readonly context?: Pick<ClaimContext, 'today'>
  readonly policy?: Partial<PayerPolicy>
  readonly tables?: Partial<ClaimTables>
  readonly diagnoses?: readonly string[]
  readonly lines?: readonly LineEntry[]
  /** Label of a field of the claim, and what is typed there. */
  readonly typed?: Readonly<Record<string, string>>
  /** What the form's choices say. */
  readonly chosen?: FilingFacts
}

function addLine(draft: DraftStore, { code, modifiers = [], ...line }: LineEntry): void {
  const parsed = tryParseProcedureEntry(code)
  if (!parsed.ok) throw new TypeError(parsed.problem)
  draft.addLine(parsed.value)
  const { id = '' } = draft.store.getState().plan.lines.at(-1) ?? {}
  const { description, comparison, minutes, drug, ...rest } = line
  draft.changeLine(id, { modifiers: modifiers.map(parseModifierCode), ...rest })
  draft.setLineFact(id, { description, comparison, minutes, drug })
}

function typeDetails(draft: DraftStore, { typed = {}, chosen = {} }: Screen): void {
  let details = { filing: chosen }
  for (const [label, text] of Object.entries(typed)) {
    const field = FILING_FIELDS.find((one) => one.label === label)
    const parsed = field?.parse(text)
    if (!field || parsed?.ok !== true) throw new TypeError(`${label}: ${text}`)
    details = field.write(details, parsed.value) as typeof details
  }
  draft.changeDetails(details, 'details')
}

/** @returns the rules that speak, as the server would say them. */
async function findRules(screen: Screen): Promise<readonly string[]> {
  let asked: DraftQuestion | undefined
  const facts: ClaimFacts = {
    history: { priorServices: [], priorVisits: [], unseen: [] },
    filing: {},
    ...screen.facts,
  }
  const draft = createDraftStore({
    check: async (question) => {
      asked = question
      return { findings: [] }
    },
    file: () => Promise.reject(new TypeError('nothing is filed here')),
    findTarget: async () => ({ target: 'Claim', isPassingOver: false }),
    tryAllTargets: () => undefined,
    mayPost: async () => false,
    mayCredit: async () => false,
    announce: () => {},
    describeProblem: String,
    isCoder: () => true,
    findClaimFacts: async () => facts,
    findChoice: () => undefined,
    decide: () => {},
  })
  const note = aNote({ status: 'signed' })
  const record = aRecord({ status: 'finished', notes: [note], payer: 'commercial', ...screen.record })
  const coverages = screen.coverages ?? [coverage]
  const claimContext = mapClaimContext({
    patient: screen.patient ?? patient,
    coverages,
    coverageReference: 'Coverage/c1',
  })
  draft.setReading(
    aReading({
      record,
      claimContext,
      coverage: { reference: 'Coverage/c1' },
      performer: { reference: 'Practitioner/p1', npi: '1234567893' },
      billingProvider: { reference: 'Organization/o1', npi: '1003000126' },
      ...screen.reading,
    }),
  )
  const { diagnoses = ['M17.11'] } = screen
  draft.setAccepted(diagnoses.map((code) => aCode({ code, title: `Title of ${code}`, quote: 'Knee OA' })))
  for (const line of screen.lines ?? [{ code: '99213' }]) addLine(draft, line)
  typeDetails(draft, screen)
  await vi.advanceTimersByTimeAsync(2000)
  draft.stop()
  if (!asked) throw new TypeError('the rules were not asked')
  const sent = draftCheckRequest.parse(JSON.parse(JSON.stringify(asked)))
  const context = {
    today: parseDateOnly('2026-11-22'),
    ...sent.context,
    ...screen.context,
    policy: screen.policy ?? {},
  }
  const tables = { ...noClaimTables, ...screen.tables }
  return checkDraft({ ...sent, context, tables, knowledge, codeSet }).map(({ rule }) => rule)
}

const prior = (code: string, date: string): Partial<ClaimFacts> => {
  const service: PriorService = {
    date: parseDateOnly(date),
    code: parseProcedureCode(code),
    modifiers: [],
    units: 1,
    professional: 'same',
    from: 'claim',
  }
  return { history: { priorServices: [service], priorVisits: [], unseen: [] } }
}
const medicare: Partial<EncounterRecord> = { payer: 'medicare' }
const lines = (code: string, ...modifiers: string[]): Pick<Screen, 'lines'> => ({ lines: [{ code, modifiers }] })
const late = { context: { today: parseDateOnly('2028-01-01') } }
const edition = '2026Q4'

const ROWS: readonly (readonly [scr: string, rule: string, fails: Screen, passes: Screen])[] = [
  ['SCR-01', 'registration-incomplete', { patient: { ...patient, address: [] } }, {}],
  ['SCR-02', 'coverage-incomplete', { coverages: [{ ...coverage, subscriberId: undefined }] }, {}],
  ['SCR-03', 'coverage-not-in-force', { coverages: [{ ...coverage, period: { end: '2026-01-01' } }] }, {}],
  ['SCR-03', 'payer-number-missing', {}, { typed: { 'Payer number': '12345' } }],
  ['SCR-03', 'payer-number-missing', {}, { facts: { filing: { payerNumber: '12345' } } }],
  [
    'SCR-04',
    'coverage-order',
    {
      coverages: [
        { ...coverage, order: undefined },
        { ...coverage, id: 'c2', order: undefined },
      ],
    },
    {},
  ],
  ['SCR-05', 'billing-number-missing', { reading: { billingProvider: { reference: 'Organization/o1' } } }, {}],
  [
    'SCR-05',
    'provider-taxonomy',
    { facts: { filing: { billingTaxonomy: '1' } } },
    { typed: { 'Taxonomy of who bills': '261QM1300X', 'Taxonomy of who performed': '207Q00000X' } },
  ],
  [
    'SCR-05',
    'tax-number',
    { facts: { billing: { taxNumber: 'does-not-fit' } } },
    { facts: { billing: { taxNumber: 'fits' } } },
  ],
  ['SCR-06', 'performer-missing', { reading: { performer: { reference: 'Practitioner/p1' } } }, {}],
  [
    'SCR-07',
    'ordering-provider-missing',
    { record: medicare, ...lines('80053') },
    { record: medicare, ...lines('80053'), typed: { 'Ordering provider’s NPI': '1234567893' } },
  ],
  [
    'SCR-07',
    'ordering-provider-missing',
    { record: medicare, ...lines('80053') },
    { record: medicare, ...lines('80053'), facts: { filing: { orderingProvider: { reference: 'Practitioner/d' } } } },
  ],
  ['SCR-08', 'place-of-service', { lines: [{ code: '99213', placeOfService: '1' }] }, {}],
  ['SCR-08', 'place-does-not-fit', { lines: [{ code: '99213', placeOfService: '21' }] }, {}],
  [
    'SCR-08',
    'facility-missing',
    { lines: [{ code: '20610', placeOfService: '22' }] },
    {
      lines: [{ code: '20610', placeOfService: '22' }],
      reading: { filing: { facility: { reference: 'Location/l' } } },
    },
  ],
  ['SCR-09', 'service-date-impossible', { context: { today: parseDateOnly('2026-11-01') } }, {}],
  ['SCR-09', 'timely-filing', { record: medicare, ...late }, { record: medicare }],
  [
    'SCR-10',
    'procedure-code-not-valid',
    { ...lines('G0999'), tables: { findProcedureState: () => ({ state: 'found', value: 'invalid', edition }) } },
    { ...lines('G0439'), tables: { findProcedureState: () => ({ state: 'found', value: 'valid', edition }) } },
  ],
  ['SCR-11', 'modifier-not-for-visits', lines('99213', '59'), lines('99213', '25')],
  [
    'SCR-12',
    'unit-limit',
    {
      lines: [{ code: '20610', units: 9 }],
      tables: { findUnitLimit: () => ({ state: 'found', value: { units: 2, adjudication: 2 }, edition }) },
    },
    {
      lines: [{ code: '20610', units: 2 }],
      tables: { findUnitLimit: () => ({ state: 'found', value: { units: 2, adjudication: 2 }, edition }) },
    },
  ],
  ['SCR-14', 'diagnosis-pointers', { lines: [{ code: '99213', pointsTo: [] }] }, {}],
  ['SCR-16', 'first-listed-only', { diagnoses: ['M17.11', 'Z00.00'] }, {}],
  [
    'SCR-18',
    'procedure-pair',
    {
      lines: [{ code: '20610' }, { code: '99213' }],
      tables: {
        findPair: () => ({ state: 'found', value: { columnOne: '20610', columnTwo: '99213', indicator: 1 }, edition }),
      },
    },
    {
      lines: [{ code: '20610' }, { code: '99213', modifiers: ['25'] }],
      tables: {
        findPair: () => ({ state: 'found', value: { columnOne: '20610', columnTwo: '99213', indicator: 1 }, edition }),
      },
    },
  ],
  [
    'SCR-19',
    'add-on-without-primary',
    {
      ...lines('11046'),
      tables: { findAddOn: () => ({ state: 'found', value: { type: 1, primaries: new Set(['11043']) }, edition }) },
    },
    {
      lines: [{ code: '11043' }, { code: '11046' }],
      tables: {
        findAddOn: (code) =>
          code === '11046'
            ? { state: 'found', value: { type: 1, primaries: new Set(['11043']) }, edition }
            : { state: 'none', edition },
      },
    },
  ],
  [
    'SCR-20',
    'global-period',
    { facts: prior('27447', '2026-10-21'), tables: withPolicies({ '27447': { globalDays: '090' } }) },
    { facts: prior('27447', '2026-07-21'), tables: withPolicies({ '27447': { globalDays: '090' } }) },
  ],
  [
    'SCR-21',
    'visit-with-procedure',
    { lines: [{ code: '99213' }, { code: '20610' }], tables: withPolicies({ '20610': { globalDays: '000' } }) },
    { lines: [{ code: '99213' }] },
  ],
  ['SCR-22', 'laterality-modifier', lines('20610', 'LT'), lines('20610', 'RT')],
  [
    'SCR-23',
    'bilateral-procedure',
    {
      lines: [{ code: '20610', modifiers: ['50'], units: 2 }],
      tables: withPolicies({ '20610': { bilateral: '1' } }),
      diagnoses: ['M17.0'],
    },
    {
      lines: [{ code: '20610', modifiers: ['50'] }],
      tables: withPolicies({ '20610': { bilateral: '1' } }),
      diagnoses: ['M17.0'],
    },
  ],
  [
    'SCR-24',
    'new-patient',
    { ...lines('99203'), facts: prior('99213', '2025-03-01') },
    { ...lines('99213'), facts: prior('99213', '2025-03-01') },
  ],
  [
    'SCR-26',
    'preventive-age',
    { ...lines('99397'), record: { age: { unit: 'years', value: 48 } } },
    { ...lines('99396'), record: { age: { unit: 'years', value: 48 } } },
  ],
  [
    'SCR-28',
    'frequency-limit',
    { ...lines('G0439'), record: medicare, facts: prior('G0439', '2026-03-01') },
    { ...lines('G0439'), record: medicare, facts: prior('G0439', '2025-03-01') },
  ],
  [
    'SCR-29',
    'authorization',
    { ...lines('20610'), policy: { authorizationFor: ['206'] } },
    { ...lines('20610'), policy: { authorizationFor: ['206'] }, typed: { 'Authorization number': 'A1' } },
  ],
  [
    'SCR-30',
    'referral-missing',
    { policy: { needsReferral: true } },
    { policy: { needsReferral: true }, typed: { 'Referral number': 'R1' } },
  ],
  ['SCR-31', 'billed-before', { facts: prior('99213', '2026-11-21') }, { facts: prior('99213', '2026-11-20') }],
  [
    'SCR-32',
    'resubmission',
    { chosen: { frequency: 'replacement' } },
    { chosen: { frequency: 'replacement' }, typed: { 'Number of the earlier claim': '1' } },
  ],
  [
    'SCR-33',
    'drug-code',
    { ...lines('J1885'), record: { payer: 'medicaid' } },
    { lines: [{ code: 'J1885', drug: { ndc: '00409379501', amount: 1, unit: 'ML' } }], record: { payer: 'medicaid' } },
  ],
  ['SCR-34', 'laboratory-number', lines('80053'), { ...lines('80053'), typed: { 'CLIA number': '05D1234567' } }],
  ['SCR-35', 'anesthesia-line', lines('01402', 'P2'), { lines: [{ code: '01402', modifiers: ['P2'], minutes: 90 }] }],
  [
    'SCR-36',
    'accident-not-told',
    { diagnoses: ['S83.511A'] },
    { diagnoses: ['S83.511A'], chosen: { accident: { kind: 'other', date: ON } } },
  ],
  [
    'SCR-36',
    'accident-incomplete',
    { chosen: { accident: { kind: 'auto' } } },
    { chosen: { accident: { kind: 'other', date: ON } } },
  ],
  [
    'SCR-38',
    'telehealth-line',
    { lines: [{ code: '99213', placeOfService: '11' }], record: { ...medicare, encounterClass: 'virtual' } },
    { lines: [{ code: '99213', placeOfService: '10' }], record: { ...medicare, encounterClass: 'virtual' } },
  ],
  [
    'SCR-39',
    'vaccine-counts',
    { lines: [{ code: '90471' }] },
    { lines: [{ code: '90471' }, { code: '90686' }], diagnoses: ['Z23'] },
  ],
  [
    'SCR-40',
    'consents',
    { chosen: { consents: { signatureOnFile: false, assignmentOfBenefits: true, releaseOfInformation: true } } },
    { chosen: { consents: { signatureOnFile: true, assignmentOfBenefits: true, releaseOfInformation: true } } },
  ],
  ['SCR-41', 'note-not-signed', { record: { notes: [aNote({ status: 'draft' })] } }, {}],
  [
    'SCR-43',
    'attachment-number',
    lines('20610', '22'),
    { ...lines('20610', '22'), typed: { 'Attachment number': 'X1' } },
  ],
  [
    'SCR-44',
    'unlisted-procedure',
    lines('20999'),
    {
      lines: [
        { code: '20999', description: 'Percutaneous needling of the tendon', comparison: parseProcedureCode('20610') },
      ],
    },
  ],
  ['SCR-45', 'teaching-visit', lines('99215', 'GE'), lines('99213', 'GE')],
]

describe('the scrub list, from the screen', () => {
  test.each(ROWS)('%s: %s speaks where it should', async (_scr, rule, fails) => {
    expect(await findRules(fails)).toContain(rule)
  })

  test.each(ROWS)('%s: %s is silent where nothing is wrong', async (...[, rule, , passes]) => {
    expect(await findRules(passes)).not.toContain(rule)
  })
})
