/** Where the words of a finding stand in the note as it is now. */
import type { ClinicalNote } from '#coding/domain/clinical-note.ts'
import type { Evidence } from '#coding/domain/evidence.ts'
import type { Span } from './mark-text.ts'

/**
 * A note that is being written gets a new version twice a second, and its words move. The same words nearest to the
 * old place are still the words that were meant; other words never are.
 */
export function findWords(note: ClinicalNote, { start, quote }: Evidence): Span | undefined {
  if (note.text.startsWith(quote, start)) return { start, end: start + quote.length }
  let nearest: number | undefined
  for (let at = note.text.indexOf(quote); at >= 0; at = note.text.indexOf(quote, at + 1)) {
    if (nearest === undefined || Math.abs(at - start) < Math.abs(nearest - start)) nearest = at
  }
  return nearest === undefined ? undefined : { start: nearest, end: nearest + quote.length }
}
