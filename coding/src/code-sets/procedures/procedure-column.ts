/** What the readers of CPT-keyed tables share: which text is a procedure code, and how a header names a column. */
import { badRelease, type FilePlace } from '../bad-release.ts'
import { parseCsv } from '../parse-csv.ts'

const PROCEDURE = /^(?:\d{4}[0-9AFMTU]|[A-V]\d{4})$/

export function isProcedureText(text: string): boolean {
  return PROCEDURE.test(text)
}

export type TableRow = { readonly line: number; readonly cells: readonly string[] }

/** Rows of a tab- or comma-separated file; lines that begin with "#" and blank ones are left out. */
export function splitTable(text: string, file: string): readonly TableRow[] {
  const isTabbed = text.includes('\t')
  const rows = isTabbed
    ? text.split(/\r?\n/).map((line, index) => ({ line: index + 1, cells: line.split('\t') }))
    : parseCsv(text, file)
  return rows
    .map(({ line, cells }) => ({ line, cells: cells.map((cell) => cell.trim()) }))
    .filter(({ cells }) => cells.some((cell) => cell !== '') && cells[0]?.startsWith('#') !== true)
}

export type Columns<Name extends string> = Readonly<Record<Name, number>>

/**
 * Finds columns by the words above the data. Publishers spread a heading over several lines, so the words of all lines
 * above the first row of data count.
 * @throws CodingError `bad-release` naming the column that is not there.
 */
export function findColumns<Name extends string>(
  header: readonly TableRow[],
  patterns: Readonly<Record<Name, RegExp>>,
  place: FilePlace,
): Columns<Name> {
  const width = Math.max(0, ...header.map(({ cells }) => cells.length))
  const titles = Array.from({ length: width }, (_, column) =>
    header
      .map(({ cells }) => cells[column] ?? '')
      .join(' ')
      .replace(/[\s_]+/g, ' ')
      .trim(),
  )
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- keys loses the names of its object
  const names = Object.keys(patterns) as Name[]
  const entries = names.map((name) => {
    const column = titles.findIndex((title) => patterns[name].test(title))
    if (column < 0) throw badRelease(place, `no column for "${name}"`)
    return [name, column] as const
  })
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- fromEntries loses the names of its keys
  return Object.fromEntries(entries) as Columns<Name>
}

/** Rows above the first one whose leading cells hold a procedure code, and the rows from there on. */
export function splitHeader(
  rows: readonly TableRow[],
  file: string,
): { readonly header: readonly TableRow[]; readonly data: readonly TableRow[] } {
  const first = rows.findIndex(({ cells }) => isProcedureText(cells[0] ?? '') || isProcedureText(cells[1] ?? ''))
  if (first < 0) throw badRelease({ file, line: 1 }, 'no row begins with a procedure code')
  return { header: rows.slice(0, first), data: rows.slice(first) }
}
