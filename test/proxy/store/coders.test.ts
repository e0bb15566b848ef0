import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseTenantKey } from '#coding/domain/ids.ts'
import { createColumnCipher } from '#proxy/crypto/column-cipher.ts'
import { isKnownCoder, listCoders, noteSignIn } from '#proxy/store/coders.ts'
import { inTenant } from '#proxy/store/in-tenant.ts'
import type { Database } from '#proxy/store/schema.ts'
import { NOW } from '../proxy-fixture.ts'
import type { TestDatabase } from '../test-database.ts'
import { testEngines } from './test-engines.ts'

const cipher = createColumnCipher([{ id: 'k', key: Buffer.alloc(32, 1).toString('base64') }])
const DAY_MS = 24 * 60 * 60_000
const daysLater = (days: number) => new Date(NOW + days * DAY_MS)

describe.each(testEngines)('who codes at a site, on $name', ({ open }) => {
  const [tenant, other] = [parseTenantKey('coders-here'), parseTenantKey('coders-there')]
  let database: TestDatabase
  beforeAll(async () => {
    database = await open()
  })
  afterAll(() => database.close())

  const within = <Value>(work: (db: Database) => Promise<Value>, key = tenant) => inTenant(database.db, key, work)
  const signIn = (actor: string, days: number, role: 'coder' | 'auditor' = 'coder') =>
    within((db) =>
      noteSignIn(
        db,
        {
          tenant,
          actor,
          role,
          person: { user: `Practitioner/${actor}`, name: `Name of ${actor}` },
          at: daysLater(days),
        },
        cipher,
      ),
    )
  const list = async (days: number, key = tenant) =>
    (await within((db) => listCoders(db, { tenant: key, now: daysLater(days) }, cipher), key)).map(({ id }) => id)
  const isKnown = (actor: string, days: number) =>
    within((db) => isKnownCoder(db, { tenant, actor, now: daysLater(days) }))

  test('is whoever signed in as a coder within 90 days, once, and at their own site', async () => {
    await signIn('one', 0)
    await signIn('two', 10)
    await signIn('two', 11)
    expect(await list(90)).toEqual(['one', 'two'])
    expect(await list(91)).toEqual(['two'])
    expect([await isKnown('one', 90), await isKnown('one', 91), await isKnown('nobody', 0)]).toEqual([
      true,
      false,
      false,
    ])
    expect(await list(11, other)).toEqual([])
  })

  test('is no more who does something else now', async () => {
    await signIn('three', 12)
    await signIn('three', 13, 'auditor')
    expect(await isKnown('three', 13)).toBe(false)
  })

  test('has names that nobody can read in the database', async () => {
    await signIn('four', 20)
    const rows = await within((db) => db.selectFrom('coder').select('person').execute())
    expect(rows.length).toBeGreaterThan(0)
    for (const { person } of rows) expect(person).not.toMatch(/Name of|Practitioner/)
  })

  test('leaves the table when they have not come for so long', async () => {
    await signIn('five', 200)
    expect(await within((db) => db.selectFrom('coder').select('actor').execute())).toEqual([{ actor: 'five' }])
  })
})
