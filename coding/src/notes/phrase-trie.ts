/** Phrases stored word by word, so that all that begin at a place in the text are found in one walk. */

export type PhraseNode<Entry> = {
  readonly next: Map<string, PhraseNode<Entry>>
  readonly entries: Entry[]
}

export function createPhraseNode<Entry>(): PhraseNode<Entry> {
  return { next: new Map(), entries: [] }
}

export function addPhrase<Entry>(root: PhraseNode<Entry>, words: readonly string[], entry: Entry): void {
  let node = root
  for (const word of words) {
    let child = node.next.get(word)
    if (child === undefined) {
      child = createPhraseNode()
      node.next.set(word, child)
    }
    node = child
  }
  node.entries.push(entry)
}

export type PhraseHit<Entry> = { readonly from: number; readonly to: number; readonly entries: readonly Entry[] }

/**
 * The longest phrase that begins at `scan.from` and ends before `scan.to`. `accept` may refuse an entry (letter case).
 * The walk is as long as the longest phrase at most, so a scan over a text is linear.
 */
export function findLongestPhrase<Entry>(
  root: PhraseNode<Entry>,
  words: readonly string[],
  scan: { readonly from: number; readonly to: number; readonly accept?: (entry: Entry, end: number) => boolean },
): PhraseHit<Entry> | undefined {
  let node: PhraseNode<Entry> | undefined = root
  let best: PhraseHit<Entry> | undefined
  for (let index = scan.from; index < scan.to; index++) {
    node = node.next.get(words[index] ?? '')
    if (node === undefined) break
    if (node.entries.length === 0) continue
    const { accept } = scan
    const entries = accept === undefined ? node.entries : node.entries.filter((entry) => accept(entry, index + 1))
    if (entries.length > 0) best = { from: scan.from, to: index + 1, entries }
  }
  return best
}
