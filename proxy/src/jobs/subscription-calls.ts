/**
 * An EHR says by rest-hook that documents changed (https://hl7.org/fhir/R4/subscription.html#2.46.7.1). Whatever such a
 * call brings is not read: it only makes whoever follows the server look (`follow-server.ts`). So a call that is
 * repeated, late or out of order does nothing but that, and one that is lost is made up for by the next look.
 */
import { hashSecret } from '../crypto/references.ts'
import { ProxyError } from '../errors.ts'
import { answer } from '../http/answer.ts'
import type { Application } from '../http/application.ts'
import type { Handler, ProxyContext } from '../http/context.ts'
import { createRateLimiter, limitRate } from '../http/rate-limit.ts'
import { hearCall } from '../store/ehr-subscriptions.ts'
import type { Pool } from '../store/schema.ts'
import type { TenantDirectory, TenantRow } from '../tenants.ts'

const PER_MINUTE_AND_ADDRESS = 6000
const BEARER = /^Bearer (?<secret>[\w-]{43})$/

type Parts = {
  readonly db: Pool
  readonly tenants: Pick<TenantDirectory, 'all'>
  readonly now: () => number
  readonly findAddress: (context: ProxyContext) => string
}

/** Empty notifications come by POST; with a payload, servers PUT below the address, or POST to it. */
export function mountSubscriptionCalls(app: Application, parts: Parts): void {
  const listening = parts.tenants.all.filter(({ batch }) => batch?.subscribe === true)
  if (listening.length === 0) return
  const rate = limitRate(createRateLimiter(PER_MINUTE_AND_ADDRESS, parts.now), parts.findAddress)
  const handler = createHandler(parts, listening)
  app.post('/webhooks/:tenant/subscription', rate, handler)
  app.put('/webhooks/:tenant/subscription/:type/:id', rate, handler)
}

function createHandler({ db }: Parts, listening: readonly TenantRow[]): Handler {
  const byName = new Map(listening.map((row) => [row.key as string, row]))
  return async function hear(context) {
    const row = byName.get(context.req.param('tenant') ?? '')
    const secret = BEARER.exec(context.req.header('authorization') ?? '')?.groups?.['secret']
    // A tenant that is not there and a wrong secret look the same from outside.
    if (row) context.set('tenant', row)
    if (!row || secret === undefined || !(await hearCall(db, row.key, hashSecret(secret)))) {
      throw new ProxyError('unauthorized', 'The call does not carry the secret of a subscription of ours.')
    }
    return answer(context, null, { status: 204 })
  }
}
