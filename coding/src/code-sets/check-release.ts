/** What must hold before a release may replace another: a good release is never replaced by a bad one. */
import { buildCodeColumns, openCodeTable, removeDot } from './code-table.ts'
import type { ReleaseSources } from './compile-release.ts'
import type { OrderRow } from './parse-order-file.ts'
import { expandTabular } from './seventh-characters.ts'

/** A code whose flag is known to be so in every edition since 2020. */
export type Sentinel = { readonly code: string; readonly isBillable: boolean }

export const SENTINELS: readonly Sentinel[] = [
  ...['A00.0', 'C50.911', 'E11.9', 'E11.40', 'F11.20', 'G43.909', 'I10', 'I25.10', 'I50.23', 'J45.20', 'J45.41'],
  ...['M17.11', 'M80.08XA', 'N18.30', 'R06.02', 'S52.501A', 'S72.001A', 'T40.601A', 'U07.1', 'Z00.00', 'Z12.31'],
]
  .map((code) => ({ code, isBillable: true }))
  .concat(['A00', 'E11', 'I50', 'M17.1', 'S52.501', 'S72.00', 'H40.113'].map((code) => ({ code, isBillable: false })))

export type ReleaseChecks = {
  readonly sentinels: readonly Sentinel[]
  /** The loaded release nearest in time, to compare the size with. */
  readonly nearest?: { readonly release: string; readonly rows: number; readonly yearsApart: number }
}

/** A year's edition grows by less than one in a hundred; more than two means that something is missing or doubled. */
const MAX_CHANGE_PER_YEAR = 0.02
/** Codes that the tabular list yields but the order file lacks; beyond this share the two are not of one edition. */
const MAX_SURPLUS = 0.002
/** S06: the 7th characters D and S do not apply after a death (6th character 7 or 8); said in words only. */
const KNOWN_SURPLUS = /^S06..[78][DS]$/

/** @returns what is wrong, in words for the operator; nothing when the release may be stored. */
export function checkRelease(sources: ReleaseSources, checks: ReleaseChecks): readonly string[] {
  return [
    ...checkParents(sources.rows),
    ...checkBillable(sources),
    ...checkSentinels(sources.rows, checks.sentinels),
    ...checkSize(sources.rows.length, checks.nearest),
    ...checkExpansion(sources),
  ]
}

/**
 * A heading stands one character above, or two: the list does not always print a heading that ends in the placeholder X,
 * and the FY2021 edition has H54.512A directly under H54.51.
 */
function checkParents(rows: readonly OrderRow[]): readonly string[] {
  const codes = rows.map((row) => removeDot(row.code))
  const known = new Set(codes)
  const isMissing = (code: string): boolean => {
    const above = code.slice(0, -1).replace(/(?<=^.{3,})X+$/, '')
    return code.length > 3 && !known.has(above) && !(above.length > 3 && known.has(above.slice(0, -1)))
  }
  return describe('has no heading above it', codes.filter(isMissing))
}

function checkBillable({ rows, billableCodes }: ReleaseSources): readonly string[] {
  if (!billableCodes) return []
  const listed = new Set(billableCodes)
  const flagged = new Set(rows.filter((row) => row.isBillable).map((row) => row.code))
  return [
    ...describe(
      'is billable in the order file, but not in the codes file',
      [...flagged].filter((code) => !listed.has(code)),
    ),
    ...describe(
      'is in the codes file, but not billable in the order file',
      [...listed].filter((code) => !flagged.has(code)),
    ),
  ]
}

function checkSentinels(rows: readonly OrderRow[], sentinels: readonly Sentinel[]): readonly string[] {
  const codes = openCodeTable(buildCodeColumns(rows))
  return sentinels.flatMap(({ code, isBillable }) => {
    const row = codes.findRow(code)
    if (row === undefined) return [`${code}, which every edition has, is missing`]
    return codes.isBillable(row) === isBillable ? [] : [`${code} should ${isBillable ? '' : 'not '}be billable`]
  })
}

function checkSize(rows: number, nearest: ReleaseChecks['nearest']): readonly string[] {
  if (!nearest) return []
  const allowed = MAX_CHANGE_PER_YEAR * Math.max(1, nearest.yearsApart)
  const change = Math.abs(rows - nearest.rows) / nearest.rows
  if (change <= allowed) return []
  return [`${rows} rows, but ${nearest.release} has ${nearest.rows}: a change of ${(change * 100).toFixed(1)} %`]
}

function checkExpansion({ rows, tabular }: ReleaseSources): readonly string[] {
  if (!tabular) return []
  const expanded = new Set(expandTabular(tabular))
  const listed = new Set(rows.map((row) => removeDot(row.code)))
  const surplus = [...expanded].filter((code) => !listed.has(code) && !KNOWN_SURPLUS.test(code))
  return [
    ...describe(
      'is in the order file, but not in the tabular list',
      [...listed].filter((code) => !expanded.has(code)),
    ),
    ...(surplus.length > rows.length * MAX_SURPLUS
      ? describe('is in the tabular list, but not in the order file', surplus)
      : []),
  ]
}

/** One sentence for many codes: the first of them and how many there are. */
function describe(problem: string, codes: readonly string[]): readonly string[] {
  const [first] = codes
  if (first === undefined) return []
  return [codes.length === 1 ? `${first} ${problem}` : `${first} ${problem} (and ${codes.length - 1} more)`]
}
