/** A note as the open FHIR base gives it, for the tests of the chart page. */
import type { Attachment, DocumentReference } from '@medplum/fhirtypes'
import { encodeBase64 } from '../../../sandbox/src/chart/attachment-text.ts'
import type { NoteDocument } from '../../../sandbox/src/chart/fhir-client.ts'

type NoteOptions = {
  readonly id?: string
  readonly text?: string
  readonly versionId?: string
  readonly attachment?: Attachment
  readonly change?: Partial<DocumentReference>
}

export function aNote({
  id = 'note-1',
  text = 'old',
  versionId = '1',
  attachment,
  change,
}: NoteOptions = {}): NoteDocument {
  return {
    resourceType: 'DocumentReference',
    id,
    meta: { versionId },
    status: 'current',
    docStatus: 'preliminary',
    type: { coding: [{ system: 'http://loinc.org', code: '11506-3' }], text: 'Progress note' },
    subject: { reference: 'Patient/pat-1' },
    date: '2026-11-02T09:32:00',
    author: [{ reference: 'Practitioner/prac-1', display: 'Elena Rivera, MD' }],
    content: [
      {
        attachment: attachment ?? {
          contentType: 'text/plain',
          data: encodeBase64(new TextEncoder().encode(text)),
          hash: 'aaaa',
          title: 'Progress note',
        },
      },
    ],
    context: { encounter: [{ reference: 'Encounter/enc-1' }] },
    ...change,
  }
}
