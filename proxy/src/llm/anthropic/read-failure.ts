/** From what the vendor's client throws to one of our outcomes. Its messages are read here and go nowhere else. */
import { APIConnectionError, APIConnectionTimeoutError, APIError, APIUserAbortError } from '@anthropic-ai/sdk'
import { ModelError } from '../errors.ts'
import type { ModelFailure } from '../language-model.ts'

export type Failure = { readonly code: ModelFailure; readonly retryAfterMs?: number }

const NOT_COVERED = /HIPAA|not available for .{0,40}regulated/i
const TOO_LONG = /prompt is too long/i
const LIMIT_OF_OURS = /usage limit|spend(?:ing)? limit|credit balance/i
const LIMIT_CODE = /spend|billing|credit|usage_limit/

export function readFailure(error: unknown): Failure {
  if (error instanceof ModelError) {
    return { code: error.code === 'feature-not-covered' ? 'feature-not-covered' : 'malformed' }
  }
  if (error instanceof APIUserAbortError) return { code: 'aborted' }
  if (error instanceof APIConnectionTimeoutError) return { code: 'unavailable' }
  if (error instanceof APIConnectionError) return readConnection(error)
  if (isAnswer(error)) return readAnswer(error)
  // A body that is not JSON; a connection that was reset is a TypeError of the platform, not one of the client's.
  if (error instanceof SyntaxError) return { code: 'malformed' }
  return { code: 'cut' }
}

/** The class is generic in the vendor's types, and `instanceof` would make each of them `any`. */
function isAnswer(error: unknown): error is APIError {
  return error instanceof APIError
}

function readConnection(error: APIConnectionError): Failure {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof ModelError) return readFailure(cause)
    if (/redirect/i.test(cause.message)) return { code: 'redirected' }
  }
  return { code: 'unavailable' }
}

function readAnswer(error: APIError): Failure {
  const { status, type } = error
  if (status === 529 || type === 'overloaded_error') return withDelay('overloaded', error)
  if (status === undefined) return { code: 'cut' }
  if (LIMIT_CODE.test(error.errorCode ?? '')) return { code: 'spend-limit' }
  switch (status) {
    case 400: {
      const message = error.apiMessage ?? ''
      if (NOT_COVERED.test(message)) return { code: 'feature-not-covered' }
      if (TOO_LONG.test(message)) return { code: 'context-exceeded' }
      return { code: LIMIT_OF_OURS.test(message) ? 'spend-limit' : 'bad-request' }
    }
    case 401:
    case 403:
      return { code: 'unauthorized' }
    case 402:
      return { code: 'spend-limit' }
    case 413:
      return { code: 'too-large' }
    case 429:
      return withDelay('rate-limited', error)
    default:
      if (status >= 300 && status < 400) return { code: 'redirected' }
      return status >= 500 || status === 408 ? withDelay('unavailable', error) : { code: 'bad-request' }
  }
}

function withDelay(code: ModelFailure, error: APIError): Failure {
  const retryAfterMs = readRetryAfter(error.headers)
  return { code, ...(retryAfterMs !== undefined && { retryAfterMs }) }
}

/** Seconds or a date (RFC 9110, 10.2.3), or the vendor's own milliseconds. */
export function readRetryAfter(headers: Headers | undefined, now = Date.now()): number | undefined {
  const exact = headers?.get('retry-after-ms')
  const text = headers?.get('retry-after')
  const ms = exact
    ? Number(exact)
    : /^\d+(?:\.\d+)?$/.test(text ?? '')
      ? Number(text) * 1000
      : Date.parse(text ?? '') - now
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined
}
