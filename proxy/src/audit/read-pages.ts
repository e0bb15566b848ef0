/** The rows of one chain in their order, a page at a time. */
import type { TenantKey } from '#coding/domain/ids.ts'
import type { Database } from '../store/schema.ts'

const PAGE = 1000

export type StoredRow = {
  readonly seq: number
  readonly entry: string
  readonly previous_hash: string
  readonly hash: string
  /** Computed from the entry, for who looks for rows. */
  readonly action: string | null
  readonly actor: string | null
  readonly encounter_ref: string | null
}

/**
 * Each page is a range of numbers with both ends: with only a beginning and a limit, PostgreSQL may sort all that is
 * left of a table that it has no statistics of, for every page.
 * @param read runs a question of a page; a transaction, or one for each page.
 */
export async function* readAuditPages(
  read: <Value>(ask: (db: Database) => Promise<Value>) => Promise<Value>,
  tenant: TenantKey,
  after: number,
): AsyncGenerator<readonly StoredRow[]> {
  for (let from = after; ; from += PAGE) {
    const { rows, isLast } = await read(async (db) => {
      const page = await selectPage(db, tenant, from)
      return { rows: page, isLast: page.length < PAGE && !(await hasRowsAfter(db, tenant, from + PAGE)) }
    })
    yield rows
    if (isLast) return
  }
}

function selectPage(db: Database, tenant: TenantKey, from: number): Promise<StoredRow[]> {
  return db
    .selectFrom('audit')
    .select(['seq', 'entry', 'previous_hash', 'hash', 'action', 'actor', 'encounter_ref'])
    .where('tenant', '=', tenant)
    .where('seq', '>', from)
    .where('seq', '<=', from + PAGE)
    .orderBy('seq')
    .execute()
}

/** A page that is not full is the end of the chain, or a hole that somebody made. */
async function hasRowsAfter(db: Database, tenant: TenantKey, seq: number): Promise<boolean> {
  const row = await db
    .selectFrom('audit')
    .select('seq')
    .where('tenant', '=', tenant)
    .where('seq', '>', seq)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
