/** Which of a document's attachments to read: the one that loses least on its way to plain text. */
import type { Attachment, DocumentReferenceContent } from '@medplum/fhirtypes'
import { asList, asNumber, asObject, asText, present } from './loose.ts'

type NoteFormat = 'text' | 'html' | 'rtf' | 'cda' | 'pdf' | 'unknown'

/** Exactly one of `data` and `url` is used: inline data first, since it needs no second request. */
export type NoteAttachment = {
  readonly format: NoteFormat
  /** As the server wrote it, for the `Accept` header and the character set. */
  readonly contentType?: string
  /** Base64. */
  readonly data?: string
  readonly url?: string
  /** Bytes, as announced. */
  readonly size?: number
  /** Base64 of the SHA-1 (FHIR R4, Attachment.hash). */
  readonly hash?: string
}

const FORMATS: ReadonlyMap<string, NoteFormat> = new Map([
  ['text/plain', 'text'],
  ['text/html', 'html'],
  ['application/xhtml+xml', 'html'],
  ['text/rtf', 'rtf'],
  ['application/rtf', 'rtf'],
  ['application/xml', 'cda'],
  ['text/xml', 'cda'],
  ['application/cda+xml', 'cda'],
  ['application/hl7-cda+xml', 'cda'],
  ['application/hl7-sda+xml', 'cda'],
  ['application/pdf', 'pdf'],
])

/** Order of preference (smart-fhir conventions 5.2); what has no content type is tried last. */
const PREFERENCE: readonly NoteFormat[] = ['text', 'html', 'rtf', 'cda', 'pdf', 'unknown']

/** @returns the readable attachments, best first; images, audio and other formats are left out. */
export function findNoteAttachments(contents: unknown): readonly NoteAttachment[] {
  return asList<DocumentReferenceContent>(contents)
    .map((content) => mapAttachment(content.attachment))
    .filter((attachment) => attachment !== undefined)
    .toSorted((a, b) => PREFERENCE.indexOf(a.format) - PREFERENCE.indexOf(b.format))
}

function mapAttachment(value: unknown): NoteAttachment | undefined {
  const attachment = asObject<Attachment>(value)
  const contentType = asText(attachment.contentType)
  const format = contentType === undefined ? 'unknown' : FORMATS.get(toMediaType(contentType))
  const data = typeof attachment.data === 'string' && attachment.data !== '' ? attachment.data : undefined
  const url = asText(attachment.url)
  if (format === undefined || (data === undefined && url === undefined)) return undefined
  return {
    format,
    ...present({ contentType, data, url, size: asNumber(attachment.size), hash: asText(attachment.hash) }),
  }
}

function toMediaType(contentType: string): string {
  return (contentType.split(';')[0] ?? '').trim().toLowerCase()
}
