/** The second layer of terms: index entries, titles and inclusion terms of an official release, found in a sentence. */
import type { ReleaseTerms } from '../knowledge/release-phrases.ts'
import { UNKNOWN } from './lexicon.ts'
import { canonicalizeToken, ROLE } from './note-words.ts'
import type { NoteText, Sentence } from './sentences.ts'
import type { TermHit } from './term-search.ts'
import type { Token } from './tokens.ts'

/** A word that stands inside a phrase without being part of it: an article, a side. */
const STEPPED_OVER = -1
const IS_STEPPED_OVER = ROLE.small | ROLE.side
/** No phrase has the word, so none goes over it. */
const NO_WORD = 0

/** The words of a note as the release numbers them, read once for all of its sentences. */
export type PhraseText = { readonly terms: ReleaseTerms; readonly forms: Int32Array }

export function readPhraseText(text: NoteText): PhraseText | undefined {
  const { releaseTerms: terms, tokens, numbers, canonical, knowledge } = text
  if (terms === undefined) return undefined
  const { roles } = knowledge.vocabulary
  const forms = new Int32Array(tokens.length)
  for (let at = 0; at < tokens.length; at++) {
    const isOver = ((roles[numbers[at] ?? UNKNOWN] ?? 0) & IS_STEPPED_OVER) !== 0
    const known = canonical[at] ?? UNKNOWN
    if (isOver) forms[at] = STEPPED_OVER
    else if (known !== UNKNOWN) forms[at] = terms.forms[known] ?? NO_WORD
    else forms[at] = findForm(terms, tokens[at], knowledge.synonyms)
  }
  return { terms, forms }
}

function findForm(terms: ReleaseTerms, token: Token | undefined, synonyms: ReadonlyMap<string, string>): number {
  return token === undefined ? NO_WORD : terms.findWord(canonicalizeToken(token, synonyms))
}

type Run = { readonly places: number[]; readonly words: number[] }

function searchRun(terms: ReleaseTerms, { places, words }: Run, hits: TermHit[]): void {
  for (let first = 0; first < words.length; first++) {
    const found = terms.findLongest(words, first)
    if (found === undefined) continue
    const { concept, length } = found
    hits.push({
      entry: { concept, values: [] },
      words: places.slice(first, first + length),
      cost: 0,
      isCoordinated: false,
    })
    first += length - 1
  }
  places.length = 0
  words.length = 0
}

/**
 * Phrases of the release where the knowledge has found nothing; the knowledge always wins. Words that some phrase has
 * make a run, small words and sides aside; any other word, mark or known term ends it.
 */
export function findPhrases(
  { terms, forms }: PhraseText,
  known: readonly TermHit[],
  { from, to }: Sentence,
): TermHit[] {
  const taken = known.length === 0 ? undefined : new Set(known.flatMap((hit) => hit.words))
  const hits: TermHit[] = []
  const run: Run = { places: [], words: [] }
  for (let at = from; at < to; at++) {
    const form = forms[at] ?? NO_WORD
    if (form === STEPPED_OVER) continue
    if (form !== NO_WORD && taken?.has(at) !== true) {
      run.places.push(at)
      run.words.push(form)
    } else if (run.words.length > 0) searchRun(terms, run, hits)
  }
  searchRun(terms, run, hits)
  return hits
}
