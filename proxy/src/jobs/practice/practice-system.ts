/**
 * What a practice-management system must be able to tell, so that its notes go through the same queue as those of a FHIR
 * server. An adapter asks its vendor's interface and gives this; it knows neither our queue nor FHIR. `drchrono.ts` is
 * one, and docs/batch.md says how to write another.
 */
import type { DateOnly } from '#coding/domain/date-only.ts'
import type { EncounterId, PatientId } from '#coding/domain/ids.ts'
import type { NoteReference } from '#fhir-mappers/note-reference.ts'
import { buildVisitResources, type PracticeVisit } from '#fhir-mappers/practice-visit.ts'
import { JobError } from '../errors.ts'
import type { ChartReader, NoteLister } from '../note-source.ts'

export type VisitQuestion = { readonly patientId: PatientId; readonly encounterId: EncounterId }

export type PracticeSystem = {
  /** Notes that are signed, of visits on these days, the last included; in the pages that the system gives. */
  readonly listNotes: (days: {
    readonly from: DateOnly
    readonly to: DateOnly
    readonly signal: AbortSignal
  }) => AsyncIterable<readonly NoteReference[]>
  /** @throws JobError */
  readonly readVisit: (question: VisitQuestion) => Promise<PracticeVisit>
}

export function createPracticeLister(system: PracticeSystem, from: DateOnly, to: DateOnly): NoteLister {
  return { list: (signal) => system.listNotes({ from, to, signal }) }
}

export function createPracticeReader(system: PracticeSystem): ChartReader {
  return {
    read: async (note) =>
      buildVisitResources(await system.readVisit(note), (text) => Buffer.from(text, 'utf8').toString('base64')),
    // All text stands in the visit.
    readAttachment: () => Promise.reject(new JobError('not-found')),
  }
}
