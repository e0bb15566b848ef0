/** Shares of requests, over all replicas: an address' before it has signed in, the person's and the tenant's after it. */
import type { TenantKey } from '#coding/domain/ids.ts'
import type { Limits } from '../config.ts'
import type { References } from '../crypto/references.ts'
import { ProxyError } from '../errors.ts'
import type { RequestQuota } from '../limits/request-quota.ts'
import type { Middleware, ProxyContext } from './context.ts'

/** After `authenticate`. */
export function limitQuota(quota: RequestQuota, defaults: Limits): Middleware {
  return async function requestQuota(context, next) {
    const session = context.get('session')
    const tenant = context.get('tenant')
    const retryAfterMs = await quota.take({
      tenant: session.tenant,
      actor: session.actor,
      limits: {
        tenantPerMinute: tenant.limits?.requestsPerMinute ?? defaults.requestsPerMinutePerTenant,
        personPerMinute: tenant.limits?.requestsPerMinutePerPerson ?? defaults.requestsPerMinutePerPerson,
      },
    })
    refuse(retryAfterMs)
    await next()
  }
}

export type ExchangeLimit = {
  readonly references: References
  readonly findAddress: (context: ProxyContext) => string
  readonly perMinute: number
}

/** @throws ProxyError `busy` */
export type TakeExchange = (context: ProxyContext, tenant: TenantKey) => Promise<void>

/** Once the caller has proved a key, and of one tenant: junk uses up nobody's share, and no site that of another. */
export function createTakeExchange(
  quota: RequestQuota,
  { references, findAddress, perMinute }: ExchangeLimit,
): TakeExchange {
  return async (context, tenant) => {
    refuse(await quota.takeExchange(tenant, references.ofActor(tenant, findAddress(context)), perMinute))
  }
}

function refuse(retryAfterMs: number): void {
  if (retryAfterMs > 0) throw new ProxyError('busy', 'Too many requests. Try again in a moment.', { retryAfterMs })
}
