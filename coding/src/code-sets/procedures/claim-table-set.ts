/** The imported tables behind the port of the claim rules: each question goes to the edition of its date. */
import type { ClaimTables, EditAudience, HcpcsEntryState, TableAnswer } from '../../claims/claim-tables.ts'
import type { DateOnly } from '../../domain/date-only.ts'
import type { Icd10Code } from '../../domain/icd10-code.ts'
import { chooseRelease } from '../choose-release.ts'
import type { Columns } from '../columns.ts'
import type { HcpcsTable } from '../hcpcs-table.ts'
import { openAddOns } from './add-on-table.ts'
import { openCharges } from './charge-table.ts'
import { openCoverage } from './coverage-table.ts'
import { openEditorFlags } from './editor-flag-table.ts'
import { openPairTable } from './pair-table.ts'
import { openPolicies } from './policy-table.ts'
import { openUnitLimits } from './unit-limit-table.ts'

export type TableEdition = {
  readonly release: string
  readonly effectiveFrom: DateOnly
  readonly effectiveTo: DateOnly
  readonly columns: Columns
}

export type ClaimTableEditions = {
  readonly pairs: Readonly<Record<EditAudience, readonly TableEdition[]>>
  readonly unitLimits: Readonly<Record<EditAudience, readonly TableEdition[]>>
  readonly addOns: readonly TableEdition[]
  readonly policies: readonly TableEdition[]
  readonly editorFlags: readonly TableEdition[]
  readonly charges: readonly TableEdition[]
  readonly coverage: readonly TableEdition[]
  readonly hcpcs: HcpcsTable
  readonly isPoaExempt: (code: Icd10Code, on: DateOnly) => boolean | 'no-data'
}

const NAMES = {
  pairs: 'NCCI procedure-to-procedure edits',
  unitLimits: 'medically unlikely edits',
  addOns: 'NCCI add-on codes',
  policies: 'physician fee schedule indicators',
  editorFlags: 'Medicare Code Editor',
  charges: 'the site’s fee schedule',
  coverage: 'the site’s coverage policies',
  hcpcs: 'HCPCS Level II',
  poa: 'POA exempt list',
} as const

type Ask<Opened> = <Value>(on: DateOnly, find: (opened: Opened) => Value | undefined) => TableAnswer<Value>

/** A date outside every loaded edition is `no-data`: yesterday's edits say nothing of today (design 5). */
function openEditions<Opened>(
  table: string,
  editions: readonly TableEdition[],
  open: (columns: Columns) => Opened,
): Ask<Opened> {
  const opened = editions.map(({ columns, ...edition }) => ({ ...edition, table: open(columns) }))
  return (on, find) => {
    const choice = chooseRelease(opened, on)
    if (choice.kind !== 'found') return { state: 'no-data', table }
    const { release: edition, table: rows } = choice.release
    const value = find(rows)
    return value === undefined ? { state: 'none', edition } : { state: 'found', value, edition }
  }
}

export function createClaimTables(editions: ClaimTableEditions): ClaimTables {
  const byAudience = <Opened>(
    name: 'pairs' | 'unitLimits',
    open: (columns: Columns) => Opened,
  ): Readonly<Record<EditAudience, Ask<Opened>>> => ({
    practitioner: openEditions(`${NAMES[name]} (practitioner)`, editions[name].practitioner, open),
    facility: openEditions(`${NAMES[name]} (facility)`, editions[name].facility, open),
  })
  const pairs = byAudience('pairs', openPairTable)
  const unitLimits = byAudience('unitLimits', openUnitLimits)
  const addOns = openEditions(NAMES.addOns, editions.addOns, openAddOns)
  const policies = openEditions(NAMES.policies, editions.policies, openPolicies)
  const charges = openEditions(NAMES.charges, editions.charges, openCharges)
  const coverage = openEditions(NAMES.coverage, editions.coverage, openCoverage)
  const editorFlags = openEditions(NAMES.editorFlags, editions.editorFlags, openEditorFlags)
  return {
    findPair: (a, b, { on, audience }) => pairs[audience](on, (table) => table.findEitherWay(a, b, on)),
    findUnitLimit: (code, { on, audience }) => unitLimits[audience](on, (table) => table.get(code)),
    findAddOn: (code, on) => addOns(on, (table) => table.find(code, Number(on.replaceAll('-', '')))),
    findPolicy: (code, on) => policies(on, (table) => table.get(code)),
    findProcedureState: (code, on) => findProcedureState(editions.hcpcs, code, on),
    findCharge: (code, question) => charges(question.on, (table) => table.find(code, question)),
    listCoverage: (code, on) => coverage(on, (table) => table.list(code, on)),
    listEditorFlags: (code, on) => editorFlags(on, (table) => table.get(code)),
    isPoaExempt: (code, on) => {
      const answer = editions.isPoaExempt(code, on)
      if (answer === 'no-data') return { state: 'no-data', table: NAMES.poa }
      return { state: 'found', value: answer, edition: NAMES.poa }
    },
  }
}

const STATES = { valid: 'valid', terminated: 'terminated', not_yet_valid: 'not-yet-valid', invalid: 'invalid' } as const

function findProcedureState(hcpcs: HcpcsTable, code: string, on: DateOnly): TableAnswer<HcpcsEntryState> {
  const answer = hcpcs.lookUp(code, on)
  if (answer.kind === 'no-data' || answer.kind === 'outside-releases') return { state: 'no-data', table: NAMES.hcpcs }
  return { state: 'found', value: STATES[answer.kind], edition: answer.release }
}
