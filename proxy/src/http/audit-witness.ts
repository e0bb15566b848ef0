/** Closes the interface when the audit trail has gone without a witness for longer than the operator allows. */
import { ProxyError } from '../errors.ts'
import type { Middleware } from './context.ts'

export function requireAuditWitness(isOverdue: () => boolean): Middleware {
  return function auditWitness(_context, next) {
    if (isOverdue()) {
      const message = 'Postil has stopped, because its records cannot be secured. The chart is not affected.'
      throw new ProxyError('unavailable', message, { retryAfterMs: 60_000 })
    }
    return next()
  }
}
