// How often a request speaks with its database: each time costs a wait on PostgreSQL and a turn of PGlite.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Dialect, Driver } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createPgliteDialect } from '#proxy/store/dialects.ts'
import { migrate } from '#proxy/store/migrate.ts'
import type { Pool } from '#proxy/store/schema.ts'
import { copyMigratedDatabase } from '../support/migrated-database.ts'
import { aDraft, aRecord, createTestProxy, send, signIn } from './proxy-fixture.ts'

let trips = 0

/** Beginning and ending a transaction are round trips like any statement. */
function countTrips(dialect: Dialect): Dialect {
  const driver = dialect.createDriver()
  const counted: readonly (keyof Driver)[] = ['beginTransaction', 'commitTransaction', 'rollbackTransaction']
  const countingDriver = new Proxy(driver, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name, target)
      if (typeof value !== 'function') return value
      return (...rest: unknown[]): unknown => {
        if (counted.some((one) => one === name)) trips += 1
        const result: unknown = value.apply(target, rest)
        return name === 'acquireConnection' ? Promise.resolve(result).then(countStatements) : result
      }
    },
  })
  return {
    createDriver: () => countingDriver,
    createAdapter: () => dialect.createAdapter(),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createQueryCompiler: () => dialect.createQueryCompiler(),
  }
}

const known = new WeakMap<object, object>()
function countStatements(connection: unknown): unknown {
  if (typeof connection !== 'object' || connection === null) return connection
  const counting = known.get(connection) ?? makeCounting(connection)
  known.set(connection, counting)
  return counting
}

function makeCounting(connection: object): object {
  return new Proxy(connection, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name, target)
      if (typeof value !== 'function') return value
      return (...rest: unknown[]): unknown => {
        if (name === 'executeQuery') trips += 1
        return value.apply(target, rest)
      }
    },
  })
}

const folder = mkdtempSync(path.join(tmpdir(), 'postil-trips-'))
const dialect = createPgliteDialect(folder)
let db: Pool
beforeAll(async () => {
  await copyMigratedDatabase(folder)
  db = await migrate(countTrips(dialect), 'test')
})
afterAll(async () => {
  await db.destroy()
  rmSync(folder, { recursive: true })
})

const ANALYSIS = { path: '/v1/analyses', body: { record: aRecord() } }

test.each([
  // The session with its proof, and what is known of the encounter; what is put on record.
  ['an analysis', ANALYSIS, 2],
  // The session with its proof; findings and audit.
  ['a check of a draft', { path: '/v1/drafts/check', body: { record: aRecord(), draft: aDraft(), context: {} } }, 2],
  ['a search for a code', { method: 'GET', path: '/v1/codes/search?q=knee&on=2026-03-02' }, 1],
] as const)('%s costs this many round trips', async (_, request, most) => {
  const proxy = createTestProxy(db)
  const signed = await signIn(proxy)
  // The first takes a share of the minute's requests for those after it.
  for (const _warm of [1, 2]) await (await send(proxy, request, signed)).text()
  trips = 0
  const response = await send(proxy, request, signed)
  const text = await response.text()
  expect({ status: response.status, trips }).toEqual({ status: 200, trips: most })
  if (request === ANALYSIS) expect(text).toContain('event: done')
})
