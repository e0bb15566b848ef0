/** After `authenticate`: the person's and the tenant's share of requests, over all replicas. */
import type { Limits } from '../config.ts'
import { ProxyError } from '../errors.ts'
import type { RequestQuota } from '../limits/request-quota.ts'
import type { Middleware } from './context.ts'

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
    if (retryAfterMs > 0) throw new ProxyError('busy', 'Too many requests. Try again in a moment.', { retryAfterMs })
    await next()
  }
}
