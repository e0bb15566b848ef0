/** The one way from a document's bytes to the text of a note. Never throws for what a document may hold. */
import { tryDecodeBase64 } from './decode-base64.ts'
import type { DecodedCcda } from './decode-ccda.ts'
import { decodeCharset } from './decode-charset.ts'
import { tryDecodePdf } from './decode-pdf.ts'
import { tryDecodeRtf } from './decode-rtf.ts'
import { decodeText } from './decode-text.ts'
import type { DecodedText } from './decoded-text.ts'
import { type AttachmentKind, findAttachmentKind } from './sniff-attachment.ts'

// The parsers of other people are loaded when a chart has such a document; most have none.
const loadHtml = () => import('./decode-html.ts')
const loadCcda = () => import('./decode-ccda.ts')

/** A longer document is not a note; scans and device files are. */
export const MAX_ATTACHMENT_BYTES = 8 * 1024 * 1024

export type Attachment = {
  readonly bytes: Uint8Array
  readonly contentType: string
  /** UTF-16 units of text to keep at most. */
  readonly limit: number
  /** For whoever must answer at once: a PDF takes its time. */
  readonly withoutPdf?: true
}

/** @returns undefined when nothing can be read out of it. */
export async function tryDecodeAttachment(attachment: Attachment): Promise<DecodedText | undefined> {
  const kind = findAttachmentKind(attachment.bytes, attachment.contentType)
  if (!kind || attachment.bytes.length > MAX_ATTACHMENT_BYTES) return undefined
  const decoded = await decode(kind, attachment)
  return decoded && decoded.text.trim() !== '' ? decoded : undefined
}

async function decode(kind: AttachmentKind, attachment: Attachment): Promise<DecodedText | undefined> {
  const { bytes, contentType, limit, withoutPdf } = attachment
  switch (kind) {
    case 'text':
      return decodeText(decodeCharset(bytes, contentType), limit)
    case 'html':
      return (await loadHtml()).tryDecodeHtml(decodeCharset(bytes, contentType), limit)
    case 'rtf':
      return tryDecodeRtf(bytes, limit)
    case 'pdf':
      return withoutPdf === true ? undefined : tryDecodePdf(bytes, limit)
    case 'ccda':
      return unwrap((await loadCcda()).tryDecodeCcda(decodeCharset(bytes, contentType), limit), attachment)
  }
}

async function unwrap(document: DecodedCcda | undefined, outer: Attachment): Promise<DecodedText | undefined> {
  if (!document?.embedded) return document
  const bytes = tryDecodeBase64(document.embedded.base64)
  const kind = bytes && findAttachmentKind(bytes, document.embedded.contentType)
  // A document in a document in a document is nothing that an EHR makes.
  if (!kind || kind === 'ccda') return undefined
  return decode(kind, { ...outer, bytes, contentType: document.embedded.contentType })
}
