/** Digests of stretches of a tenant's trail for the report of use; each can be made anew from the trail. */
import { sql } from 'kysely'
import type { TenantKey } from '#coding/domain/ids.ts'
import { readCut } from '../audit/read-cut.ts'
import type { Database } from './schema.ts'

/**
 * One look into the primary key for each block. The number stands in a column: computed here, what computes it could leak
 * rows of others in the eyes of row-level security, and PostgreSQL would walk the whole trail of the tenant instead.
 */
const HAS_THE_HASH = sql`use_digest.hash = (
  select audit.hash from audit where audit.tenant = use_digest.tenant and audit.seq = use_digest.last_seq
)`

/** @param size rows of a block. @returns how many blocks of the trail are whole: no row comes to them any more. */
export async function countBlocks(db: Database, tenant: TenantKey, size: number): Promise<number> {
  const head = await db.selectFrom('audit_head').select('seq').where('tenant', '=', tenant).executeTakeFirst()
  return Math.floor(Number(head?.seq ?? 0) / size)
}

/** Whole blocks of a trail that have no digest of it, but for those of which nothing is left. */
export async function listUndigested(db: Database, tenant: TenantKey, size: number): Promise<readonly number[]> {
  const whole = await countBlocks(db, tenant, size)
  const left = Math.floor(((await readCut(db, tenant))?.seq ?? 0) / size)
  const { rows } = await sql<{ block: number }>`
    select block from generate_series(${left}::integer, ${whole - 1}::integer) as whole (block)
    where not exists (
      select from use_digest where tenant = ${tenant} and use_digest.block = whole.block and ${HAS_THE_HASH}
    )
    order by block`.execute(db)
  return rows.map(({ block }) => block)
}

type Stretch = { readonly tenant: TenantKey; readonly from: number; readonly until: number }

/** By block. One counts while the trail has the same hash at its end, which all rows before it went into. */
export async function findDigests(
  db: Database,
  { tenant, from, until }: Stretch,
): Promise<ReadonlyMap<number, string>> {
  const { rows } = await sql<{ block: number; content: string }>`
    select block, content from use_digest
    where tenant = ${tenant} and block >= ${from} and block < ${until} and ${HAS_THE_HASH}`.execute(db)
  return new Map(rows.map(({ block, content }) => [block, content]))
}

/** @param kept of a whole block. */
export async function keepDigest(
  db: Database,
  { tenant, block, size, content }: { tenant: TenantKey; block: number; size: number; content: string },
): Promise<void> {
  await sql`
    insert into use_digest (tenant, block, last_seq, hash, content)
    select tenant, ${block}, seq, hash, ${content} from audit where tenant = ${tenant} and seq = ${(block + 1) * size}
    on conflict (tenant, block) do update set last_seq = excluded.last_seq, hash = excluded.hash, content = excluded.content`.execute(
    db,
  )
}

/** What was made of rows that leave the trail leaves with them; of a block of which some stay, it is made anew. */
export async function dropDigests(
  db: Database,
  { tenant, until, size }: { readonly tenant: TenantKey; readonly until: number; readonly size: number },
): Promise<void> {
  await db
    .deleteFrom('use_digest')
    .where('tenant', '=', tenant)
    .where('last_seq', '<', until + size)
    .execute()
}
