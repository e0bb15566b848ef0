// A database that neither answers nor refuses (a dropped route, a failover), and one that refuses.

import type { AddressInfo } from 'node:net'
import { connect, createServer, type Socket } from 'node:net'
import { Kysely, sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { connectPostgres } from '#proxy/store/dialects.ts'
import { StoreError } from '#proxy/store/errors.ts'
import type { Schema } from '#proxy/store/schema.ts'
import { createTestProxy, send, signIn } from '../proxy-fixture.ts'
import { createPostgresSchema, hasPostgres } from './test-engines.ts'

/** Between the proxy and its database: what it swallows is neither delivered nor answered. */
async function openRoute(target: URL) {
  let isDropping = false
  const sockets = new Set<Socket>()
  const server = createServer((incoming) => {
    const outgoing = connect(Number(target.port || 5432), target.hostname)
    for (const [from, to] of [
      [incoming, outgoing],
      [outgoing, incoming],
    ] as const) {
      sockets.add(from)
      from.on('data', (chunk) => {
        if (!isDropping) to.write(chunk)
      })
      from.on('close', () => to.destroy())
      from.on('error', () => to.destroy())
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = new URL(target)
  url.hostname = '127.0.0.1'
  url.port = String((server.address() as AddressInfo).port)
  return {
    url: url.href,
    drop: (value: boolean) => {
      isDropping = value
    },
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

const DEADLINES = { connectMs: 500, statementMs: 500, idleMs: 1000 }
/** The server's deadline, and what we wait longer for it. */
const GIVEN_UP_MS = 500 + 2000

describe.skipIf(!hasPostgres)('a database that does not answer', () => {
  let schema: Awaited<ReturnType<typeof createPostgresSchema>>
  let route: Awaited<ReturnType<typeof openRoute>>
  let db: Kysely<Schema>
  beforeEach(async () => {
    schema = await createPostgresSchema()
    route = await openRoute(new URL(schema.url))
    db = new Kysely<Schema>({ dialect: connectPostgres(route.url, { deadlines: DEADLINES }).dialect })
  })
  afterEach(async () => {
    await route.close()
    await db.destroy()
    await schema.drop()
  })

  const ask = () => sql<{ one: number }>`select 1 as one`.execute(db)
  async function time(work: () => Promise<unknown>): Promise<{ readonly error: unknown; readonly ms: number }> {
    const from = performance.now()
    const error = await work().then(
      () => undefined,
      (cause: unknown) => cause,
    )
    return { error, ms: performance.now() - from }
  }

  test('is given up in a statement, in a transaction and at the door, and asked anew when it is back', async () => {
    await ask()
    route.drop(true)
    const statement = await time(ask)
    expect(statement.error).toBeInstanceOf(StoreError)
    expect(statement.ms).toBeLessThan(GIVEN_UP_MS + 1500)
    const door = await time(ask)
    expect(door.error).toBeInstanceOf(StoreError)
    expect(door.ms).toBeLessThan(2000)
    route.drop(false)
    expect((await ask()).rows).toEqual([{ one: 1 }])
    const transaction = await time(() =>
      db.transaction().execute(async (inside) => {
        route.drop(true)
        await sql`select 1`.execute(inside)
      }),
    )
    expect(transaction.error).toBeInstanceOf(StoreError)
    // The rollback does not wait behind the statement that nobody answers.
    expect(transaction.ms).toBeLessThan(GIVEN_UP_MS + 1500)
    route.drop(false)
    expect((await ask()).rows).toEqual([{ one: 1 }])
  }, 30_000)

  test('ends a statement that takes too long, and keeps the connection', async () => {
    const { error, ms } = await time(() => sql`select pg_sleep(20)`.execute(db))
    expect(error).toBeInstanceOf(StoreError)
    expect(ms).toBeLessThan(GIVEN_UP_MS)
    expect((await ask()).rows).toEqual([{ one: 1 }])
  }, 30_000)

  test('is an answer of the proxy that says when to come back, and no failure of its own', async () => {
    const proxy = createTestProxy(db)
    route.drop(true)
    const signed = await signIn(proxy)
    const response = await send(proxy, { method: 'GET', path: '/v1/writes' }, { ...signed, token: 'A'.repeat(43) })
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '2'])
    expect(await response.json()).toMatchObject({ code: 'unavailable' })
    const from = performance.now()
    expect((await proxy.app.request('/readyz')).status).toBe(503)
    expect(performance.now() - from).toBeLessThan(3000)
    expect(proxy.logged.join('')).toContain('database away')
  }, 30_000)

  test('a mistake in a statement stays what it is', async () => {
    const { error } = await time(() => sql`select * from nowhere`.execute(db))
    expect(error).not.toBeInstanceOf(StoreError)
    expect(error).toMatchObject({ code: '42P01' })
  })
})
