/**
 * A title that says itself what it leaves out: "fracture of unspecified part of neck of right femur". Its neighbours say
 * it in words too many to list, so the question stays open; their words tell whether the record answers already.
 */
import { listBillableRows } from '../../code-sets/code-table.ts'
import type { Icd10Release } from '../../code-sets/open-release.ts'
import type { Axis } from '../../domain/axis.ts'

const NAMED: readonly (readonly [RegExp, Axis])[] = [
  [/unspecified (?:part|site|quadrant)\b|\b(?:part|site) unspecified/i, 'site'],
  [/unspecified (?:severity|degree|depth)\b|\bseverity unspecified/i, 'severity'],
  [/unspecified stage\b|\bstage unspecified/i, 'stage'],
  [/unspecified trimester\b/i, 'trimester'],
]

/** The same at the end of a code that has a 7th character. */
const PHASE = 7
const MIN_NEIGHBOURS = 2
const MIN_LETTERS = 5

export type NamedAxis = { readonly axis: Axis; readonly words: readonly string[] }

function listWords(title: string): string[] {
  return (title.toLowerCase().match(/[a-z]+/g) ?? []).filter((word) => word.length >= MIN_LETTERS)
}

/** Codes two characters up that say what this one does not, of the same phase. */
function listNeighbours({ codes }: Icd10Release, row: number, isOpen: (title: string) => boolean): string[] {
  const code = codes.getBareCode(row)
  const isPhased = code.length === PHASE
  const parent = isPhased ? codes.findParent(row) : row
  const above = parent === undefined ? undefined : codes.findParent(parent)
  const top = above === undefined ? undefined : (codes.findParent(above) ?? above)
  if (top === undefined) return []
  const rows = listBillableRows(codes, top).filter(
    (one) => !isPhased || codes.getBareCode(one).endsWith(code.slice(-1)),
  )
  return rows.map((one) => codes.getTitle(one)).filter((title) => !isOpen(title) && !/\bother\b/i.test(title))
}

export function findNamedAxes(release: Icd10Release, row: number): NamedAxis[] {
  const title = release.codes.getTitle(row)
  return NAMED.flatMap(([pattern, axis]) => {
    if (!pattern.test(title)) return []
    const neighbours = listNeighbours(release, row, (one) => pattern.test(one))
    const own = new Set(listWords(title))
    const words = [...new Set(neighbours.flatMap(listWords))].filter((word) => !own.has(word))
    return neighbours.length < MIN_NEIGHBOURS || words.length === 0 ? [] : [{ axis, words }]
  })
}
