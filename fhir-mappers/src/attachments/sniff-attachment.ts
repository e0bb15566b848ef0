/** What a document is, by its first bytes and then by what the server says: the servers are often wrong. */

export type AttachmentKind = 'text' | 'html' | 'rtf' | 'ccda' | 'pdf'

/** @returns undefined for what has no text to read (images, sound) and for what we do not know. */
export function findAttachmentKind(bytes: Uint8Array, contentType: string): AttachmentKind | undefined {
  return sniff(bytes) ?? findDeclaredKind(contentType)
}

function sniff(bytes: Uint8Array): AttachmentKind | undefined {
  const start = new TextDecoder('windows-1252').decode(bytes.subarray(0, 1024)).replace(/^(?:ï»¿)?\s*/, '')
  if (start.startsWith('%PDF-')) return 'pdf'
  if (start.startsWith('{\\rtf')) return 'rtf'
  if (/^(?:<!doctype html|<html)/i.test(start)) return 'html'
  if (/<(?:\w+:)?ClinicalDocument[\s>]/.test(start)) return 'ccda'
  if (start.startsWith('<?xml')) return /<html[\s>]/i.test(start) ? 'html' : 'ccda'
  return undefined
}

function findDeclaredKind(contentType: string): AttachmentKind | undefined {
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? ''
  if (type === 'text/html' || type === 'application/xhtml+xml') return 'html'
  if (type === 'text/rtf' || type === 'application/rtf') return 'rtf'
  if (type === 'application/pdf') return 'pdf'
  if (/^(?:application|text)\/(?:.+\+)?xml$/.test(type)) return 'ccda'
  return type === '' || type.startsWith('text/') ? 'text' : undefined
}
