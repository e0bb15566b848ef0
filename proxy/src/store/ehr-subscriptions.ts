/** The Subscription that this service has at a tenant's server, what was heard through it, and how far was read. */
import { sql } from 'kysely'
import type { TenantKey } from '#coding/domain/ids.ts'
import { inTenant } from './in-tenant.ts'
import type { Pool, Schema } from './schema.ts'

export type EhrSubscription = {
  /** At the server; absent while there is none. */
  readonly remote?: { readonly id: string; readonly endsAt: Date }
  /** How many notifications came in all. */
  readonly heard: number
  /** By the server's own clock. */
  readonly readUntil?: Date
}

type Change = Partial<Omit<Schema['ehr_subscription'], 'tenant' | 'heard'>> & { readonly at: Date }

export async function findEhrSubscription(db: Pool, tenant: TenantKey): Promise<EhrSubscription> {
  const row = await inTenant(db, tenant, (transaction) =>
    transaction.selectFrom('ehr_subscription').selectAll().where('tenant', '=', tenant).executeTakeFirst(),
  )
  if (!row) return { heard: 0 }
  const { remote_id: id, ends_at: endsAt, read_until: readUntil } = row
  return {
    heard: Number(row.heard),
    ...(id !== null && endsAt !== null && { remote: { id, endsAt } }),
    ...(readUntil !== null && { readUntil }),
  }
}

/** Before the server is asked: it may call while it answers. The secret before it stays good until then. */
export function expectCalls(
  db: Pool,
  tenant: TenantKey,
  next: { readonly hash: string; readonly at: Date },
): Promise<void> {
  return change(db, tenant, { next_hash: next.hash, at: next.at })
}

type Made = { readonly id: string; readonly hash: string; readonly endsAt: Date; readonly at: Date }

/** From here on the secret of the one before is no longer taken. */
export function keepEhrSubscription(db: Pool, tenant: TenantKey, { id, hash, endsAt, at }: Made): Promise<void> {
  return change(db, tenant, { remote_id: id, secret_hash: hash, next_hash: null, ends_at: endsAt, at })
}

type Looked = { readonly until: Date; readonly at: Date }

export function keepReadUntil(db: Pool, tenant: TenantKey, { until, at }: Looked): Promise<void> {
  return change(db, tenant, { read_until: until, at })
}

async function change(db: Pool, tenant: TenantKey, values: Change): Promise<void> {
  await inTenant(db, tenant, (transaction) =>
    transaction
      .insertInto('ehr_subscription')
      .values({ tenant, ...values })
      .onConflict((conflict) => conflict.column('tenant').doUpdateSet(values))
      .execute(),
  )
}

/** @returns whether the secret is one of ours; only then anything happened. */
export function hearCall(db: Pool, tenant: TenantKey, hash: string): Promise<boolean> {
  return inTenant(db, tenant, async (transaction) => {
    const heard = await transaction
      .updateTable('ehr_subscription')
      .set({ heard: sql<number>`heard + 1` })
      .where('tenant', '=', tenant)
      .where((eb) => eb.or([eb('secret_hash', '=', hash), eb('next_hash', '=', hash)]))
      .returning('tenant')
      .executeTakeFirst()
    return heard !== undefined
  })
}
