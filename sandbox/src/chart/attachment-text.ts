/** Text <-> the base64 of an attachment, UTF-8 unless the content type says otherwise. */

const CHUNK = 0x8000

export function encodeBase64(bytes: Uint8Array): string {
  let binary = ''
  // In chunks: a call takes only so many arguments.
  for (let start = 0; start < bytes.length; start += CHUNK) {
    binary += String.fromCharCode(...bytes.subarray(start, start + CHUNK))
  }
  return btoa(binary)
}

export function decodeBase64(encoded: string): Uint8Array {
  // FHIR R4, base64Binary: white space may stand between the characters.
  return Uint8Array.from(atob(encoded.replace(/\s/g, '')), (character) => character.charCodeAt(0))
}

export function decodeText(bytes: Uint8Array, contentType: string): string {
  const charset = /charset="?([^";\s]+)/i.exec(contentType)?.[1] ?? 'utf-8'
  return new TextDecoder(charset).decode(bytes)
}

/** `text/html;charset=utf-8` -> `text/html` */
export function getMediaType(contentType: string | undefined): string {
  return (contentType ?? 'text/plain').split(';', 1)[0]?.trim().toLowerCase() ?? 'text/plain'
}
