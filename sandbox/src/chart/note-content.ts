/** What the chart can show of a note, whatever format it came in. */
import { decodeBase64, decodeText, getMediaType } from './attachment-text.ts'
import type { FhirClient, NoteDocument } from './fhir-client.ts'
import { readMarkupText } from './markup-text.ts'
import { getAttachment } from './note-document.ts'
import { readRtfText } from './rtf-text.ts'

export type NoteContent =
  | { readonly kind: 'text'; readonly text: string }
  /** A format that the chart cannot show; the browser may open it by its address. */
  | { readonly kind: 'file'; readonly mediaType: string; readonly url: string | undefined }

const keep = (text: string): string => text
const readHtml = (text: string): string => readMarkupText(text, 'html')
const readCcda = (text: string): string => readMarkupText(text, 'c-cda')

const READERS: ReadonlyMap<string, (text: string) => string> = new Map([
  ['text/plain', keep],
  ['text/html', readHtml],
  ['application/xml', readCcda],
  ['text/xml', readCcda],
  ['text/rtf', readRtfText],
  ['application/rtf', readRtfText],
])

export async function loadNoteContent(note: NoteDocument, client: FhirClient): Promise<NoteContent> {
  const { data, url, contentType = 'text/plain' } = getAttachment(note)
  const mediaType = getMediaType(contentType)
  const readText = READERS.get(mediaType)
  if (readText === undefined) return { kind: 'file', mediaType, url: url && client.resolveUrl(url) }
  const bytes =
    data === undefined && url !== undefined ? await client.readBinary(url, contentType) : decodeBase64(data ?? '')
  return { kind: 'text', text: readText(decodeText(bytes, contentType)) }
}
