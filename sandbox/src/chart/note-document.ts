/** The versions that a note goes through: new, saved, signed, and its addenda. */
import type { Attachment, DocumentReference } from '@medplum/fhirtypes'
import { decodeBase64, decodeText, encodeBase64, getMediaType } from './attachment-text.ts'
import type { ChartUser } from './chart-server.ts'
import type { NoteDocument } from './fhir-client.ts'

const PLAIN_TEXT = 'text/plain;charset=utf-8'

/** The first attachment is the note; servers give no second one. */
export function getAttachment(note: DocumentReference): Attachment {
  return note.content[0]?.attachment ?? {}
}

export function isSigned(note: DocumentReference): boolean {
  return note.docStatus !== 'preliminary'
}

/** Only an unsigned note whose plain text lies in the resource itself is written here. */
export function isEditable(note: DocumentReference): boolean {
  const { contentType, url } = getAttachment(note)
  return !isSigned(note) && url === undefined && getMediaType(contentType) === 'text/plain'
}

export function isRestricted(note: DocumentReference): boolean {
  return note.securityLabel !== undefined || note.meta?.security !== undefined
}

export function readPlainText(note: DocumentReference): string {
  const { data = '', contentType = '' } = getAttachment(note)
  return decodeText(decodeBase64(data), contentType)
}

/** The hash of the old text goes: it is optional, and a wrong one is worse than none. */
export function buildSavedNote(note: NoteDocument, text: string, now: Date): NoteDocument {
  const { data: _data, hash: _hash, ...attachment } = getAttachment(note)
  const bytes = new TextEncoder().encode(text)
  return {
    ...note,
    content: [
      {
        ...note.content[0],
        attachment: {
          ...attachment,
          contentType: PLAIN_TEXT,
          creation: now.toISOString(),
          size: bytes.length,
          // FHIR allows no empty string.
          ...(text !== '' && { data: encodeBase64(bytes) }),
        },
      },
    ],
  }
}

export function buildSignedNote(note: NoteDocument): NoteDocument {
  return { ...note, status: 'current', docStatus: 'final' }
}

type NoteAuthor = Pick<ChartUser, 'id' | 'name'>

export type NoteSetting = {
  readonly patientId: string
  readonly encounterId: string
  readonly author: NoteAuthor
  readonly now: Date
}

export function buildNewNote({ patientId, encounterId, author, now }: NoteSetting, text: string): DocumentReference {
  const bytes = new TextEncoder().encode(text)
  return {
    resourceType: 'DocumentReference',
    status: 'current',
    docStatus: 'preliminary',
    type: {
      coding: [{ system: 'http://loinc.org', code: '11506-3', display: 'Progress note' }],
      text: 'Progress note',
    },
    category: [
      {
        coding: [
          {
            system: 'http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category',
            code: 'clinical-note',
          },
        ],
      },
    ],
    subject: { reference: `Patient/${patientId}` },
    date: now.toISOString(),
    author: [{ reference: `Practitioner/${author.id}`, display: author.name }],
    content: [
      {
        attachment: {
          contentType: PLAIN_TEXT,
          title: 'Progress note',
          creation: now.toISOString(),
          size: bytes.length,
          data: encodeBase64(bytes),
        },
      },
    ],
    context: { encounter: [{ reference: `Encounter/${encounterId}` }] },
  }
}

/** An addendum is a note of its own that says which note it appends (FHIR R4, DocumentReference.relatesTo). */
export function buildAddendum(signed: NoteDocument, setting: NoteSetting, text: string): DocumentReference {
  const addendum = buildNewNote(setting, text)
  return {
    ...addendum,
    ...(signed.type !== undefined && { type: signed.type }),
    relatesTo: [{ code: 'appends', target: { reference: `DocumentReference/${signed.id}` } }],
    content: [{ attachment: { ...getAttachment(addendum), title: 'Addendum' } }],
  }
}
