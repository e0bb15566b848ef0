/** NCCI pairs by date, in some 8 bytes a pair: compiled, and asked. */
import type { DateOnly } from '../../domain/date-only.ts'
import { at, type Columns, getNumbers, joinColumns } from '../columns.ts'
import { buildCodeList, type CodeList, openCodeList } from './code-list.ts'
import type { PairRows } from './parse-pairs.ts'

export type FoundPair = { readonly columnOne: string; readonly columnTwo: string; readonly indicator: 0 | 1 }

/** Several files of one edition as one list of rows. */
export function joinPairRows(parts: readonly PairRows[]): PairRows {
  const [first] = parts
  if (first !== undefined && parts.length === 1) return first
  const codes = [...new Set(parts.flatMap((part) => part.codes))]
  const places = new Map(codes.map((code, index) => [code, index]))
  const move = (part: PairRows, column: readonly number[]): number[] => {
    const moved = part.codes.map((code) => places.get(code) ?? 0)
    return column.map((index) => moved[index] ?? 0)
  }
  return {
    codes,
    one: parts.flatMap((part) => move(part, part.one)),
    two: parts.flatMap((part) => move(part, part.two)),
    indicator: parts.flatMap(({ indicator }) => indicator),
    from: parts.flatMap(({ from }) => from),
    to: parts.flatMap(({ to }) => to),
  }
}

/**
 * `first[c]` to `first[c + 1]` are the edits whose column one is code `c`; `second` holds twice the place of column two,
 * plus the indicator, rising within a code. `from` and `to` (yyyymmdd) are empty when the file gives no dates.
 */
export function buildPairColumns(rows: PairRows): Columns {
  const { list, rank } = buildCodeList('pairs.code', rows.codes)
  const size = rows.one.length
  const first = new Uint32Array(rows.codes.length + 1)
  for (const one of rows.one) first[at(rank, one) + 1] = at(first, at(rank, one) + 1) + 1
  for (let code = 1; code < first.length; code++) first[code] = at(first, code) + at(first, code - 1)
  const order = sortRows(rows, rank)
  const second = new Uint32Array(size)
  const isDated = rows.from.some((day) => day !== 0) || rows.to.some((day) => day !== 0)
  const from = new Uint32Array(isDated ? size : 0)
  const to = new Uint32Array(isDated ? size : 0)
  order.forEach((row, index) => {
    second[index] = at(rank, rows.two[row] ?? 0) * 2 + (rows.indicator[row] ?? 0)
    if (!isDated) return
    from[index] = rows.from[row] ?? 0
    to[index] = rows.to[row] ?? 0
  })
  const numbers = { 'pairs.first': first, 'pairs.second': second, 'pairs.from': from, 'pairs.to': to }
  return joinColumns([list, { texts: {}, numbers }])
}

function sortRows(rows: PairRows, rank: Uint32Array): Uint32Array {
  const order = Uint32Array.from(rows.one, (_, index) => index)
  const key = Float64Array.from(rows.one, (one, index) => at(rank, one) * 2 ** 24 + at(rank, rows.two[index] ?? 0))
  return order.sort((a, b) => (key[a] ?? 0) - (key[b] ?? 0))
}

export type PairTable = {
  readonly size: number
  /** The edit that is in force on the date with these codes in columns one and two, in this order. */
  readonly find: (columnOne: string, columnTwo: string, on: DateOnly) => FoundPair | undefined
  /** The edit between the two codes, whichever of them stands in column one. */
  readonly findEitherWay: (a: string, b: string, on: DateOnly) => FoundPair | undefined
}

export function openPairTable(columns: Columns): PairTable {
  const codes = openCodeList(columns, 'pairs.code')
  const [first, second] = [getNumbers(columns, 'pairs.first'), getNumbers(columns, 'pairs.second')]
  const [from, to] = [getNumbers(columns, 'pairs.from'), getNumbers(columns, 'pairs.to')]
  const isInForce = (row: number, day: number): boolean =>
    from.length === 0 || (at(from, row) <= day && (at(to, row) === 0 || day <= at(to, row)))
  const findPlaced = ({ one, two }: Places, on: DateOnly): FoundPair | undefined => {
    const end = at(first, one + 1)
    for (let row = findRow(second, { start: at(first, one), end }, two * 2); row < end; row++) {
      const value = at(second, row)
      if (value >> 1 !== two) return undefined
      if (!isInForce(row, Number(on.replaceAll('-', '')))) continue
      return { columnOne: codes.get(one), columnTwo: codes.get(two), indicator: (value & 1) === 1 ? 1 : 0 }
    }
    return undefined
  }
  return {
    size: second.length,
    find: (columnOne, columnTwo, on) => {
      const places = findPlaces(codes, columnOne, columnTwo)
      return places && findPlaced(places, on)
    },
    findEitherWay: (a, b, on) => {
      const places = findPlaces(codes, a, b)
      return places && (findPlaced(places, on) ?? findPlaced({ one: places.two, two: places.one }, on))
    },
  }
}

type Places = { readonly one: number; readonly two: number }

function findPlaces(codes: CodeList, one: string, two: string): Places | undefined {
  const first = codes.find(one)
  const second = first === undefined ? undefined : codes.find(two)
  return first === undefined || second === undefined ? undefined : { one: first, two: second }
}

/** The first row from `start` on whose value is not below the one that is looked for. */
function findRow(
  values: Uint32Array,
  { start, end }: { readonly start: number; readonly end: number },
  value: number,
): number {
  let [low, high] = [start, end]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (at(values, middle) < value) low = middle + 1
    else high = middle
  }
  return low
}
