/**
 * The compiled form of a table: long texts and arrays of numbers under names. It loads without parsing, and whoever
 * stores it (`proxy/src/code-sets/column-file.ts`) need not know what the columns mean.
 */
import { CodingError } from '../domain/errors.ts'

export type Columns = {
  readonly texts: Readonly<Record<string, string>>
  readonly numbers: Readonly<Record<string, Uint32Array>>
}

export type StringTable = {
  readonly size: number
  readonly get: (index: number) => string
}

/** Puts the columns of several tables together; every table prefixes its names ("notes.kind"). */
export function joinColumns(parts: readonly Columns[]): Columns {
  return {
    texts: Object.fromEntries(parts.flatMap((part) => Object.entries(part.texts))),
    numbers: Object.fromEntries(parts.flatMap((part) => Object.entries(part.numbers))),
  }
}

/** Many short texts as one long one plus where each ends. */
export function buildStrings(name: string, strings: readonly string[]): Columns {
  const ends = new Uint32Array(strings.length)
  let end = 0
  strings.forEach((text, index) => {
    end += text.length
    ends[index] = end
  })
  return { texts: { [name]: strings.join('') }, numbers: { [`${name}.ends`]: ends } }
}

export function openStrings(columns: Columns, name: string): StringTable {
  const text = getText(columns, name)
  const ends = getNumbers(columns, `${name}.ends`)
  return {
    size: ends.length,
    get: (index) => text.slice(index === 0 ? 0 : ends[index - 1], ends[index]),
  }
}

/** @throws CodingError `bad-release` when the file was compiled without this column. */
export function getNumbers(columns: Columns, name: string): Uint32Array {
  const found = columns.numbers[name]
  if (!found) throw new CodingError('bad-release', `The compiled table has no column "${name}".`)
  return found
}

function getText(columns: Columns, name: string): string {
  const found = columns.texts[name]
  if (found === undefined) throw new CodingError('bad-release', `The compiled table has no column "${name}".`)
  return found
}

/** Numbers beyond the end read as 0, so that callers need no check of their own. */
export function at(numbers: Uint32Array, index: number): number {
  return numbers[index] ?? 0
}

const SPACE = 32
const NOTHING = -1

/** A text of cells of one width, each filled up with spaces. */
export type Cells = { readonly text: string; readonly width: number }

/** How the cell stands to the word: below zero before it, above zero behind it. Nothing is cut out. */
export function compareCell({ text, width }: Cells, cell: number, word: string): number {
  for (let index = 0; index < width; index++) {
    const letter = text.charCodeAt(cell * width + index)
    const own = letter === SPACE ? NOTHING : letter
    const wanted = index < word.length ? word.charCodeAt(index) : NOTHING
    if (own !== wanted) return own - wanted
  }
  return word.length > width ? -1 : 0
}

/** `items[k]` belongs to group `k`; group `g` is found between `first[g]` and `first[g + 1]`. */
export function buildGroups(groups: readonly (readonly number[])[]): { first: Uint32Array; items: Uint32Array } {
  const first = new Uint32Array(groups.length + 1)
  let total = 0
  groups.forEach((group, index) => {
    total += group.length
    first[index + 1] = total
  })
  const items = new Uint32Array(total)
  let next = 0
  for (const group of groups) for (const item of group) items[next++] = item
  return { first, items }
}
