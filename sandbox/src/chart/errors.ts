export type ChartErrorCode = 'conflict' | 'not-found' | 'rejected' | 'unreachable' | 'bad-response'

/** Anything that stops the chart page; the message tells its reader what to do next. */
export class ChartError extends Error {
  readonly code: ChartErrorCode

  constructor(code: ChartErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'ChartError'
    this.code = code
  }
}

/** What the screen says about anything that was thrown. */
export function getMessage(error: unknown): string {
  return error instanceof ChartError ? error.message : 'Something unexpected happened. Reload the page and try again.'
}
