/** Thrown where no answer is awaited: while a model is set up, or when the adapter is about to break a rule of ours. */
export type ModelErrorCode = 'package-missing' | 'prompt-changed' | 'feature-not-covered' | 'event-too-large'

export class ModelError extends Error {
  readonly code: ModelErrorCode

  constructor(code: ModelErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options)
    this.name = 'ModelError'
    this.code = code
  }
}
