// A fresh database in memory for a test file.
import { sql } from 'kysely'
import { createPgliteDialect } from '#proxy/store/dialects.ts'
import { migrate } from '#proxy/store/migrate.ts'
import type { Pool } from '#proxy/store/schema.ts'

export type TestDatabase = { readonly db: Pool; readonly close: () => Promise<void> }

export async function openPglite(): Promise<TestDatabase> {
  const db = await migrate(createPgliteDialect(), 'test')
  return { db, close: () => db.destroy() }
}

/** Every cell of every table as text, for looking for what must not be there. */
export async function dumpDatabase(db: Pool): Promise<string> {
  const tables = [
    'launch',
    'session',
    'used_proof',
    'decision',
    'prompt_event',
    'work_step',
    'work_draft',
    'shown_finding',
    'write',
    'audit',
    'audit_head',
    'limit_window',
    'batch_result',
    'hook_card',
    'hook_feedback',
    'visit_facts',
    'queue_item',
    'site_report',
    'ehr_subscription',
  ]
  const dumps = await Promise.all(
    tables.map(async (table) => (await sql`select * from ${sql.table(table)}`.execute(db)).rows),
  )
  return JSON.stringify(dumps)
}
