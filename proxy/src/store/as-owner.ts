/** A transaction with the rights of who the connection is, which must own the tables; still held to one tenant. */
import { sql } from 'kysely'
import type { TenantKey } from '#coding/domain/ids.ts'
import type { Database, Pool } from './schema.ts'

/** What the triggers of append-only tables let through in it: an encrypted column with another key, or a row after its time. */
export type OwnersDeed = 'reencrypt' | 'retain'

export function asOwner<Value>(
  db: Pool,
  { tenant, deed }: { readonly tenant: TenantKey; readonly deed: OwnersDeed },
  work: (transaction: Database) => Promise<Value>,
): Promise<Value> {
  return db.transaction().execute(async (transaction) => {
    await sql`select set_config('app.tenant', ${tenant}, true), set_config(${`app.${deed}`}, 'on', true)`.execute(
      transaction,
    )
    return work(transaction)
  })
}
