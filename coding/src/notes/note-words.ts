/** The words of a text as numbers: as written, and in the canonical form in which terms are stored. */
import { type Lexicon, UNKNOWN } from './lexicon.ts'
import { type Token, tokenize } from './tokens.ts'

/** Parts that a word may play between the words of a term; bits. */
export const ROLE = {
  /** An article, a degree: stepped over inside a term (by the word as written). */
  between: 1,
  /** "and", ",": joins two places (as written). */
  joint: 2,
  /** "right", "left", "bilateral" (as written). */
  side: 4,
  /** Says nothing in a phrase of a release (as written). */
  small: 8,
  /** Names a part of the body (by the canonical word). */
  site: 16,
} as const

export type Vocabulary = {
  readonly lexicon: Lexicon
  /** Every synonym to the first word of its row (coding/data/words.yaml), all in the lexicon. */
  readonly synonyms: ReadonlyMap<string, string>
  /** Those of them that hold in capitals only. */
  readonly casedSynonyms: ReadonlyMap<string, string>
  /** By the number of a word: the number of its canonical form. */
  readonly canonical: Int32Array
  /** By the number of a word: bits of `ROLE`. */
  readonly roles: Uint8Array
}

export type NoteWords = {
  readonly tokens: readonly Token[]
  readonly lowers: readonly string[]
  /** Of `lowers`. */
  readonly numbers: ArrayLike<number>
  readonly canonical: ArrayLike<number>
}

/** A synonym's first word, else the stem. */
export function canonicalizeToken({ text, lower, stem }: Token, synonyms: ReadonlyMap<string, string>): string {
  return synonyms.get(text) ?? synonyms.get(lower) ?? synonyms.get(stem) ?? stem
}

export function canonicalize(tokens: readonly Token[], synonyms: ReadonlyMap<string, string>): string[] {
  return tokens.map((token) => canonicalizeToken(token, synonyms))
}

/** @param words each word to the part that it plays; they join the lexicon. */
export function buildVocabulary(
  lexicon: Lexicon,
  synonyms: ReadonlyMap<string, string>,
  words: readonly (readonly [role: number, words: Iterable<string>])[],
): Vocabulary {
  for (const [word, canonical] of synonyms) {
    lexicon.add(word.toLowerCase())
    lexicon.add(canonical)
  }
  for (const [, list] of words) for (const word of list) lexicon.add(word)
  for (let number = 1; number <= lexicon.size; number++) lexicon.add(lexicon.getStem(number))
  const roles = new Uint8Array(lexicon.size + 1)
  for (const [role, list] of words)
    for (const word of list) roles[lexicon.find(word)] = (roles[lexicon.find(word)] ?? 0) | role
  const canonical = Int32Array.from({ length: lexicon.size + 1 }, (_, number) => {
    const stem = lexicon.getStem(number)
    return lexicon.find(synonyms.get(lexicon.getWord(number)) ?? synonyms.get(stem) ?? stem)
  })
  const casedSynonyms = new Map([...synonyms].filter(([word]) => word !== word.toLowerCase()))
  return { lexicon, synonyms, casedSynonyms, canonical, roles }
}

function findCanonical(token: Token, { lexicon, synonyms, casedSynonyms, canonical }: Vocabulary): number {
  const { text, lower, stem, number } = token
  const cased = text === lower ? undefined : casedSynonyms.get(text)
  if (cased !== undefined) return lexicon.find(cased)
  if (number !== UNKNOWN) return canonical[number] ?? UNKNOWN
  return stem === lower ? UNKNOWN : lexicon.find(synonyms.get(stem) ?? stem)
}

export function readWords(text: string, vocabulary: Vocabulary): NoteWords {
  const tokens = tokenize(text, vocabulary.lexicon)
  const numbers = new Int32Array(tokens.length)
  const canonical = new Int32Array(tokens.length)
  const lowers = tokens.map((token, at) => {
    numbers[at] = token.number
    canonical[at] = findCanonical(token, vocabulary)
    return token.lower
  })
  return { tokens, lowers, numbers, canonical }
}
