/** A transaction that can see and change the rows of one tenant only, whatever its queries forget to say. */
import { sql, type Transaction } from 'kysely'
import type { TenantKey } from '#coding/domain/ids.ts'
import type { Database, Pool, Schema } from './schema.ts'
import { mayWorkAsTenant } from './tenant-role.ts'

/** Asked once a pool: looking for the role costs more than the rest of the statement. */
const roles = new WeakMap<Pool, boolean>()

/**
 * The row-level policies compare every row with `app.tenant`; outside of such a transaction they show none.
 * The role `postil_tenant` has no privilege to change or remove what is append-only, and unlike an owner or a
 * superuser it cannot step around a policy (PostgreSQL 15, 5.8). Where the database's administrator did not let us
 * make the role, the owner is held by `force row level security`, and the proxy says so at its start.
 */
export function inTenant<Value>(
  db: Pool,
  tenant: TenantKey,
  work: (transaction: Transaction<Schema>) => Promise<Value>,
): Promise<Value> {
  return db.transaction().execute(async (transaction) => {
    const hasRole = await rememberRole(db, transaction)
    if (hasRole) {
      await sql`select set_config('app.tenant', ${tenant}, true), set_config('role', 'postil_tenant', true)`.execute(
        transaction,
      )
    } else await sql`select set_config('app.tenant', ${tenant}, true)`.execute(transaction)
    return work(transaction)
  })
}

/**
 * For the functions of the database that enter a tenant themselves (`enter_tenant`): one statement, one round trip.
 * @returns whether they should work as `postil_tenant`.
 */
export function hasTenantRole(db: Pool): boolean | Promise<boolean> {
  return roles.get(db) ?? rememberRole(db, db)
}

async function rememberRole(pool: Pool, db: Database): Promise<boolean> {
  const hasRole = roles.get(pool) ?? (await findRole(db))
  roles.set(pool, hasRole)
  return hasRole
}

async function findRole(db: Database): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`select ${mayWorkAsTenant} as found`.execute(db)
  return rows[0]?.found === true
}
