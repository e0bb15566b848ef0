/** The second layer of terms: index entries, titles and inclusion terms of an official release, found in a sentence. */
import { MAX_PHRASE_WORDS, type ReleaseTerms } from '../knowledge/release-terms.ts'
import type { NoteText, Sentence } from './sentences.ts'
import type { TermHit } from './term-search.ts'

type Word = { readonly at: number; readonly form: string }

type Source = {
  /** The canonical form of each token. */
  readonly canonical: readonly string[]
  readonly terms: ReleaseTerms
  /** Tokens that a term of the knowledge has. */
  readonly taken: ReadonlySet<number>
}

/** Runs of words that some phrase has, without small words and sides; any other word, mark or known term ends a run. */
function listRuns(text: NoteText, { canonical, terms, taken }: Source, { from, to }: Sentence): Word[][] {
  const { index, sides } = text.knowledge
  const runs: Word[][] = []
  let run: Word[] = []
  for (let at = from; at < to; at++) {
    const lower = text.lowers[at] ?? ''
    if (index.small.has(lower) || sides.has(lower)) continue
    const form = taken.has(at) ? undefined : terms.findWord(canonical[at] ?? '')
    if (form !== undefined) run.push({ at, form })
    else if (run.length > 0) {
      runs.push(run)
      run = []
    }
  }
  if (run.length > 0) runs.push(run)
  return runs
}

function findLongest(terms: ReleaseTerms, run: readonly Word[], first: number): TermHit | undefined {
  for (let length = Math.min(MAX_PHRASE_WORDS, run.length - first); length > 0; length--) {
    const part = run.slice(first, first + length)
    const concept = terms.findConcept(part.map(({ form }) => form))
    if (concept === undefined) continue
    return { entry: { concept, values: [] }, words: part.map(({ at }) => at), cost: 0, isCoordinated: false }
  }
  return undefined
}

/** Phrases of the release where the knowledge has found nothing; the knowledge always wins. */
export function findPhrases(
  text: NoteText,
  { canonical, known }: { readonly canonical: readonly string[]; readonly known: readonly TermHit[] },
  sentence: Sentence,
): TermHit[] {
  const { releaseTerms: terms } = text
  if (terms === undefined) return []
  const taken = new Set(known.flatMap((hit) => hit.words))
  const hits: TermHit[] = []
  for (const run of listRuns(text, { canonical, terms, taken }, sentence)) {
    for (let first = 0; first < run.length; first++) {
      const hit = findLongest(terms, run, first)
      if (hit === undefined) continue
      hits.push(hit)
      first += hit.words.length - 1
    }
  }
  return hits
}
