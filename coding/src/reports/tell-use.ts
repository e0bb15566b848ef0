/** From what happened to what may be told of it: all days, week by week, by family, and what each figure consists of. */
import type { Measured, UseReportAnswer } from '../contract/use-report.ts'
import { findDirectionDrift } from './direction-drift.ts'
import {
  ACROSS_DIRECTIONS,
  type CellId,
  DIRECTION_LINES,
  findDivided,
  LINES,
  type LineId,
  MEASURES,
  type Measure,
} from './measures.ts'
import { type Cell, chooseClosed, chooseHidden, mayTell, mayTellSum } from './suppress-small.ts'
import type { FamilyRow, Tally, TallyRow } from './use-tally.ts'

const LINE_IDS = Object.keys(LINES).filter((id): id is LineId => id in LINES)
const CROSSING: ReadonlySet<LineId> = new Set([...DIRECTION_LINES, ...ACROSS_DIRECTIONS])
const PLAIN_LINES: readonly (readonly CellId[])[] = LINE_IDS.filter((id) => !CROSSING.has(id)).map((id) => LINES[id])
const CROSSINGS = DIRECTION_LINES.map((line) => ({ line, cells: LINES[line] }))
/** Families of fewer visits are told together. */
const LEAST_FAMILY = 20

type Count = { readonly numerator: number; readonly denominator: number }
/** Rows that add up to something that is told too, and what is left out of all of them. */
type Table = {
  readonly rows: readonly TallyRow[]
  readonly hidden: ReadonlySet<CellId>
  /** Lines of which nothing is told, not even the total. */
  readonly closed: ReadonlySet<LineId>
}

export function tellUse(tally: Tally): UseReportAnswer {
  const whole = makeTable([tally.whole])
  const weeks = [...tally.weeks]
  const byWeek = makeTable(weeks.map(([, row]) => row))
  return {
    whole: MEASURES.map((measure) => describe(measure, tally.whole, whole)),
    weeks: weeks.map(([monday, row]) => ({
      monday,
      measures: MEASURES.map((measure) => describe(measure, row, byWeek)),
    })),
    families: (['prompt', 'code'] as const).flatMap((of) => tellFamilies(tally.families, of)),
    lines: LINE_IDS.flatMap((id) => tellLine(id, tally.whole, whole)),
    dismissals: tellReasons(tally, whole),
    drift: tellDrift(weeks, byWeek),
  }
}

function makeTable(rows: readonly TallyRow[]): Table {
  const plain = chooseHidden(
    rows.map(({ cells }) => cells),
    PLAIN_LINES,
  )
  // What was accepted by direction adds up to what was accepted.
  const closed: ReadonlySet<LineId> = plain.has('code-accepted')
    ? CROSSING
    : chooseClosed<CellId, LineId>(rows, CROSSINGS)
  return {
    rows,
    closed,
    hidden: new Set([...plain, ...DIRECTION_LINES.flatMap((id) => (closed.has(id) ? LINES[id] : []))]),
  }
}

function describe(measure: Measure & { readonly id: Measured['id'] }, row: TallyRow, table: Table): Measured {
  return { id: measure.id, ...(isTold(measure, table) && { told: count(measure, row) }) }
}

function mayTellCells(line: LineId, cells: readonly CellId[], { rows, hidden, closed }: Table): boolean {
  if (closed.has(line)) return false
  return mayTellSum(cells, { rows: rows.map((row) => row.cells), line: LINES[line], hidden })
}

/** The same for every row of a table: what one row lacks could be taken from the others and the sum of all. */
function isTold(measure: Measure, table: Table): boolean {
  switch (measure.kind) {
    case 'share': {
      const { line, cells } = measure
      const isWhole = mayTellCells(line, LINES[line], table) && isLargeEnough(line, table)
      return isWhole && mayTellCells(line, cells, table)
    }
    case 'rate':
      return [measure.line, measure.per].every((of) => mayTellTotal(of, table))
    case 'balance':
      return (
        isLargeEnough('accepted', table) &&
        mayTellCells('accepted', BALANCED, table) &&
        (['added-taken', 'removed-taken'] as const).every((cell) => mayTellCells('accepted', [cell], table))
      )
    case 'mean':
      return table.rows.every(({ amounts }) => mayTell(amounts.get(measure.amount)?.visits ?? 0))
    case 'quantile':
      return table.rows.every(({ series }) => mayTell(series.get(measure.series)?.visits ?? 0))
  }
}

function isLine(of: string): of is LineId {
  return of in LINES
}

function mayTellTotal(of: (Measure & { readonly kind: 'rate' })['line' | 'per'], table: Table): boolean {
  if (isLine(of)) return isLargeEnough(of, table) && mayTellCells(of, LINES[of], table)
  return table.rows.every(({ amounts }) => mayTell(amounts.get(of)?.visits ?? 0))
}

function isLargeEnough(line: LineId, { rows }: Table): boolean {
  return rows.every(({ visits }) => mayTell(visits.get(line) ?? 0))
}

function countCells({ cells }: TallyRow, ids: readonly CellId[]): number {
  return ids.reduce((sum, id) => sum + (cells.get(id)?.count ?? 0), 0)
}

function count(measure: Measure, row: TallyRow): Count {
  switch (measure.kind) {
    case 'share':
      return { numerator: countCells(row, measure.cells), denominator: countCells(row, LINES[measure.line]) }
    case 'rate': {
      const { line, per } = measure
      const denominator = isLine(per) ? countCells(row, LINES[per]) : (row.amounts.get(per)?.sum ?? 0)
      return { numerator: denominator === 0 ? 0 : countCells(row, LINES[line]), denominator }
    }
    case 'balance': {
      const numerator = countCells(row, ['added-taken']) - countCells(row, ['removed-taken'])
      return { numerator, denominator: countCells(row, BALANCED) }
    }
    case 'mean': {
      const { sum = 0, count: denominator = 0 } = row.amounts.get(measure.amount) ?? {}
      return { numerator: sum, denominator }
    }
    case 'quantile': {
      const values = row.series.get(measure.series)?.values ?? []
      return { numerator: findQuantile(values, measure.share), denominator: values.length }
    }
  }
}

/** Codes of before directions were on record are left out. */
const BALANCED = ['added-taken', 'refined-taken', 'removed-taken'] as const

/** The smallest value that so large a part does not exceed. */
function findQuantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0
}

type ToldFamily = UseReportAnswer['families'][number]

function tellFamilies(families: readonly FamilyRow[], of: 'prompt' | 'code'): readonly ToldFamily[] {
  const line = of === 'prompt' ? 'questions' : 'codes'
  const sizeOf = (row: TallyRow): number => row.visits.get(line) ?? 0
  const own = families.filter((one) => one.of === of).toSorted((a, b) => sizeOf(b.row) - sizeOf(a.row))
  const isOwn = ({ name, row }: FamilyRow): boolean => name !== undefined && sizeOf(row) >= LEAST_FAMILY
  const named = own.flatMap((one) => (isOwn(one) ? [{ name: one.name, row: one.row }] : []))
  const rest = own.filter((one) => !isOwn(one)).map(({ row }) => row)
  const rows = [...named, ...(rest.length > 0 ? [{ name: undefined, row: addRows(rest) }] : [])]
  const table = makeTable(rows.map(({ row }) => row))
  const measures = MEASURES.filter((measure) => findDivided(measure) === of)
  return rows.map(({ name, row }) => ({
    of,
    ...(name !== undefined && { name }),
    measures: measures.map((measure) => describe(measure, row, table)),
  }))
}

function addRows(rows: readonly TallyRow[]): TallyRow {
  const cells = new Map<CellId, Cell>()
  for (const [id, cell] of rows.flatMap((row) => [...row.cells])) {
    const { count: before, visits } = cells.get(id) ?? { count: 0, visits: 0 }
    cells.set(id, { count: before + cell.count, visits: visits + cell.visits })
  }
  const visits = new Map<LineId, number>()
  for (const [line, own] of rows.flatMap((row) => [...row.visits])) {
    // A visit may be in several families: the largest is what is known of how many there are.
    visits.set(line, Math.max(visits.get(line) ?? 0, own))
  }
  return { cells, visits, amounts: new Map(), series: new Map() }
}

/** Parts that are not told stand together, where that is enough. */
function tellLine(id: LineId, row: TallyRow, table: Table): UseReportAnswer['lines'] {
  const line: readonly CellId[] = LINES[id]
  if (!(isLargeEnough(id, table) && mayTellCells(id, line, table)) || countCells(row, line) === 0) return []
  const hidden = line.filter((cell) => table.hidden.has(cell))
  return [
    {
      id,
      parts: line
        .filter((cell) => !table.hidden.has(cell))
        .map((cell) => ({ id: cell, count: countCells(row, [cell]) })),
      ...(hidden.length > 0 && { together: { ids: hidden, count: countCells(row, hidden) } }),
    },
  ]
}

/** By reason; those that are too few stand together. */
function tellReasons({ dismissals }: Tally, whole: Table): UseReportAnswer['dismissals'] {
  if (!mayTellCells('questions', ['dismissed'], whole)) return []
  const reasons = [...dismissals.keys()]
  const hidden = chooseHidden([dismissals], [reasons])
  const guess = { rows: [dismissals], line: reasons, hidden }
  if (!mayTellSum(reasons, guess)) return []
  const told = reasons.filter((reason) => !hidden.has(reason))
  const together = reasons.filter((reason) => hidden.has(reason))
  const counted = (names: readonly string[]): number =>
    names.reduce((sum, name) => sum + (dismissals.get(name)?.count ?? 0), 0)
  return [
    ...told.map((reason) => ({ reason, count: counted([reason]) })),
    ...(together.length > 0 ? [{ reason: 'others', count: counted(together) }] : []),
  ]
}

/** Whether it has moved is told of any weeks; by how much, where the balance of each week may be told. */
function tellDrift(weeks: readonly (readonly [string, TallyRow])[], table: Table): UseReportAnswer['drift'] {
  const drift = findDirectionDrift(
    weeks.map(([monday, row]) => ({
      monday,
      added: countCells(row, ['added-taken']),
      removed: countCells(row, ['removed-taken']),
      accepted: countCells(row, BALANCED),
    })),
  )
  if (drift.kind === 'too-few') return drift
  const { balance, before, ...found } = drift
  const measure = MEASURES.find(({ kind }) => kind === 'balance')
  return { ...found, ...(measure && isTold(measure, table) && { told: { balance, before } }) }
}
