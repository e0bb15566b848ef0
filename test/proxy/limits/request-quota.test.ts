import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseTenantKey } from '#coding/domain/ids.ts'
import { createRequestQuota } from '#proxy/limits/request-quota.ts'
import { createTestProxy, NOW, send, signIn, smartRow } from '../proxy-fixture.ts'
import { testEngines } from '../store/test-engines.ts'
import type { TestDatabase } from '../test-database.ts'

const HALF_PAST = Math.floor(NOW / 60_000) * 60_000 + 30_000

describe.each(testEngines)('the request limit on $name', ({ open }) => {
  let database: TestDatabase
  let tenants = 0
  beforeAll(async () => {
    database = await open()
  })
  afterAll(() => database.close())

  const begin = (limits: { readonly tenantPerMinute: number; readonly personPerMinute: number }) => {
    tenants += 1
    const tenant = parseTenantKey(`asker-${tenants}`)
    const clock = { now: HALF_PAST }
    const replicas = [0, 1, 2].map(() => createRequestQuota({ db: database.db, now: () => clock.now }))
    const take = async (replica: number, actor = 'a'): Promise<number> => {
      const quota = replicas[replica % replicas.length]
      return quota ? quota.take({ tenant, actor, limits }) : Number.NaN
    }
    return { tenant, clock, take, replicas }
  }

  test.each([1, 7, 60, 240])('lets %d a minute pass, refuses one more, and begins again', async (limit) => {
    const { clock, take } = begin({ tenantPerMinute: 1000, personPerMinute: limit })
    for (let number = 0; number < limit; number++) expect(await take(0)).toBe(0)
    expect(await take(0)).toBe(30_000)
    expect(await take(1)).toBe(30_000)
    clock.now += 30_000
    expect(await take(1)).toBe(0)
  })

  test('is one for all replicas: never more than the limit, and nearly all of it', async () => {
    const { take } = begin({ tenantPerMinute: 1000, personPerMinute: 100 })
    const waits = await Promise.all(Array.from({ length: 300 }, (_, number) => take(number)))
    const passed = waits.filter((wait) => wait === 0).length
    expect(passed).toBeLessThanOrEqual(100)
    expect(passed).toBeGreaterThanOrEqual(90)
  })

  test('holds for the tenant over all its people', async () => {
    const { take } = begin({ tenantPerMinute: 10, personPerMinute: 8 })
    const waits: number[] = []
    for (let number = 0; number < 12; number++) waits.push(await take(0, `person-${number % 3}`))
    expect(waits.filter((wait) => wait === 0)).toHaveLength(10)
    expect(waits.slice(-2)).toEqual([30_000, 30_000])
  })

  test('holds for an address that has not signed in, over all replicas, and for each by itself', async () => {
    const { tenant, replicas } = begin({ tenantPerMinute: 1, personPerMinute: 1 })
    const other = parseTenantKey(`${tenant}-too`)
    const address = `address-${tenants}`
    const waits = await Promise.all(
      Array.from({ length: 30 }, async (_, number) => replicas[number % 3]?.takeExchange(tenant, address, 12)),
    )
    expect(waits.filter((wait) => wait === 0).length).toBeLessThanOrEqual(12)
    expect(waits.filter((wait) => wait === 0).length).toBeGreaterThanOrEqual(10)
    expect(await replicas[0]?.takeExchange(tenant, `another-${address}`, 12)).toBe(0)
    expect(await replicas[0]?.takeExchange(other, address, 12)).toBe(0)
  })

  test('asks the database a few times a minute, not once a request', async () => {
    let transactions = 0
    const counted = new Proxy(database.db, {
      get: (target, name) => {
        if (name === 'transaction') transactions += 1
        const value: unknown = Reflect.get(target, name, target)
        return typeof value === 'function' ? (value.bind(target) as unknown) : value
      },
    })
    const quota = createRequestQuota({ db: counted, now: () => HALF_PAST })
    const limits = { tenantPerMinute: 100_000, personPerMinute: 1000 }
    const { tenant } = begin(limits)
    for (let number = 0; number < 500; number++) {
      expect(await quota.take({ tenant, actor: 'a', limits })).toBe(0)
    }
    expect(transactions).toBeLessThanOrEqual(10)
  })

  test('is answered with 429 and the time to wait', async () => {
    const limits = { requestsPerMinutePerPerson: 2 }
    const { tenant: key } = begin({ tenantPerMinute: 1, personPerMinute: 1 })
    const [first, second] = [0, 1].map(() => createTestProxy(database.db, { rows: [{ ...smartRow, key, limits }] }))
    if (!first || !second) throw new TypeError('unreachable')
    const signed = await signIn(first)
    const ask = { method: 'GET', path: '/v1/writes' } as const
    expect((await send(first, ask, signed)).status).toBe(200)
    expect((await send(second, ask, signed)).status).toBe(200)
    const refused = await send(second, ask, signed)
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '60'])
  })
})
