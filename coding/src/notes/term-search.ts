/**
 * Finds the terms of the knowledge in a sentence. Terms are stored word by word in every order that makes sense; the
 * walk may step over articles, sides and degrees ("osteoarthritis of the right knee") and over a coordinated site
 * ("right shoulder and knee pain"). A walk steps over a few words at most, so the search is linear.
 */
import type { TermEntry } from '../knowledge/concept.ts'
import type { PhraseNode } from './phrase-trie.ts'
import type { Token } from './tokens.ts'

export type TermHit = {
  readonly entry: TermEntry
  /** Indexes of the tokens that are words of the term, ascending. */
  readonly words: readonly number[]
  /** Tokens stepped over; a coordinated site counts double. */
  readonly cost: number
  readonly isCoordinated: boolean
}

export type TermWords = {
  readonly tokens: readonly Token[]
  /** The canonical form of each token (coding/data/words.yaml). */
  readonly canonical: readonly string[]
  readonly terms: PhraseNode<TermEntry>
  readonly between: ReadonlySet<string>
  readonly siteWords: ReadonlySet<string>
  /** "right", "left", "bilateral". */
  readonly sides: ReadonlySet<string>
  /** Stems that occur anywhere in the note, for abbreviations that need their context. */
  readonly stems: ReadonlySet<string>
}

const MAX_STEPS_OVER = 5
const JOINTS = new Set(['and', 'or', ',', '/', '&'])

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
  return entry.near === undefined || entry.near.some((stem) => text.stems.has(stem))
}

class TermWalker {
  readonly hits: TermHit[] = []
  readonly text: TermWords
  readonly to: number

  constructor(text: TermWords, to: number) {
    this.text = text
    this.to = to
  }

  collect(node: PhraseNode<TermEntry>, walk: Walk): void {
    const isCoordinated = walk.joints > 0 && walk.sites > 0
    // A joint alone joins two conditions ("pain, ankle swelling"); with a site it joins two places of one, and with
    // a side behind it it only turns the words round ("OA, left knee").
    const isTurned = walk.joints === 1 && walk.sides > 0
    if (!isCoordinated && !isTurned && walk.joints + walk.sites > 0) return
    for (const entry of node.entries) {
      if (!acceptsEntry(this.text, entry, walk.words)) continue
      const words = [...walk.words].sort((a, b) => a - b)
      this.hits.push({ entry, words, cost: walk.skipped + walk.joints + walk.sites, isCoordinated })
    }
  }

  walk(node: PhraseNode<TermEntry>, index: number, walk: Walk): void {
    const child = node.next.get(this.text.canonical[index] ?? '')
    if (index >= this.to) return
    if (child !== undefined) {
      walk.words.push(index)
      this.collect(child, walk)
      if (child.next.size > 0) this.walk(child, index + 1, walk)
      walk.words.pop()
    }
    if (walk.words.length > 0 && walk.skipped < MAX_STEPS_OVER) this.stepOver(node, index, walk)
  }

  stepOver(node: PhraseNode<TermEntry>, index: number, walk: Walk): void {
    const { tokens, between, siteWords, canonical } = this.text
    const lower = tokens[index]?.lower ?? ''
    const isJoint = JOINTS.has(lower)
    const isSite = siteWords.has(canonical[index] ?? '')
    const isTurning = walk.joints > 0 && this.text.sides.has(lower)
    if (!(between.has(lower) || isJoint || isSite)) return
    walk.skipped += 1
    walk.joints += isJoint ? 1 : 0
    walk.sites += isSite ? 1 : 0
    walk.sides += isTurning ? 1 : 0
    this.walk(node, index + 1, walk)
    walk.skipped -= 1
    walk.joints -= isJoint ? 1 : 0
    walk.sites -= isSite ? 1 : 0
    walk.sides -= isTurning ? 1 : 0
  }
}

/** Longer terms win over shorter ones on the same words; then the closer reading; then the earlier. */
function compareHits(a: TermHit, b: TermHit): number {
  return b.words.length - a.words.length || a.cost - b.cost || (a.words[0] ?? 0) - (b.words[0] ?? 0)
}

function selectHits(hits: readonly TermHit[]): TermHit[] {
  const owner = new Map<number, TermHit>()
  const chosen: TermHit[] = []
  for (const hit of [...hits].sort(compareHits)) {
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
  const walker = new TermWalker(text, to)
  for (let index = from; index < to; index++) {
    if (!text.terms.next.has(text.canonical[index] ?? '')) continue
    walker.walk(text.terms, index, { words: [], skipped: 0, joints: 0, sites: 0, sides: 0 })
  }
  return selectHits(walker.hits)
}
