/** Procedure codes as one sorted text of five characters each; a code is found by halving. */
import { CodingError } from '../../domain/errors.ts'
import { type Columns, compareCell } from '../columns.ts'

const WIDTH = 5

export type CodeList = {
  readonly size: number
  readonly get: (place: number) => string
  readonly find: (code: string) => number | undefined
}

/** @returns the sorted list, and for each code as it was given its place there. */
export function buildCodeList(name: string, codes: readonly string[]): { list: Columns; rank: Uint32Array } {
  const order = codes.map((code, index) => ({ code, index })).toSorted((a, b) => (a.code < b.code ? -1 : 1))
  const rank = new Uint32Array(codes.length)
  order.forEach(({ index }, place) => {
    rank[index] = place
  })
  return { list: { texts: { [name]: order.map(({ code }) => code).join('') }, numbers: {} }, rank }
}

/** @throws CodingError `bad-release` when the file was compiled without this list. */
export function openCodeList(columns: Columns, name: string): CodeList {
  const text = columns.texts[name]
  if (text === undefined) throw new CodingError('bad-release', `The compiled table has no column "${name}".`)
  const get = (place: number): string => text.slice(place * WIDTH, place * WIDTH + WIDTH)
  const size = text.length / WIDTH
  const cells = { text, width: WIDTH }
  return {
    size,
    get,
    find: (code) => {
      let [low, high] = [0, size]
      while (low < high) {
        const middle = (low + high) >>> 1
        if (compareCell(cells, middle, code) < 0) low = middle + 1
        else high = middle
      }
      return low < size && compareCell(cells, low, code) === 0 ? low : undefined
    },
  }
}
