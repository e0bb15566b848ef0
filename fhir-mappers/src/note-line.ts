import type { DocumentReference } from '@medplum/fhirtypes'
import type { EncounterId, PatientId } from '#coding/domain/ids.ts'

type NoteContext = { readonly patientId: PatientId; readonly encounterId: EncounterId }

/**
 * A line for the note that is being written, as the EHR's scratchpad takes it (SMART Web Messaging, `scratchpad.create`):
 * a preliminary document that holds nothing but the line. It is never written to a FHIR server.
 * @param data the line, UTF-8 in base64.
 */
export function buildNoteLine(data: string, { patientId, encounterId }: NoteContext): DocumentReference {
  return {
    resourceType: 'DocumentReference',
    status: 'current',
    docStatus: 'preliminary',
    subject: { reference: `Patient/${patientId}` },
    context: { encounter: [{ reference: `Encounter/${encounterId}` }] },
    content: [{ attachment: { contentType: 'text/plain;charset=utf-8', data } }],
  }
}
