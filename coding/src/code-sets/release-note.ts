/** The instructional notes of the tabular list (Official Guidelines I.A.10 to I.A.13 and I.A.17). */
import type { RowRange } from './code-table.ts'

export const NOTE_KINDS = [
  'inclusion-term',
  'includes',
  'excludes1',
  'excludes2',
  'code-first',
  'use-additional-code',
  'code-also',
  'note',
  'seventh-character-note',
] as const
export type NoteKind = (typeof NOTE_KINDS)[number]

export type ReleaseNote = {
  readonly kind: NoteKind
  /** As printed. */
  readonly text: string
  /** The note above, ending in a colon, under which this one is listed. */
  readonly leadIn?: string
  /** The code, section ("E08-E13") or chapter ("Chapter 4") under which it is printed. */
  readonly printedAt: string
  /** Printed above the code that was asked about, and in force for it too. */
  readonly isInherited: boolean
  /**
   * The codes that the note names, as rows of this release.
   * `in-words`: it names none, or narrows them in words only; such a note can be shown but not evaluated.
   */
  readonly names: readonly RowRange[] | 'in-words'
}

const LEADS: Partial<Record<NoteKind, string>> = {
  'use-additional-code': 'Use additional',
  'code-also': 'Code also',
  'code-first': 'Code first',
  excludes1: 'Excludes1:',
  excludes2: 'Excludes2:',
}

/** The note as a sentence: in the XML the word of the group is not repeated ("code to identify …", ", if applicable, …"). */
export function describeNote(note: Pick<ReleaseNote, 'kind' | 'text' | 'leadIn'>): string {
  const lead = LEADS[note.kind]
  const text = note.leadIn === undefined ? note.text : `${note.leadIn} ${note.text}`
  if (lead === undefined) return text
  return text.startsWith(',') ? `${lead}${text}` : `${lead} ${text}`
}
