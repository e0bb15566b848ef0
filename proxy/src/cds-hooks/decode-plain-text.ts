/** Notes in plain text; other formats need the decoders of the sidebar, which whoever starts the proxy may hand in. */
import type { DecodeAttachment } from '../encounter-notes.ts'

export const decodePlainText: DecodeAttachment = async ({ bytes, contentType, limit }) => {
  if (!/^text\/plain\b/i.test(contentType)) return undefined
  const text = decodeBytes(bytes).replaceAll(/\r\n?/g, '\n').slice(0, limit)
  return text.trim() === '' ? undefined : { text }
}

/** What is not UTF-8 is windows-1252, whatever it is called (https://encoding.spec.whatwg.org/#names-and-labels). */
function decodeBytes(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}
