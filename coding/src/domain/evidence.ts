/** The words behind a finding. A finding without evidence cannot be built. */

import type { ClinicalNote } from './clinical-note.ts'
import { CodingError } from './errors.ts'
import type { NoteId } from './ids.ts'

export type Existence = 'present' | 'absent' | 'uncertain'
export type Temporality = 'current' | 'historical' | 'hypothetical'
export type Experiencer = 'patient' | 'other'

/** The model of note-context: each mention is judged on three independent scales. */
export type Assertion = {
  readonly existence: Existence
  readonly temporality: Temporality
  readonly experiencer: Experiencer
}

export type Evidence = {
  readonly noteId: NoteId
  readonly noteVersion: string
  /** UTF-16 units into the note's text; `end` is exclusive. */
  readonly start: number
  readonly end: number
  /** Always equal to `text.slice(start, end)`. */
  readonly quote: string
  /** Section id from coding/data/sections.yaml. */
  readonly section: string
  readonly assertion: Assertion
}

/** True only when the quote stands in this version of this note at exactly this place. */
export function isEvidenceIn(note: ClinicalNote, evidence: Evidence): boolean {
  return (
    evidence.noteId === note.id &&
    evidence.noteVersion === note.version &&
    evidence.start < evidence.end &&
    note.text.slice(evidence.start, evidence.end) === evidence.quote
  )
}

/**
 * Cuts the quote out of the note, so that it cannot differ from its source.
 * @throws CodingError `bad-evidence` when the span is empty or leaves the text.
 */
export function cutEvidence(
  note: ClinicalNote,
  span: Pick<Evidence, 'start' | 'end' | 'section' | 'assertion'>,
): Evidence {
  if (span.start < 0 || span.end > note.text.length || span.start >= span.end) {
    throw new CodingError('bad-evidence', 'The evidence lies outside the note.')
  }
  return { noteId: note.id, noteVersion: note.version, ...span, quote: note.text.slice(span.start, span.end) }
}
