/** A note as the engine sees it: plain text, with what is needed to say where and when a word was written. */
import type { NoteId } from './ids.ts'

export type NoteStatus = 'draft' | 'signed' | 'amended'

/** Who wrote it decides what its words may support (Official Guidelines FY2026, I.B.14). */
export type AuthorRole = 'provider' | 'nurse' | 'therapist' | 'student' | 'patient' | 'other'

export type ClinicalNote = {
  readonly id: NoteId
  /** The EHR's version of the resource that held the text. */
  readonly version: string
  /** LOINC code of the document type, when the EHR gives one. */
  readonly type?: string
  readonly status: NoteStatus
  readonly authorRole: AuthorRole
  /** ISO 8601 with offset, when the note was written. */
  readonly time?: string
  /** False when the EHR did not tie the note to the encounter and only its date fits. */
  readonly encounterCertain: boolean
  readonly text: string
  /** Hex digest of `text` in UTF-8, so that a later version can be told from this one. */
  readonly sha256: string
}
