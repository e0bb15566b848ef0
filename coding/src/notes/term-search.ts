/**
 * Finds the terms of the knowledge in a sentence. Terms are stored word by word in every order that makes sense; the
 * walk may step over articles, sides and degrees ("osteoarthritis of the right knee") and over a coordinated site
 * ("right shoulder and knee pain"). A walk steps over a few words at most, so the search is linear.
 */
import type { TermEntry } from '../knowledge/concept.ts'
import { UNKNOWN } from './lexicon.ts'
import { type NoteWords, ROLE } from './note-words.ts'
import { mayBegin, NOWHERE, type PhraseTrie, ROOT } from './phrase-trie.ts'
import type { Token } from './tokens.ts'

export type TermHit = {
  readonly entry: TermEntry
  /** Indexes of the tokens that are words of the term, ascending. */
  readonly words: readonly number[]
  /** Tokens stepped over; a coordinated site counts double. */
  readonly cost: number
  readonly isCoordinated: boolean
}

export type TermWords = Pick<NoteWords, 'tokens' | 'numbers' | 'canonical'> & {
  readonly terms: PhraseTrie<TermEntry>
  readonly roles: Uint8Array
  /** Whether a word of this stem occurs anywhere in the note, for abbreviations that need their context. */
  readonly hasStem: (stem: string) => boolean
}

/** Gathered when the first term asks, which most notes never do. */
export function createStemFinder(tokens: readonly Token[]): TermWords['hasStem'] {
  let stems: ReadonlySet<string> | undefined
  return (stem) => {
    stems ??= new Set(tokens.map((token) => token.stem))
    return stems.has(stem)
  }
}

const MAX_STEPS_OVER = 5
export const JOINTS = ['and', 'or', ',', '/', '&'] as const
const STEPPED_OVER = ROLE.between | ROLE.joint

type Walk = { readonly words: number[]; skipped: number; joints: number; sites: number; sides: number }

/** The abbreviation itself in any case, or its plural with the abbreviation in capitals ("PVCs"). */
function isAbbreviation(token: Token | undefined, abbreviation: string): boolean {
  if (token === undefined || token.lower === abbreviation) return token !== undefined
  return token.lower === `${abbreviation}s` && token.text.startsWith(abbreviation.toUpperCase())
}

function acceptsEntry(text: TermWords, entry: TermEntry, words: readonly number[]): boolean {
  const first = text.tokens[words[0] ?? -1]
  if (entry.cased !== undefined && first?.text !== entry.cased) return false
  if (entry.abbreviation !== undefined && !isAbbreviation(first, entry.abbreviation)) return false
  return entry.near === undefined || entry.near.some(text.hasStem)
}

class TermWalker {
  readonly hits: TermHit[] = []
  readonly text: TermWords
  readonly to: number
  /** One for all beginnings: every walk leaves it as it found it. */
  private readonly own: Walk = { words: [], skipped: 0, joints: 0, sites: 0, sides: 0 }

  constructor(text: TermWords, to: number) {
    this.text = text
    this.to = to
  }

  start(index: number): void {
    this.walk(ROOT, index, this.own)
  }

  private collect(node: number, walk: Walk): void {
    const entries = this.text.terms.getEntries(node)
    if (entries.length === 0) return
    const isCoordinated = walk.joints > 0 && walk.sites > 0
    // A joint alone joins two conditions ("pain, ankle swelling"); with a site it joins two places of one, and with
    // a side behind it it only turns the words round ("OA, left knee").
    const isTurned = walk.joints === 1 && walk.sides > 0
    if (!isCoordinated && !isTurned && walk.joints + walk.sites > 0) return
    for (const entry of entries) {
      if (!acceptsEntry(this.text, entry, walk.words)) continue
      const words = [...walk.words]
      this.hits.push({ entry, words, cost: walk.skipped + walk.joints + walk.sites, isCoordinated })
    }
  }

  private walk(node: number, index: number, walk: Walk): void {
    if (index >= this.to) return
    const { terms, canonical } = this.text
    const next = terms.step(node, canonical[index] ?? UNKNOWN)
    if (next !== NOWHERE) {
      walk.words.push(index)
      this.collect(next, walk)
      if (terms.hasNext(next)) this.walk(next, index + 1, walk)
      walk.words.pop()
    }
    if (walk.words.length > 0 && walk.skipped < MAX_STEPS_OVER) this.stepOver(node, index, walk)
  }

  private stepOver(node: number, index: number, walk: Walk): void {
    const { numbers, roles, canonical } = this.text
    const role = roles[numbers[index] ?? UNKNOWN] ?? 0
    const isSite = ((roles[canonical[index] ?? UNKNOWN] ?? 0) & ROLE.site) !== 0
    if ((role & STEPPED_OVER) === 0 && !isSite) return
    const joints = (role & ROLE.joint) === 0 ? 0 : 1
    const sites = isSite ? 1 : 0
    const sides = walk.joints > 0 && (role & ROLE.side) !== 0 ? 1 : 0
    walk.skipped += 1
    walk.joints += joints
    walk.sites += sites
    walk.sides += sides
    this.walk(node, index + 1, walk)
    walk.skipped -= 1
    walk.joints -= joints
    walk.sites -= sites
    walk.sides -= sides
  }
}

/** Longer terms win over shorter ones on the same words; then the closer reading; then the earlier. */
function compareHits(a: TermHit, b: TermHit): number {
  return b.words.length - a.words.length || a.cost - b.cost || (a.words[0] ?? 0) - (b.words[0] ?? 0)
}

function selectHits(hits: TermHit[]): TermHit[] {
  if (hits.length < 2) return hits
  const owner = new Map<number, TermHit>()
  const chosen: TermHit[] = []
  for (const hit of hits.sort(compareHits)) {
    const shared = hit.words.filter((word) => owner.has(word))
    const { concept } = hit.entry
    const isSameTerm = shared.some((word) => owner.get(word)?.entry.concept === concept)
    const mayShare = hit.isCoordinated || shared.every((word) => owner.get(word)?.isCoordinated === true)
    if (shared.length > 0 && (isSameTerm || !mayShare || shared.length === hit.words.length)) continue
    for (const word of hit.words) if (!owner.has(word)) owner.set(word, hit)
    chosen.push(hit)
  }
  return chosen.sort((a, b) => (a.words[0] ?? 0) - (b.words[0] ?? 0))
}

export function findTerms(text: TermWords, from: number, to: number): TermHit[] {
  let walker: TermWalker | undefined
  for (let index = from; index < to; index++) {
    if (!mayBegin(text.terms, text.canonical[index])) continue
    walker ??= new TermWalker(text, to)
    walker.start(index)
  }
  return walker === undefined ? [] : selectHits(walker.hits)
}
