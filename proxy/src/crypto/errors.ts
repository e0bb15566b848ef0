/** Why a cell does not open; messages are safe to show and name no value. */
export class CryptoError extends Error {
  /** `unknown-key`: written with a key that is not configured; `not-authentic`: changed, moved, or another key's bytes. */
  readonly code: 'malformed' | 'unknown-key' | 'not-authentic'

  constructor(code: CryptoError['code'], options?: { readonly cause?: unknown }) {
    super('A stored value cannot be opened.', options)
    this.name = 'CryptoError'
    this.code = code
  }
}
