/** FHIR base64Binary to bytes; servers break its lines. */

/** @returns undefined when the text is not base64. */
export function tryDecodeBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(text.replace(/\s{1,1000}/g, '')), (character) => character.charCodeAt(0))
  } catch {
    return undefined
  }
}
