/** Reads a concept's decision table: which code do the stated values support, and which axes are still open? */
import type { Axis } from '../domain/axis.ts'
import type { CodeRow } from '../knowledge/code-pattern.ts'
import type { AxisValue, Concept } from '../knowledge/concept.ts'

/** The rows of a concept whose codes are billable on the date of service. */
export type DecisionTable = { readonly concept: Concept; readonly rows: readonly CodeRow[] }

/** The row whose values are all stated and that needs the most of them; the earlier row on a tie. */
export function findRow({ rows }: DecisionTable, stated: ReadonlySet<string>): CodeRow | undefined {
  let best: CodeRow | undefined
  for (const row of rows) {
    if (!row.values.every((value) => stated.has(value))) continue
    if (best === undefined || row.values.length > best.values.length) best = row
  }
  return best
}

/**
 * One row, or two where both sides are affected and the family has no bilateral code
 * (Official Guidelines FY2026, I.B.13).
 */
export function findRows(table: DecisionTable, stated: ReadonlySet<string>): CodeRow[] {
  const isBoth = stated.has('bilateral') || (stated.has('right') && stated.has('left'))
  if (!isBoth) return [findRow(table, stated)].filter((row) => row !== undefined)
  const others = [...stated].filter((value) => value !== 'right' && value !== 'left' && value !== 'bilateral')
  const bilateral = findRow(table, new Set([...others, 'bilateral']))
  if (bilateral?.values.includes('bilateral') === true) return [bilateral]
  const rows = ['right', 'left'].map((side) => findRow(table, new Set([...others, side])))
  return [...new Set(rows.filter((row) => row !== undefined))]
}

/** Whether the answer about one axis can lead to this row: all else that it needs is stated or would be asked as well. */
function isReachable(
  concept: Concept,
  row: CodeRow,
  { stated, axis }: { readonly stated: ReadonlySet<string>; readonly axis: Axis },
): boolean {
  const statedAxes = new Set([...stated].map((value) => concept.values.get(value)?.axis))
  return row.values.every((value) => {
    const needed = concept.values.get(value)?.axis
    if (needed === axis || stated.has(value)) return true
    return needed !== undefined && concept.ask.includes(needed) && !statedAxes.has(needed)
  })
}

/** The values of an axis, when one of them would lead to another code than what is stated leads to. */
export function findOpenValues(table: DecisionTable, axis: Axis, stated: ReadonlySet<string>): AxisValue[] {
  const all = [...table.concept.values.values()].filter((value) => value.axis === axis)
  const known = all.find(({ value }) => stated.has(value))
  // "Stage 3" is an answer that stages 3a and 3b say more exactly.
  const values = known === undefined ? all : all.filter(({ value }) => known.narrower.includes(value))
  const leadsSomewhere = values.some(({ value }) =>
    table.rows.some((row) => row.values.includes(value) && isReachable(table.concept, row, { stated, axis })),
  )
  // A value that keeps the default code ("closed", "displaced") is an answer too, once another value changes it.
  return leadsSomewhere ? values : []
}
