/** The one class that `coding` throws; callers switch on `code`, and `message` is safe to show. */
export type CodingErrorCode =
  | 'bad-code'
  | 'bad-date'
  | 'bad-id'
  | 'bad-evidence'
  | 'bad-knowledge'
  | 'bad-release'
  | 'bad-draft'
  | 'bad-wire-shape'

export class CodingError extends Error {
  readonly code: CodingErrorCode

  constructor(code: CodingErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options)
    this.name = 'CodingError'
    this.code = code
  }
}
