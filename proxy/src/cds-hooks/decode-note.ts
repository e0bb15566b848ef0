/** Notes as the sidebar reads them, except PDF: a hook has less than half a second, and so has whoever calls next. */
import { tryDecodeAttachment } from '#fhir-mappers/attachments/decode-attachment.ts'
import type { DecodeAttachment } from '../encounter-notes.ts'

export const decodeNote: DecodeAttachment = (attachment) => tryDecodeAttachment({ ...attachment, withoutPdf: true })
