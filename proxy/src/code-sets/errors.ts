/** The one class that this folder throws. Messages name files and addresses, never a patient: none comes near here. */
export type CodeSetErrorCode =
  | 'usage'
  | 'no-source'
  | 'unreadable'
  | 'too-large'
  | 'download-failed'
  | 'checksum-mismatch'
  | 'licence-refused'
  | 'bad-release'
  | 'store-damaged'

export class CodeSetError extends Error {
  readonly code: CodeSetErrorCode

  constructor(code: CodeSetErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options)
    this.name = 'CodeSetError'
    this.code = code
  }
}
