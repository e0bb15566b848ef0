// A database as somebody sees it who may only read: nothing is migrated, nothing can be changed.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseTenantKey } from '#coding/domain/ids.ts'
import { appendAudit } from '#proxy/audit/audit-log.ts'
import { listChains, verifyChain } from '#proxy/audit/verify-chain.ts'
import { createPostgresDialect } from '#proxy/store/dialects.ts'
import { inTenant } from '#proxy/store/in-tenant.ts'
import { migrate } from '#proxy/store/migrate.ts'
import { connectDatabase } from '#proxy/store/open-database.ts'
import type { Pool } from '#proxy/store/schema.ts'
import { createPostgresSchema, hasPostgres } from './test-engines.ts'

const [one, two] = [parseTenantKey('one'), parseTenantKey('two')]

describe.skipIf(!hasPostgres)('a user who may read the trail', () => {
  let schema: Awaited<ReturnType<typeof createPostgresSchema>>
  let empty: Awaited<ReturnType<typeof createPostgresSchema>>
  let db: Pool
  let reader = ''
  let readerUrl = ''
  beforeAll(async () => {
    ;[schema, empty] = await Promise.all([createPostgresSchema(), createPostgresSchema()])
    db = await migrate(createPostgresDialect(schema.url), 'test')
    for (const tenant of [one, two]) {
      await inTenant(db, tenant, (transaction) =>
        appendAudit(transaction, tenant, [{ at: new Date(0).toISOString(), requestId: 'r', action: 'audit.stop' }]),
      )
    }
    const { rows } = await sql<{ name: string }>`select current_schema() as name`.execute(db)
    const name = rows[0]?.name ?? ''
    reader = `${name}_reader`
    await sql.raw(`create role ${reader} nologin`).execute(db)
    await sql.raw(`grant usage on schema ${name} to ${reader}`).execute(db)
    await sql.raw(`grant select on audit, audit_head to ${reader}`).execute(db)
    const url = new URL(schema.url)
    url.searchParams.set('options', `-c search_path=${name} -c role=${reader}`)
    readerUrl = url.href
  })
  afterAll(async () => {
    await db.destroy()
    await schema.drop()
    const { db: last, close } = { db: await migrate(createPostgresDialect(empty.url), 'test'), close: empty.drop }
    await sql.raw(`drop role ${reader}`).execute(last)
    await last.destroy()
    await close()
  })

  test('verifies every chain, and can change nothing', async () => {
    const reading = await connectDatabase({ kind: 'postgres', url: readerUrl }, 'read-only')
    try {
      expect(await listChains(reading.db)).toEqual([one, two])
      for (const tenant of [one, two]) {
        expect(await inTenant(reading.db, tenant, (transaction) => verifyChain(transaction, tenant))).toEqual({
          ok: true,
          rows: 1,
        })
      }
    } finally {
      await reading.close()
    }
  })

  test('changes nothing with a user who could, either', async () => {
    const reading = await connectDatabase({ kind: 'postgres', url: schema.url }, 'read-only')
    try {
      const writing = inTenant(reading.db, one, (transaction) =>
        appendAudit(transaction, one, [{ at: new Date(0).toISOString(), requestId: 'r', action: 'audit.stop' }]),
      )
      await expect(writing).rejects.toThrow('read-only transaction')
    } finally {
      await reading.close()
    }
  })

  test('is told of a database without a trail, which stays as it was', async () => {
    await expect(connectDatabase({ kind: 'postgres', url: empty.url }, 'read-only')).rejects.toThrow(/^DATABASE_URL/)
    const left = await sql<{ tables: number }>`
      select count(*)::int as tables from information_schema.tables
      where table_schema = ${/search_path=(\w+)/.exec(decodeURIComponent(empty.url))?.[1] ?? ''}`.execute(db)
    expect(left.rows[0]?.tables).toBe(0)
  })

  test('sees only the heads without a tenant, and no row', async () => {
    const reading = await connectDatabase({ kind: 'postgres', url: readerUrl }, 'read-only')
    try {
      const { rows } = await sql`select 1 from audit`.execute(reading.db)
      expect(rows).toEqual([])
      expect((await sql`select 1 from audit_head`.execute(reading.db)).rows).toEqual([])
    } finally {
      await reading.close()
    }
  })
})
