/** Shares of requests, over all replicas: an address' before it has signed in, the person's and the tenant's after it. */
import { PROXY_CHAIN } from '../audit/audit-log.ts'
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
  /** Of the connection; behind a balancer, the balancer's. */
  readonly findAddress: (context: ProxyContext) => string
  readonly perMinute: number
}

export function limitExchanges(quota: RequestQuota, { references, findAddress, perMinute }: ExchangeLimit): Middleware {
  return async function exchangeQuota(context, next) {
    const address = references.ofActor(PROXY_CHAIN, findAddress(context))
    refuse(await quota.takeExchange(address, perMinute))
    await next()
  }
}

function refuse(retryAfterMs: number): void {
  if (retryAfterMs > 0) throw new ProxyError('busy', 'Too many requests. Try again in a moment.', { retryAfterMs })
}
