import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseTenantKey } from '#coding/domain/ids.ts'
import { createSpend } from '#proxy/limits/spend.ts'
import { testEngines } from '../store/test-engines.ts'
import type { TestDatabase } from '../test-database.ts'

const DAY = 24 * 60 * 60_000
const NOON = Date.parse('2026-03-02T12:00:00Z')
const limits = { tenantPerDay: 100, personPerDay: 60 }

describe.each(testEngines)('the spend limit on $name', ({ open }) => {
  let database: TestDatabase
  let tenants = 0
  beforeAll(async () => {
    database = await open()
  })
  afterAll(() => database.close())

  const begin = () => {
    tenants += 1
    const tenant = parseTenantKey(`spender-${tenants}`)
    const clock = { now: NOON }
    // Two of them, as two replicas have.
    const [spend, other] = [0, 1].map(() => createSpend({ db: database.db, now: () => clock.now }))
    if (!spend || !other) throw new TypeError('unreachable')
    return { tenant, clock, spend, other }
  }

  test('lets a person spend to the limit and not one more, until the day ends', async () => {
    const { tenant, clock, spend, other } = begin()
    const ask = (amount: number, by = spend) => by.reserve({ tenant, actor: 'a', amount, limits })
    expect(await ask(59)).toMatchObject({ ok: true })
    expect(await ask(2, other)).toEqual({ ok: false, of: 'person', retryAfterMs: DAY / 2 })
    expect(await ask(1, other)).toMatchObject({ ok: true })
    expect(await ask(1)).toMatchObject({ ok: false })
    clock.now = NOON + DAY / 2
    expect(await ask(60)).toMatchObject({ ok: true })
  })

  test('stops the tenant over all its people, and takes nothing from who is refused', async () => {
    const { tenant, spend, other } = begin()
    expect(await spend.reserve({ tenant, actor: 'a', amount: 60, limits })).toMatchObject({ ok: true })
    expect(await other.reserve({ tenant, actor: 'b', amount: 41, limits })).toMatchObject({ ok: false, of: 'tenant' })
    expect(await other.reserve({ tenant, actor: 'b', amount: 40, limits })).toMatchObject({ ok: true })
    expect(await spend.reserve({ tenant, actor: 'c', amount: 1, limits })).toMatchObject({ ok: false, of: 'tenant' })
  })

  test('settles with what it did cost, less or more', async () => {
    const { tenant, spend } = begin()
    const first = await spend.reserve({ tenant, actor: 'a', amount: 60, limits })
    if (!first.ok) throw new TypeError('refused')
    await spend.settle(first.reservation, 10)
    const second = await spend.reserve({ tenant, actor: 'a', amount: 50, limits })
    expect(second).toMatchObject({ ok: true })
    if (!second.ok) throw new TypeError('refused')
    await spend.settle(second.reservation, 55)
    expect(await spend.reserve({ tenant, actor: 'a', amount: 0, limits })).toMatchObject({ ok: false })
  })

  test('never lets more through than the limit when forty ask at once', async () => {
    const { tenant, spend, other } = begin()
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        (index % 2 ? spend : other).reserve({ tenant, actor: `p${index}`, amount: 7, limits }),
      ),
    )
    expect(answers.filter(({ ok }) => ok)).toHaveLength(14)
  })

  test('keeps one tenant from another', async () => {
    const [one, two] = [begin(), begin()]
    await one.spend.reserve({ tenant: one.tenant, actor: 'a', amount: 60, limits })
    expect(await two.spend.reserve({ tenant: two.tenant, actor: 'a', amount: 60, limits })).toMatchObject({ ok: true })
  })
})
