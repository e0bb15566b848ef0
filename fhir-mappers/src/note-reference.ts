/** DocumentReference: which version of which note it is, and whose; for work that begins with notes, not with a launch. */
import type { DocumentReference, DocumentReferenceContext } from '@medplum/fhirtypes'
import {
  type EncounterId,
  type NoteId,
  type PatientId,
  parseEncounterId,
  parseNoteId,
  parsePatientId,
} from '#coding/domain/ids.ts'
import { findNoteVersion } from './document-reference.ts'
import { asBranded, asList, asObject } from './loose.ts'
import { findReferencedId } from './reference.ts'

export type NoteReference = {
  readonly patientId: PatientId
  readonly encounterId: EncounterId
  readonly noteId: NoteId
  readonly noteVersion: string
}

/** @returns undefined for a document that names no patient or no encounter: nobody can say what it belongs to. */
export function mapNoteReference(resource: unknown): NoteReference | undefined {
  const document = asObject<DocumentReference>(resource)
  const context = asObject<DocumentReferenceContext>(document.context)
  const [encounter] = asList(context.encounter).flatMap((one) => findReferencedId(one, 'Encounter') ?? [])
  const patientId = asBranded(parsePatientId, findReferencedId(document.subject, 'Patient'))
  const encounterId = asBranded(parseEncounterId, encounter)
  const noteId = asBranded(parseNoteId, document.id)
  if (patientId === undefined || encounterId === undefined || noteId === undefined) return undefined
  return { patientId, encounterId, noteId, noteVersion: findNoteVersion(document) }
}
