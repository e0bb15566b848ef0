import { EhrError } from './ehr/errors.ts'
import type { EhrErrorCode } from './ehr/session-types.ts'
import { ProxyError } from './proxy/errors.ts'

/** The errors of our own folders carry words that are safe to show; of anything else nothing is repeated. */
export function describeProblem(error: unknown): string {
  return error instanceof ProxyError || error instanceof EhrError
    ? error.message
    : 'Something unexpected went wrong in Postil. Try again.'
}

export function describeEhrProblem(error: unknown): {
  readonly code: EhrErrorCode | 'unexpected'
  readonly message: string
} {
  return error instanceof EhrError
    ? { code: error.code, message: error.message }
    : { code: 'unexpected', message: describeProblem(error) }
}
