/** Reads the title of a code as what it names and the values by which it differs from its neighbours. */

import type { AxisValue } from '../../knowledge/concept.ts'
import { Lexicon } from '../../notes/lexicon.ts'
import { findLongestPhrase, PhraseTrie } from '../../notes/phrase-trie.ts'
import { stemWord } from '../../notes/stem.ts'
import type { StructureValue } from '../signs/gap-data.ts'

export type TitleReading = {
  /** What is left of it without its values: equal for the codes of one family. */
  readonly core: string
  readonly values: readonly AxisValue[]
}

export type TitleWords = { readonly phrases: PhraseTrie<AxisValue>; readonly values: ReadonlyMap<string, AxisValue> }

const SIDES = ['right', 'left', 'bilateral'] as const

// Say nothing of what the code names: "unspecified site", "of the", "side".
const SMALL = new Set(
  'of the in and or a an to by for at on type site part degree severity stage side sides region unspecified nos'.split(
    ' ',
  ),
)

function listTitleWords(title: string): string[] {
  return title.toLowerCase().match(/[a-z0-9-]+/g) ?? []
}

export function buildTitleWords(structure: readonly StructureValue[]): TitleWords {
  const phrases = new PhraseTrie<AxisValue>(new Lexicon())
  const values = new Map<string, AxisValue>()
  const sides = SIDES.map((side): StructureValue => ({ axis: 'laterality', label: side, words: [side] }))
  for (const { axis, label, words } of [...structure, ...sides]) {
    const value: AxisValue = { axis, value: label, label, narrower: [] }
    values.set(label, value)
    for (const phrase of words) phrases.add(listTitleWords(phrase), value)
  }
  return { phrases, values }
}

/**
 * A residual class ("other", "with …") has its own core, so it is never an answer for the family beside it.
 * @returns undefined for two values of one axis: such a title cannot be compared.
 */
export function readTitle(title: string, { phrases }: TitleWords): TitleReading | undefined {
  const words = listTitleWords(title)
  const numbers = words.map((word) => phrases.lexicon.find(word))
  const core: string[] = []
  const values: AxisValue[] = []
  for (let at = 0; at < words.length; ) {
    const hit = findLongestPhrase(phrases, numbers, { from: at, to: words.length })
    const [value] = hit?.entries ?? []
    const word = words[at] ?? ''
    if (value !== undefined) values.push(value)
    else if (!SMALL.has(word)) core.push(stemWord(word))
    at = hit?.to ?? at + 1
  }
  const axes = new Set(values.map(({ axis }) => axis))
  return axes.size < values.length ? undefined : { core: [...new Set(core)].sort().join(' '), values }
}
