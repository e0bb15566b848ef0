/**
 * The phrases of a release as columns of numbers: a set of one to four words, in any order, and the row that it leads to.
 *
 * `terms.word` holds the words, numbered from 1 in the order of the alphabet. `terms.phrase` has four cells a phrase: the
 * numbers of its different words, ascending, then zeros. `terms.row` is its row. `terms.slots` is a hash table over the
 * words of a phrase with open addressing, the number of the phrase plus one in its slot and 0 in a free one. `terms.sizes`
 * says for each word, bit by bit, how many different words its phrases have, so that most looks are not even tried.
 */
import { at, buildStrings, type Columns, getNumbers, joinColumns, openStrings } from '../code-sets/columns.ts'
import type { Icd10Release } from '../code-sets/open-release.ts'
import type { Concept, Knowledge } from './concept.ts'
import { buildReleaseConcept } from './release-concept.ts'

export const MAX_PHRASE_WORDS = 4
const NO_WORD = 0

export type ReleaseTerms = {
  /** The number under which a canonical word is compared; 0 when no phrase has it. */
  readonly findWord: (canonical: string) => number
  /** The same by the number that the word has in the lexicon of the knowledge. */
  readonly forms: Uint32Array
  /** The concept of the longest phrase that these words begin with, in any order, and how many words that takes. */
  readonly findLongest: (
    words: readonly number[],
    from: number,
  ) => { readonly concept: Concept; readonly length: number } | undefined
}

export type PhraseList = {
  readonly words: Iterable<string>
  readonly phrases: readonly { readonly words: readonly string[]; readonly row: number }[]
  /** What the phrases were compiled with. */
  readonly stamp: string
}

function hash(words: ArrayLike<number>, from: number): number {
  let value = 0
  for (let cell = from; cell < from + MAX_PHRASE_WORDS; cell++) {
    value = Math.imul(value ^ (words[cell] ?? NO_WORD), 0x9e3779b1)
    value ^= value >>> 15
  }
  return value >>> 0
}

export function buildPhraseColumns({ words, phrases, stamp }: PhraseList): Columns {
  const sorted = [...words].sort()
  const numberOf = new Map(sorted.map((word, index) => [word, index + 1]))
  const cells = new Uint32Array(phrases.length * MAX_PHRASE_WORDS)
  const sizes = new Uint32Array(sorted.length + 1)
  const slots = new Uint32Array(2 ** Math.ceil(Math.log2(phrases.length * 2 + 2)))
  for (const [phrase, { words: own }] of phrases.entries()) {
    const numbers = own.map((word) => numberOf.get(word) ?? NO_WORD).sort((a, b) => a - b)
    cells.set(numbers, phrase * MAX_PHRASE_WORDS)
    for (const number of numbers) sizes[number] = at(sizes, number) | (1 << numbers.length)
    let slot = hash(cells, phrase * MAX_PHRASE_WORDS) % slots.length
    while (at(slots, slot) !== 0) slot = (slot + 1) % slots.length
    slots[slot] = phrase + 1
  }
  return joinColumns([
    buildStrings('terms.word', sorted),
    {
      texts: { 'terms.stamp': stamp },
      numbers: {
        'terms.phrase': cells,
        'terms.row': Uint32Array.from(phrases, ({ row }) => row),
        'terms.slots': slots,
        'terms.sizes': sizes,
      },
    },
  ])
}

/** Looks for sets of words in the columns. One buffer serves every look. */
class PhraseFinder {
  private readonly cells: Uint32Array
  private readonly slots: Uint32Array
  private readonly sizes: Uint32Array
  /** The different words looked for, ascending, then zeros. */
  private readonly wanted = new Uint32Array(MAX_PHRASE_WORDS)
  private count = 0

  constructor(columns: Columns) {
    this.cells = getNumbers(columns, 'terms.phrase')
    this.slots = getNumbers(columns, 'terms.slots')
    this.sizes = getNumbers(columns, 'terms.sizes')
  }

  /** How many words of the text may be one phrase at most, by what its words alone tell. */
  countPossible(words: readonly number[], from: number): number {
    let common = -1
    let possible = 0
    for (let length = 1; length <= MAX_PHRASE_WORDS && from + length <= words.length; length++) {
      common &= at(this.sizes, words[from + length - 1] ?? NO_WORD)
      if (common === 0) break
      possible = length
    }
    return possible
  }

  /** @returns the phrase that has exactly these words. */
  find(words: readonly number[], from: number, length: number): number | undefined {
    this.wanted.fill(NO_WORD)
    this.count = 0
    let common = -1
    for (let index = from; index < from + length; index++) {
      const word = words[index] ?? NO_WORD
      common &= at(this.sizes, word)
      this.insert(word)
    }
    return (common & (1 << this.count)) === 0 ? undefined : this.look()
  }

  private insert(word: number): void {
    const { wanted } = this
    let place = this.count
    while (place > 0 && at(wanted, place - 1) > word) place -= 1
    if (place > 0 && wanted[place - 1] === word) return
    wanted.copyWithin(place + 1, place, this.count)
    wanted[place] = word
    this.count += 1
  }

  private look(): number | undefined {
    const mask = this.slots.length - 1
    for (let slot = hash(this.wanted, 0) & mask; ; slot = (slot + 1) & mask) {
      const phrase = at(this.slots, slot) - 1
      if (phrase < 0) return undefined
      if (this.isWanted(phrase)) return phrase
    }
  }

  private isWanted(phrase: number): boolean {
    for (let cell = 0; cell < MAX_PHRASE_WORDS; cell++) {
      if (this.cells[phrase * MAX_PHRASE_WORDS + cell] !== this.wanted[cell]) return false
    }
    return true
  }
}

/** @throws CodingError `bad-release` when the columns of the phrases are missing. */
export function openPhraseTable(columns: Columns, release: Icd10Release, knowledge: Knowledge): ReleaseTerms {
  const words = openStrings(columns, 'terms.word')
  const rows = getNumbers(columns, 'terms.row')
  const finder = new PhraseFinder(columns)
  const numberOf = new Map(Array.from({ length: words.size }, (_, index) => [words.get(index), index + 1]))
  const concepts = new Map<number, Concept>()

  const findWord = (canonical: string): number =>
    numberOf.get(knowledge.index.same.get(canonical) ?? canonical) ?? NO_WORD
  const getConcept = (row: number): Concept => {
    const concept = concepts.get(row) ?? buildReleaseConcept(release, row)
    concepts.set(row, concept)
    return concept
  }

  const { lexicon } = knowledge.vocabulary
  return {
    findWord,
    forms: Uint32Array.from({ length: lexicon.size + 1 }, (_, number) => findWord(lexicon.getWord(number))),
    findLongest: (text, from) => {
      for (let length = finder.countPossible(text, from); length > 0; length--) {
        const phrase = finder.find(text, from, length)
        const concept = phrase === undefined ? undefined : getConcept(at(rows, phrase))
        if (concept !== undefined && concept.rows.length > 0) return { concept, length }
      }
      return undefined
    },
  }
}
