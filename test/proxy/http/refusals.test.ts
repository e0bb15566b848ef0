import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  aSessionRequest,
  createProofKey,
  createTestProxy,
  NOW,
  send,
  signIn,
  type TestProxy,
} from '../proxy-fixture.ts'
import { openPglite, type TestDatabase } from '../test-database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await openPglite()
})
afterAll(() => database.close())

type Entry = Readonly<Record<string, unknown>>

async function readRefusals(tenant: string): Promise<readonly Entry[]> {
  const { rows } = await sql<{ entry: string }>`
    select entry from audit where tenant = ${tenant} and action = 'access.refuse' order by seq`.execute(database.db)
  return rows.map(({ entry }) => JSON.parse(entry) as Entry)
}

const knock = (proxy: TestProxy, path = '/v1/writes') => send(proxy, { method: 'GET', path })

describe('a refusal', () => {
  test('of a stranger is on the chain of the proxy, without what the stranger wrote', async () => {
    const proxy = createTestProxy(database.db)
    const before = (await readRefusals('postil-proxy')).length
    await knock(proxy, '/v1/codes/SECRET?on=SECRET')
    const body = await aSessionRequest({ issuer: 'https://SECRET.example' })
    await send(proxy, { path: '/v1/session', body }, { key: await createProofKey() })
    const rows = (await readRefusals('postil-proxy')).slice(before)
    expect(rows).toMatchObject([
      { outcome: 'unauthorized', route: 'GET /v1/codes/:code' },
      { outcome: 'forbidden', route: 'POST /v1/session' },
    ])
    expect(JSON.stringify(rows)).not.toContain('SECRET')
  })

  test('of somebody who is signed in names them, on the chain of their tenant', async () => {
    const proxy = createTestProxy(database.db)
    const signed = await signIn(proxy)
    const headers = { origin: 'https://other-sidebar.example' }
    expect((await send(proxy, { method: 'GET', path: '/v1/writes', headers }, signed)).status).toBe(403)
    const row = (await readRefusals('hospital')).at(-1)
    expect(row).toMatchObject({ outcome: 'forbidden', route: 'GET /v1/writes', role: 'provider' })
    expect(row?.['actor']).toEqual(expect.any(String))
  })

  test('is counted instead of listed when there are too many, and then said in the next row', async () => {
    const proxy = createTestProxy(database.db)
    const before = (await readRefusals('postil-proxy')).length
    for (let number = 0; number < 603; number++) expect((await knock(proxy)).status).toBe(401)
    expect((await readRefusals('postil-proxy')).length - before).toBe(600)
    proxy.clock.now = NOW + 60_000
    await knock(proxy)
    expect((await readRefusals('postil-proxy')).at(-1)).toMatchObject({ unlisted: 3 })
    expect(proxy.parts.metrics.render({})).toContain('postil_refusals_total{code="unauthorized"} 604')
  })

  test('of a sign-in is limited like any other: a stranger who knows an issuer cannot grow the trail', async () => {
    const proxy = createTestProxy(database.db)
    const count = async (): Promise<number> => {
      const { rows } = await sql<{ rows: number }>`select count(*)::int as rows from audit
        where tenant = 'hospital' and action = 'session.refuse'`.execute(database.db)
      return rows[0]?.rows ?? 0
    }
    const body = JSON.stringify(await aSessionRequest())
    const before = await count()
    for (let number = 0; number < 620; number++) {
      expect((await send(proxy, { path: '/v1/session', body })).status).toBe(401)
    }
    expect((await count()) - before).toBe(600)
    expect(proxy.parts.metrics.render({})).toContain('postil_sessions_total{outcome="unauthorized"} 620')
    proxy.clock.now = NOW + 60_000
    for (let number = 0; number < 200; number++) await send(proxy, { path: '/v1/session', body })
    expect((await count()) - before).toBe(720)
  })

  test('stays one when it cannot be put on record', async () => {
    const closed = await openPglite()
    const proxy = createTestProxy(closed.db)
    await closed.close()
    expect((await knock(proxy)).status).toBe(401)
    expect(proxy.logged.join('')).toContain('refusal not recorded')
  })
})
