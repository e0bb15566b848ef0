// A fresh database for a test file.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { createPgliteDialect } from '#proxy/store/dialects.ts'
import { migrate } from '#proxy/store/migrate.ts'
import type { Pool } from '#proxy/store/schema.ts'
import { copyMigratedDatabase } from '../support/migrated-database.ts'

export type TestDatabase = { readonly db: Pool; readonly close: () => Promise<void> }

export async function openPglite(): Promise<TestDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'postil-test-'))
  await copyMigratedDatabase(folder)
  const db = await migrate(createPgliteDialect(folder), 'test')
  return {
    db,
    close: async () => {
      await db.destroy()
      await rm(folder, { recursive: true })
    },
  }
}

/** Every cell of every table as text, for looking for what must not be there. */
export async function dumpDatabase(db: Pool): Promise<string> {
  // Of this test's schema and of those named after it, such as that of the jobs: others on the server are none of ours.
  const { rows } = await sql<{ schema: string; name: string }>`
    select table_schema as schema, table_name as name from information_schema.tables
    where table_type = 'BASE TABLE' and starts_with(table_schema, current_schema())`.execute(db)
  const dumps = await Promise.all(
    rows.map(async ({ schema, name }) => (await sql`select * from ${sql.table(`${schema}.${name}`)}`.execute(db)).rows),
  )
  return JSON.stringify(dumps)
}
