/** Which documents are notes of an encounter, and their text; what policy withholds is not even downloaded. */
import { createHash } from 'node:crypto'
import { MAX_NOTE_LENGTH, MAX_NOTES } from '#coding/contract/encounter-record.ts'
import type { SensitivityPolicy } from '#coding/contract/tenant.ts'
import type { ClinicalNote } from '#coding/domain/clinical-note.ts'
import type { PatientId } from '#coding/domain/ids.ts'
import {
  dropReplacedNotes,
  mapDocumentReference,
  type NoteMetadata,
  type NoteScope,
} from '#fhir-mappers/document-reference.ts'
import { isOfOtherPatient } from '#fhir-mappers/resource-list.ts'
import { classifyNotes } from '#fhir-mappers/sensitivity.ts'

export type Attachment = { readonly bytes: Uint8Array; readonly contentType: string }

/** Text of a document, or undefined when it has none that can be read. */
export type DecodeAttachment = (
  attachment: Attachment & { readonly limit: number },
) => Promise<{ readonly text: string } | undefined>

export type NoteChoice = NoteScope & { readonly patientId: PatientId; readonly sensitivity: SensitivityPolicy }

/** @returns newest first, as many as a record takes. */
export function chooseNotes(documents: readonly unknown[], choice: NoteChoice): readonly NoteMetadata[] {
  const decisions = classifyNotes(documents, choice.sensitivity)
  const found = documents.flatMap((document, index) => {
    if (decisions[index] !== 'read' || isOfOtherPatient(document, choice.patientId)) return []
    const note = mapDocumentReference(document, choice)
    return note.ok ? [note.value] : []
  })
  return dropReplacedNotes(found)
    .toSorted((a, b) => (b.time ?? '').localeCompare(a.time ?? '') || a.id.localeCompare(b.id))
    .slice(0, MAX_NOTES)
}

export type NoteTexts = {
  readonly decode: DecodeAttachment
  /** Undefined when there is nothing to be had from the address. */
  readonly readAttachment: (url: string, contentType: string) => Promise<Attachment | undefined>
}

/** @returns undefined when nothing of it can be read. */
export async function readNote(metadata: NoteMetadata, texts: NoteTexts): Promise<ClinicalNote | undefined> {
  const { attachments, replaces: _replaces, ...note } = metadata
  for (const attachment of attachments) {
    const fetched = await fetchAttachment(attachment, texts)
    const decoded = fetched && (await texts.decode({ ...fetched, limit: MAX_NOTE_LENGTH }))
    if (!decoded) continue
    const { text } = decoded
    return { ...note, text, sha256: createHash('sha256').update(text).digest('hex') }
  }
  return undefined
}

async function fetchAttachment(
  { data, url, contentType = '' }: NoteMetadata['attachments'][number],
  texts: NoteTexts,
): Promise<Attachment | undefined> {
  if (data !== undefined) return { bytes: new Uint8Array(Buffer.from(data, 'base64')), contentType }
  return url === undefined ? undefined : texts.readAttachment(url, contentType)
}
