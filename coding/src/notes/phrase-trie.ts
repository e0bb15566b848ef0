/**
 * Phrases stored word by word, so that all that begin at a place in the text are found in one walk.
 *
 * Words are numbers of a lexicon, nodes are numbers in the order in which they came, and the root is 0. The edges are one
 * hash table in one array, three cells an edge: the node, the word, the node that they lead to; a third cell of 0 is a
 * free slot, as nothing leads to the root. At most half of the slots are taken, so a step costs one or two reads. The
 * first step, which most words of a text fail, is an array by word number.
 */
import { type Lexicon, UNKNOWN } from './lexicon.ts'

const FIRST_SLOTS = 1 << 6
const CELLS = 3
export const ROOT = 0
/** No phrase goes on so. */
export const NOWHERE = 0

const NO_ENTRIES: readonly never[] = []

export class PhraseTrie<Entry> {
  readonly lexicon: Lexicon
  private edges = new Int32Array(FIRST_SLOTS * CELLS)
  private edgeCount = 0
  /** By word number: where a phrase goes that begins with it. */
  private starts = new Int32Array(FIRST_SLOTS)
  private readonly entries: (Entry[] | undefined)[] = [undefined]
  private readonly branches: boolean[] = [false]

  constructor(lexicon: Lexicon) {
    this.lexicon = lexicon
  }

  /** @param words in the form in which the numbers of a text are made: lower case, or canonical. */
  add(words: readonly string[], entry: Entry): void {
    let node = ROOT
    for (const word of words) node = this.extend(node, this.lexicon.add(word))
    const known = this.entries[node]
    if (known === undefined) this.entries[node] = [entry]
    else known.push(entry)
  }

  /** @returns `NOWHERE` when no phrase goes on with this word. */
  step(node: number, word: number): number {
    if (word === UNKNOWN) return NOWHERE
    return node === ROOT ? this.start(word) : (this.edges[this.findSlot(node, word) + 2] ?? NOWHERE)
  }

  /** The first step: whether any phrase begins with the word. */
  start(word: number): number {
    return word < this.starts.length ? (this.starts[word] ?? NOWHERE) : NOWHERE
  }

  /** What was added under the words that lead to the node. */
  getEntries(node: number): readonly Entry[] {
    return this.entries[node] ?? NO_ENTRIES
  }

  hasNext(node: number): boolean {
    return this.branches[node] === true
  }

  /** What was added under exactly these words. */
  find(words: readonly string[]): readonly Entry[] {
    let node = ROOT
    for (const word of words) {
      node = this.step(node, this.lexicon.find(word))
      if (node === NOWHERE) return NO_ENTRIES
    }
    return this.getEntries(node)
  }

  private extend(node: number, word: number): number {
    const known = this.step(node, word)
    if (known !== NOWHERE) return known
    const next = this.entries.push(undefined) - 1
    this.branches.push(false)
    this.branches[node] = true
    if (node === ROOT) this.setStart(word, next)
    else this.setEdge(node, word, next)
    return next
  }

  private setStart(word: number, next: number): void {
    if (word >= this.starts.length) {
      const longer = new Int32Array(Math.max(word + 1, this.starts.length * 2))
      longer.set(this.starts)
      this.starts = longer
    }
    this.starts[word] = next
  }

  private setEdge(node: number, word: number, next: number): void {
    this.edgeCount += 1
    if (this.edgeCount * 2 * CELLS > this.edges.length) this.grow()
    this.place(node, word, next)
  }

  private place(node: number, word: number, next: number): void {
    const slot = this.findSlot(node, word)
    this.edges[slot] = node
    this.edges[slot + 1] = word
    this.edges[slot + 2] = next
  }

  /** The slot of the edge, or the free one where it would be. */
  private findSlot(node: number, word: number): number {
    const { edges } = this
    const mask = edges.length / CELLS - 1
    const mixed = Math.imul(node, 0x9e3779b1) ^ Math.imul(word, 0x85ebca6b)
    for (let slot = (mixed ^ (mixed >>> 15)) & mask; ; slot = (slot + 1) & mask) {
      const cell = slot * CELLS
      if (edges[cell + 2] === NOWHERE || (edges[cell] === node && edges[cell + 1] === word)) return cell
    }
  }

  private grow(): void {
    const old = this.edges
    this.edges = new Int32Array(old.length * 2)
    for (let cell = 0; cell < old.length; cell += CELLS) {
      const next = old[cell + 2] ?? NOWHERE
      if (next !== NOWHERE) this.place(old[cell] ?? ROOT, old[cell + 1] ?? UNKNOWN, next)
    }
  }
}

export type PhraseHit<Entry> = { readonly from: number; readonly to: number; readonly entries: readonly Entry[] }

type Scan<Entry> = {
  readonly from: number
  readonly to: number
  readonly accept?: (entry: Entry, end: number) => boolean
}

/**
 * The longest phrase that begins at `scan.from` and ends before `scan.to`. `accept` may refuse an entry (letter case).
 * The walk is as long as the longest phrase at most, so a scan over a text is linear.
 *
 * @param numbers the words of the text as numbers of the trie's lexicon.
 */
export function findLongestPhrase<Entry>(
  trie: PhraseTrie<Entry>,
  numbers: ArrayLike<number>,
  scan: Scan<Entry>,
): PhraseHit<Entry> | undefined {
  const { from, to, accept } = scan
  let node = from < to ? trie.start(numbers[from] ?? UNKNOWN) : NOWHERE
  let best: PhraseHit<Entry> | undefined
  for (let end = from + 1; node !== NOWHERE; end++) {
    const found = trie.getEntries(node)
    if (found.length > 0) {
      const entries = accept === undefined ? found : found.filter((entry) => accept(entry, end))
      if (entries.length > 0) best = { from, to: end, entries }
    }
    node = end < to && trie.hasNext(node) ? trie.step(node, numbers[end] ?? UNKNOWN) : NOWHERE
  }
  return best
}

/** Whether any phrase begins here at all: what is asked of every word of a text before anything is built for it. */
export function mayBegin(trie: PhraseTrie<unknown>, number: number | undefined): boolean {
  return trie.start(number ?? UNKNOWN) !== NOWHERE
}
