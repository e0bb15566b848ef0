/** Where the payloads of the queue rest, beside our own tables in the schema of the queue's library, and under which key. */
import { sql } from 'kysely'
import type { TenantKey } from '#coding/domain/ids.ts'
import type { ColumnCipher } from '../crypto/column-cipher.ts'
import type { Database } from '../store/schema.ts'

/** Beside our own tables, so that two Postils of one database have two. */
export function nameJobSchema(ownSchema: string): string {
  return `${ownSchema}_jobs`
}

export function nameQueues(tenant: TenantKey): { readonly waiting: string; readonly dead: string } {
  return { waiting: `notes-${tenant}`, dead: `dead-${tenant}` }
}

export function placeOfPayload(tenant: TenantKey, itemRef: string): readonly string[] {
  return [tenant, 'job', 'payload', itemRef]
}

/** How many payloads each key has sealed: waiting, in work, dead, and done ones until the library clears them away. */
export async function countJobsByKey(
  transaction: Database,
  tenant: TenantKey,
): Promise<readonly (readonly [string, number])[]> {
  const jobs = await findJobTable(transaction)
  if (!jobs) return []
  const { waiting, dead } = nameQueues(tenant)
  const { rows } = await sql<{ key: string; cells: number }>`
    select split_part(data->>'sealed', '.', 2) as key, count(*) as cells from ${jobs}
    where name in (${waiting}, ${dead}) and data->>'sealed' is not null group by 1`.execute(transaction)
  return rows.map(({ key, cells }) => [key, Number(cells)] as const)
}

type SealedJob = { readonly id: string; readonly name: string; readonly item_ref: string; readonly sealed: string }

/**
 * A worker that holds one of these jobs already has read it, and finishes it as if nothing had happened.
 * @returns how many were sealed anew, at most `limit`.
 * @throws CryptoError at the first payload that does not open.
 */
export async function reencryptJobs(
  transaction: Database,
  task: { readonly tenant: TenantKey; readonly cipher: ColumnCipher; readonly limit: number },
): Promise<number> {
  const { tenant, cipher, limit } = task
  const jobs = await findJobTable(transaction)
  if (!jobs) return 0
  const { waiting, dead } = nameQueues(tenant)
  const { rows } = await sql<SealedJob>`
    select id, name, data->>'itemRef' as item_ref, data->>'sealed' as sealed from ${jobs}
    where name in (${waiting}, ${dead}) and data->>'sealed' is not null
      and split_part(data->>'sealed', '.', 2) <> ${cipher.activeKeyId}
    limit ${limit} for update`.execute(transaction)
  for (const { id, name, item_ref, sealed } of rows) {
    const place = placeOfPayload(tenant, item_ref)
    const fresh = cipher.encrypt(cipher.decrypt(sealed, place), place)
    await sql`update ${jobs} set data = jsonb_set(data, '{sealed}', to_jsonb(${fresh}::text))
      where name = ${name} and id = ${id}`.execute(transaction)
  }
  return rows.length
}

/** @returns undefined where nothing was ever queued. */
export async function findJobTable(transaction: Database) {
  const { rows } = await sql<{ schema: string }>`select current_schema() as schema`.execute(transaction)
  const schema = nameJobSchema(rows[0]?.schema ?? 'public')
  const found = await sql`
    select 1 from information_schema.tables where table_schema = ${schema} and table_name = 'job'`.execute(transaction)
  return found.rows.length > 0 ? sql.table(`${schema}.job`) : undefined
}
