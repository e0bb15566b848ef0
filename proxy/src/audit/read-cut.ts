/** Where a chain begins: at its first row, or after what was taken away of it (`npm run retention`). */
import { sql } from 'kysely'
import type { TenantKey } from '#coding/domain/ids.ts'
import type { Database } from '../store/schema.ts'

export type Cut = {
  /** The last row that went, and its hash, from which the first that is left goes on. */
  readonly seq: number
  readonly hash: string
  /** As it was signed. */
  readonly statement: string
}

/** The newest. @param db in a transaction of the tenant. */
export async function readCut(db: Database, tenant: TenantKey): Promise<Cut | undefined> {
  // A database of before has no such table, and who may read the trail alone is told to be let read this one, too.
  const { rows } = await sql<{ isReadable: boolean | null }>`
    select has_table_privilege(to_regclass('audit_cut'), 'select') as "isReadable"`.execute(db)
  if (rows[0]?.isReadable !== true) return undefined
  return db
    .selectFrom('audit_cut')
    .select(['seq', 'hash', 'statement'])
    .where('tenant', '=', tenant)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
}
