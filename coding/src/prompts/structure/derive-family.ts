/**
 * The axes by which the billable codes of a documented condition differ, derived from the titles of the loaded release:
 * titles that are equal but for words of known meaning are one family. What cannot be said neutrally is left out.
 */
import { listRows } from '../../code-sets/code-table.ts'
import type { Icd10Release } from '../../code-sets/open-release.ts'
import type { Axis } from '../../domain/axis.ts'
import type { CodeRow } from '../../knowledge/code-pattern.ts'
import type { AxisValue } from '../../knowledge/concept.ts'
import { readTitle, type TitleReading, type TitleWords } from './read-title.ts'

export type Family = {
  /** Billable codes, each with the values by which it says more than the documented words. */
  readonly rows: readonly CodeRow[]
  readonly open: readonly { readonly axis: Axis; readonly values: readonly AxisValue[] }[]
}

/** Beyond this a category is read from the nearest smaller heading: injuries have thousands of codes. */
const MAX_ROWS = 400

/** These are asked for with what they belong to: the side of a site, the phase of an injury. */
const FOLLOWING: readonly Axis[] = ['laterality', 'encounter-phase']

type Source = { readonly release: Icd10Release; readonly words: TitleWords }

const readings = new WeakMap<Icd10Release, Map<number, TitleReading | undefined>>()

function readRow({ release, words }: Source, row: number): TitleReading | undefined {
  const known = readings.get(release) ?? new Map<number, TitleReading | undefined>()
  readings.set(release, known)
  if (!known.has(row)) known.set(row, readTitle(release.codes.getTitle(row), words))
  return known.get(row)
}

function findTop({ codes }: Icd10Release, row: number): number {
  let top = row
  for (let above = codes.findParent(row); above !== undefined; above = codes.findParent(above)) {
    const { from, to } = codes.getSubtree(above)
    if (to - from > MAX_ROWS) return top
    top = above
  }
  return top
}

type OpenAxis = Family['open'][number]

function compareAxes(a: OpenAxis, b: OpenAxis): number {
  return FOLLOWING.indexOf(a.axis) - FOLLOWING.indexOf(b.axis)
}

/** An open axis: the code itself says nothing of it, except for the phase, where "initial" is what a code defaults to. */
function isOpen(axis: Axis, base: readonly AxisValue[]): boolean {
  return axis === 'encounter-phase' || !base.some((value) => value.axis === axis)
}

function isOfFamily(base: TitleReading, other: TitleReading): boolean {
  const stated = base.values.filter(({ axis }) => axis !== 'encounter-phase')
  return other.core === base.core && stated.every((value) => other.values.includes(value))
}

/** An answer about the axis alone leads somewhere; a side or a phase may follow whatever else is answered. */
function isReachable({ axis }: OpenAxis, open: readonly OpenAxis[], rows: readonly (readonly AxisValue[])[]): boolean {
  const free = FOLLOWING.includes(axis) ? open.map((one) => one.axis) : [axis, ...FOLLOWING]
  return rows.some(
    (values) => values.some((value) => value.axis === axis) && values.every((value) => free.includes(value.axis)),
  )
}

/** @param row the billable code that the words lead to as they stand. */
export function deriveFamily(source: Source, row: number): Family | undefined {
  const { codes } = source.release
  const base = readRow(source, row)
  if (base === undefined || base.core === '') return undefined
  const members = listRows(codes.getSubtree(findTop(source.release, row))).flatMap((one) => {
    const reading = codes.isBillable(one) ? readRow(source, one) : undefined
    if (reading === undefined || !isOfFamily(base, reading)) return []
    return [{ one, values: reading.values.filter(({ axis }) => isOpen(axis, base.values)) }]
  })
  const values = [...new Set(members.flatMap((member) => member.values))]
  const known = [...Map.groupBy(values, ({ axis }) => axis)].map(([axis, all]) => ({ axis, values: all }))
  const several = known.filter((axis) => axis.values.length > 1)
  const stated = members.map((member) => member.values)
  const open = several.filter((axis) => isReachable(axis, several, stated)).toSorted(compareAxes)
  const rows = members.map((member) => ({
    code: codes.getCode(member.one),
    title: codes.getTitle(member.one),
    values: member.values.map(({ value }) => value),
  }))
  return open.length === 0 ? undefined : { rows, open }
}
