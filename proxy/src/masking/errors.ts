/** Why masking gave nothing back. Whoever gets one sends nothing. */
export type MaskingErrorCode = 'map-broken' | 'residue' | 'duplicate-note' | 'no-stand-in'

export class MaskingError extends Error {
  override readonly name = 'MaskingError'
  readonly code: MaskingErrorCode

  /** The code is the whole message: a reason in words could carry what should have been masked. */
  constructor(code: MaskingErrorCode) {
    super(`Masking failed: ${code}.`)
    this.code = code
  }
}
