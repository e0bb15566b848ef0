/** Walks one tenant's chain from its first row and says where it first breaks. Rows may be appended meanwhile. */
import type { TenantKey } from '#coding/domain/ids.ts'
import type { Database } from '../store/schema.ts'
import { GENESIS_HASH, hashEntry } from './audit-log.ts'

export type ChainVerdict =
  | { readonly ok: true; readonly rows: number }
  | { readonly ok: false; readonly seq: number; readonly because: 'missing' | 'changed' | 'truncated' }

const PAGE = 1000

export async function verifyChain(db: Database, tenant: TenantKey): Promise<ChainVerdict> {
  // The head first: whatever it names must be found below, and what comes after it may or may not be.
  const head = await db.selectFrom('audit_head').selectAll().where('tenant', '=', tenant).executeTakeFirst()
  let seq = 0
  let hash = GENESIS_HASH
  for (;;) {
    const rows = await readPage(db, tenant, seq)
    for (const row of rows) {
      if (row.seq !== seq + 1) return { ok: false, seq: seq + 1, because: 'missing' }
      seq = row.seq
      const expected = hashEntry(hash, seq, row.entry)
      const isAsWritten = row.previous_hash === hash && row.hash === expected
      if (!isAsWritten || (head?.seq === seq && head.hash !== expected)) return { ok: false, seq, because: 'changed' }
      hash = expected
    }
    if (rows.length < PAGE) break
  }
  return seq < (head?.seq ?? 0) ? { ok: false, seq: seq + 1, because: 'truncated' } : { ok: true, rows: seq }
}

function readPage(db: Database, tenant: TenantKey, after: number) {
  return db
    .selectFrom('audit')
    .select(['seq', 'entry', 'previous_hash', 'hash'])
    .where('tenant', '=', tenant)
    .where('seq', '>', after)
    .orderBy('seq')
    .limit(PAGE)
    .execute()
}
