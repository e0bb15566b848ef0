/** All rows of an order file: codes, titles, flags and their tree, addressed by row number in tabular order. */
import { CodingError } from '../domain/errors.ts'
import { type Icd10Code, parseIcd10Code } from '../domain/icd10-code.ts'
import { at, buildStrings, type Columns, compareCell, getNumbers, joinColumns, openStrings } from './columns.ts'
import type { OrderRow } from './parse-order-file.ts'

/** Rows `from` up to, not including, `to`. A code and all its descendants are always one range. */
export type RowRange = { readonly from: number; readonly to: number }

export type CodeTable = {
  readonly size: number
  readonly findRow: (code: string) => number | undefined
  readonly getCode: (row: number) => Icd10Code
  /** Without the dot, and without the cost of parsing it. */
  readonly getBareCode: (row: number) => string
  readonly getTitle: (row: number) => string
  readonly getShortTitle: (row: number) => string
  readonly isBillable: (row: number) => boolean
  /** Line of the order file. */
  readonly getLine: (row: number) => number
  readonly findParent: (row: number) => number | undefined
  /** The code itself and everything below it. */
  readonly getSubtree: (row: number) => RowRange
  readonly listChildren: (row: number) => readonly number[]
  /** Rows whose code begins so, in the order of the codes. */
  readonly listBeginning: (beginning: string, limit: number) => readonly number[]
}

const WIDTH = 7
const NONE = 0xffffffff

export function listRows({ from, to }: RowRange): readonly number[] {
  return Array.from({ length: to - from }, (_, index) => from + index)
}

/** Every billable code at or below the row, in tabular order. */
export function listBillableRows(codes: CodeTable, row: number): readonly number[] {
  return listRows(codes.getSubtree(row)).filter(codes.isBillable)
}

export const removeDot = (code: string): string => code.replace('.', '')

/** The nearest shorter code of the file: one character less, or more where only the placeholder X stands between. */
function listParents(codes: readonly string[]): Uint32Array {
  const parents = new Uint32Array(codes.length)
  const open: number[] = []
  codes.forEach((code, row) => {
    for (let top = open.at(-1); top !== undefined && !code.startsWith(codes[top] ?? ''); top = open.at(-1)) open.pop()
    parents[row] = open.at(-1) ?? NONE
    open.push(row)
  })
  return parents
}

function listEnds(parents: Uint32Array): Uint32Array {
  const ends = Uint32Array.from(parents, (_, row) => row + 1)
  for (let row = parents.length - 1; row >= 0; row--) {
    const parent = at(parents, row)
    if (parent !== NONE) ends[parent] = Math.max(at(ends, parent), at(ends, row))
  }
  return ends
}

export function buildCodeColumns(rows: readonly OrderRow[]): Columns {
  const codes = rows.map((row) => removeDot(row.code))
  const parents = listParents(codes)
  const byCode = Uint32Array.from(codes, (_, row) => row).sort((a, b) => compareText(codes[a] ?? '', codes[b] ?? ''))
  return joinColumns([
    { texts: { codes: codes.map((code) => code.padEnd(WIDTH)).join('') }, numbers: {} },
    buildStrings(
      'titles',
      rows.map((row) => row.title),
    ),
    // Most short titles equal the long one; those are kept once.
    buildStrings(
      'short-titles',
      rows.map((row) => (row.shortTitle === row.title ? '' : row.shortTitle)),
    ),
    {
      texts: {},
      numbers: {
        'codes.billable': Uint32Array.from(rows, (row) => (row.isBillable ? 1 : 0)),
        'codes.line': Uint32Array.from(rows, (row) => row.line),
        'codes.parent': parents,
        'codes.end': listEnds(parents),
        'codes.by-code': byCode,
      },
    },
  ])
}

// Plain comparison: `localeCompare` is slow and depends on the machine.
function compareText(a: string, b: string): number {
  if (a < b) return -1
  return a > b ? 1 : 0
}

export function openCodeTable(columns: Columns): CodeTable {
  const codes = columns.texts['codes'] ?? ''
  const cells = { text: codes, width: WIDTH }
  const titles = openStrings(columns, 'titles')
  const shortTitles = openStrings(columns, 'short-titles')
  const billable = getNumbers(columns, 'codes.billable')
  const lines = getNumbers(columns, 'codes.line')
  const parents = getNumbers(columns, 'codes.parent')
  const ends = getNumbers(columns, 'codes.end')
  const byCode = getNumbers(columns, 'codes.by-code')
  const readBare = (row: number): string => codes.slice(row * WIDTH, row * WIDTH + WIDTH).trimEnd()

  /** Position in `byCode` of the first code that is not before the wanted one. */
  const findPosition = (wanted: string): number => {
    let low = 0
    let high = byCode.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (compareCell(cells, at(byCode, middle), wanted) < 0) low = middle + 1
      else high = middle
    }
    return low
  }

  const findRow = (code: string): number | undefined => {
    const wanted = removeDot(code)
    const row = byCode[findPosition(wanted)]
    return row !== undefined && compareCell(cells, row, wanted) === 0 ? row : undefined
  }

  const checkRow = (row: number): number => {
    if (row >= 0 && row < titles.size) return row
    throw new CodingError('bad-release', `The compiled table has no row ${row}.`)
  }

  return {
    size: titles.size,
    findRow,
    getCode: (row) => parseIcd10Code(readBare(checkRow(row))),
    getBareCode: (row) => readBare(checkRow(row)),
    getTitle: (row) => titles.get(checkRow(row)),
    getShortTitle: (row) => shortTitles.get(checkRow(row)) || titles.get(row),
    isBillable: (row) => at(billable, row) === 1,
    getLine: (row) => at(lines, row),
    findParent: (row) => {
      const parent = at(parents, checkRow(row))
      return parent === NONE ? undefined : parent
    },
    getSubtree: (row) => ({ from: row, to: at(ends, checkRow(row)) }),
    listChildren: (row) => {
      const children: number[] = []
      for (let child = row + 1; child < at(ends, checkRow(row)); child = at(ends, child)) children.push(child)
      return children
    },
    listBeginning: (beginning, limit) => {
      const wanted = removeDot(beginning)
      const first = findPosition(wanted)
      return [...byCode.subarray(first, first + limit)].filter((row) => readBare(row).startsWith(wanted))
    },
  }
}
