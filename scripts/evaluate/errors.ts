/** The one class that this folder throws. Messages name files, lines and options, never words of a note. */
export type EvaluationErrorCode = 'usage' | 'unreadable' | 'bad-row'

export class EvaluationError extends Error {
  readonly code: EvaluationErrorCode

  constructor(code: EvaluationErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options)
    this.name = 'EvaluationError'
    this.code = code
  }
}
