/** The port of everything that tells which notes are to be worked on, and reads what is around one. */
import type { NoteReference } from '#fhir-mappers/note-reference.ts'
import type { Attachment } from '../encounter-notes.ts'

/** Resources as the EHR sent them. */
export type EncounterResources = {
  readonly encounter: unknown
  readonly patient: unknown
  readonly notes: readonly unknown[]
  readonly conditions: readonly unknown[]
  readonly procedures: readonly unknown[]
  readonly observations: readonly unknown[]
  readonly medicationRequests: readonly unknown[]
  readonly coverages: readonly unknown[]
}

export type NoteLister = {
  /** In pages, so that what is found is queued before the rest is asked for. */
  readonly list: (signal: AbortSignal) => AsyncIterable<readonly NoteReference[]>
}

export type ChartReader = {
  /** @throws JobError */
  readonly read: (note: NoteReference) => Promise<EncounterResources>
  /** @throws JobError */
  readonly readAttachment: (url: string, contentType: string) => Promise<Attachment>
}
