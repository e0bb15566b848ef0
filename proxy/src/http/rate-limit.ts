/** Token buckets that refill evenly. Kept in memory, a process each. */
import { ProxyError } from '../errors.ts'
import type { Middleware, ProxyContext } from './context.ts'

export type RateLimiter = {
  /** @returns how long to wait, or 0 when the call may pass. */
  readonly take: (key: string) => number
}

type Bucket = { tokens: number; at: number }

/** Above this, buckets that have filled up again are forgotten: they say nothing that a new one would not. */
const MAX_BUCKETS = 10_000

/** @param burst what may come at once: a quarter of a minute, where nothing else is said. */
export function createRateLimiter(
  perMinute: number,
  now: () => number,
  burst = Math.max(1, Math.floor(perMinute / 4)),
): RateLimiter {
  const perMs = perMinute / 60_000
  const buckets = new Map<string, Bucket>()
  const forgetFull = (time: number): void => {
    for (const [key, { tokens, at }] of buckets) if (tokens + (time - at) * perMs >= burst) buckets.delete(key)
  }
  return {
    take: (key) => {
      const time = now()
      if (buckets.size >= MAX_BUCKETS) forgetFull(time)
      const bucket = buckets.get(key) ?? { tokens: burst, at: time }
      const tokens = Math.min(burst, bucket.tokens + Math.max(0, time - bucket.at) * perMs)
      const passes = tokens >= 1
      buckets.set(key, { tokens: passes ? tokens - 1 : tokens, at: time })
      return passes ? 0 : Math.ceil((1 - tokens) / perMs)
    },
  }
}

/** @param findKey whose bucket pays: the session's after authentication, the address before it. */
export function limitRate(limiter: RateLimiter, findKey: (context: ProxyContext) => string): Middleware {
  return async function rateLimit(context, next) {
    const retryAfterMs = limiter.take(findKey(context))
    if (retryAfterMs > 0) throw new ProxyError('busy', 'Too many requests. Try again in a moment.', { retryAfterMs })
    await next()
  }
}
