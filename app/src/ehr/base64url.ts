/** Base64url to text (RFC 4648, 5), with UTF-8 inside: `atob` knows neither `-` and `_` nor names outside ASCII. */

/** @returns undefined when the text is not base64url or not UTF-8. */
export function tryDecodeBase64Url(text: string): string | undefined {
  try {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0))
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}
