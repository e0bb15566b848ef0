import { describe, expect, test } from 'vitest'
import { createRateLimiter, limitRate } from '#proxy/http/rate-limit.ts'
import { serve } from './serve.ts'

describe('the rate limit', () => {
  test('lets a burst of n pass and refuses n + 1 with the time to wait', async () => {
    const now = 0
    const app = serve([
      limitRate(
        createRateLimiter(12, () => now),
        () => 'someone',
      ),
    ])
    const statuses: number[] = []
    for (let i = 0; i < 3; i++) statuses.push((await app.request('/')).status)
    expect(statuses).toEqual([200, 200, 200])
    const refused = await app.request('/')
    expect(refused.status).toBe(429)
    expect(refused.headers.get('retry-after')).toBe('5')
    expect(await refused.json()).toMatchObject({ code: 'busy', retryAfterMs: 5000 })
  })

  test('fills up again with time, and never beyond the burst', () => {
    let now = 0
    const limiter = createRateLimiter(12, () => now)
    for (let i = 0; i < 3; i++) limiter.take('someone')
    now = 4999
    expect(limiter.take('someone')).toBe(1)
    now = 5000
    expect(limiter.take('someone')).toBe(0)
    now = 10 * 60_000
    expect([1, 2, 3, 4].map(() => limiter.take('someone') === 0)).toEqual([true, true, true, false])
  })

  test('keeps one caller from another', () => {
    const limiter = createRateLimiter(4, () => 0)
    expect(limiter.take('one')).toBe(0)
    expect(limiter.take('one')).toBeGreaterThan(0)
    expect(limiter.take('other')).toBe(0)
  })

  test('a clock that runs backwards takes nothing away', () => {
    let now = 60_000
    const limiter = createRateLimiter(8, () => now)
    limiter.take('someone')
    now = 0
    expect(limiter.take('someone')).toBe(0)
  })
})
