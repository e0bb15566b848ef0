/** Puts on record who was turned away: on the tenant's chain when it is known, on the proxy's own when it is not. */
import { appendAudit, PROXY_CHAIN } from '../audit/audit-log.ts'
import { hashSecret } from '../crypto/references.ts'
import type { ProxyError } from '../errors.ts'
import { describeError, type Log } from '../log.ts'
import type { Metrics } from '../metrics.ts'
import { inTenant } from '../store/in-tenant.ts'
import type { Pool } from '../store/schema.ts'
import { findSessionOwner } from '../store/sessions.ts'
import type { ProxyContext } from './context.ts'
import { createRateLimiter } from './rate-limit.ts'

/**
 * An attack's beginning is listed row by row; from then on some a second are, and the others are counted in the next
 * row: rows are there for good, and each waits for the lock of a chain that clinicians need.
 */
const LISTED_AT_ONCE = 600
const LISTED_PER_MINUTE = 120

export type RefusalParts = {
  readonly db: Pool
  readonly log: Log
  readonly metrics: Metrics
  readonly now: () => number
}

export type Refusals = (context: ProxyContext, error: ProxyError) => Promise<void>

const RECORDED: readonly ProxyError['code'][] = ['unauthorized', 'session-expired', 'forbidden', 'not-active']

/** The request is refused whether or not the row can be written; nothing was done that would have to be undone. */
export function createRefusals(parts: RefusalParts): Refusals {
  const limiter = createRateLimiter(LISTED_PER_MINUTE, parts.now, LISTED_AT_ONCE)
  const unlisted = new Map<string, number>()
  return async function recordRefusal(context, error) {
    const exchange = context.get('refusedExchange')
    if (!exchange && !RECORDED.includes(error.code)) return
    parts.metrics.count('postil_refusals_total', { code: error.code })
    try {
      const person = await findPerson(parts.db, context)
      const tenant = person?.tenant ?? context.get('tenant')?.key ?? PROXY_CHAIN
      if (limiter.take(tenant) > 0) {
        unlisted.set(tenant, (unlisted.get(tenant) ?? 0) + 1)
        return
      }
      const skipped = unlisted.get(tenant)
      unlisted.delete(tenant)
      await inTenant(parts.db, tenant, (transaction) =>
        appendAudit(transaction, tenant, [
          {
            at: new Date(parts.now()).toISOString(),
            requestId: context.get('requestId'),
            ...(exchange
              ? { action: 'session.refuse', outcome: error.code, ...exchange }
              : {
                  action: 'access.refuse',
                  outcome: error.code,
                  route: `${context.req.method.slice(0, 10)} ${context.route}`,
                }),
            ...(skipped !== undefined && { unlisted: skipped }),
            ...(person && {
              actor: person.actor,
              role: person.role,
              patient: person.patientRef,
              encounter: person.encounterRef,
            }),
          },
        ]),
      )
    } catch (failure) {
      parts.log.error('refusal not recorded', { requestId: context.get('requestId'), ...describeError(failure) })
    }
  }
}

/** Whose session it is that somebody tried to use; a stolen one names its owner, not the thief. */
async function findPerson(db: Pool, context: ProxyContext) {
  const session = context.get('session')
  if (session) return session
  const token = /^\S+ ([\w-]{43})$/.exec(context.req.header('authorization') ?? '')?.[1]
  return token === undefined ? undefined : findSessionOwner(db, hashSecret(token))
}
