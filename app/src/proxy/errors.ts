/** What can go wrong on the way to the proxy. `message` is the proxy's own and safe to show. */
import type { ProblemCode } from '#coding/contract/problem.ts'

/** `offline`: no answer at all. `stream-cut`: an analysis began and its end never came; what was shown is not complete. */
export type ProxyErrorCode = ProblemCode | 'offline' | 'stream-cut'

export class ProxyError extends Error {
  readonly code: ProxyErrorCode
  readonly retryAfterMs: number | undefined

  constructor(
    code: ProxyErrorCode,
    message: string,
    options?: { readonly cause?: unknown; readonly retryAfterMs?: number | undefined },
  ) {
    super(message, options)
    this.name = 'ProxyError'
    this.code = code
    this.retryAfterMs = options?.retryAfterMs
  }
}
