/** Walks one tenant's chain and says where it first breaks. Rows may be appended meanwhile. */
import { sql } from 'kysely'
import type { TenantKey } from '#coding/domain/ids.ts'
import type { Database, Pool } from '../store/schema.ts'
import { GENESIS_HASH, hashEntry } from './audit-log.ts'
import type { Checkpoint } from './checkpoint.ts'
import { readAuditPages, type StoredRow } from './read-pages.ts'

export type ChainVerdict =
  | {
      readonly ok: true
      readonly rows: number
      /** Number of the last row that a checkpoint vouches for; what follows could be cut off unseen. */
      readonly covered?: number
    }
  | {
      readonly ok: false
      readonly seq: number
      /** `not-as-signed`: the chain agrees with itself but not with its checkpoint, so it was written anew. */
      readonly because: 'missing' | 'changed' | 'truncated' | 'not-as-signed'
      /** Of `not-as-signed`: the last row that a checkpoint still vouches for; the change is after it. */
      readonly after?: number
    }

export type VerifyOptions = {
  /** Of this tenant, signatures verified. */
  readonly checkpoints?: readonly Checkpoint[]
  /** Begin at the newest checkpoint that is not younger; without one, at the first row. */
  readonly since?: Date
  /** End with the last row that is not younger. */
  readonly until?: Date
  readonly onProgress?: (rows: number) => void
}

/** Of every chain that has a row. */
export function listChains(db: Pool): Promise<readonly TenantKey[]> {
  return db.transaction().execute(async (transaction) => {
    await sql`select set_config('app.every_chain', 'on', true)`.execute(transaction)
    const heads = await transaction.selectFrom('audit_head').select('tenant').orderBy('tenant').execute()
    return heads.map(({ tenant }) => tenant)
  })
}

export async function verifyChain(db: Database, tenant: TenantKey, options: VerifyOptions = {}): Promise<ChainVerdict> {
  // The head first: whatever it names must be found below, and what comes after it may or may not be.
  const head = await db.selectFrom('audit_head').select(['seq', 'hash']).where('tenant', '=', tenant).executeTakeFirst()
  const witnesses = Map.groupBy(options.checkpoints ?? [], ({ seq }) => seq)
  const start = findStart(options)
  const walk: Walk = { seq: start.seq, hash: start.hash, covered: start.seq, head, witnesses }
  const until = options.until?.toISOString()
  for await (const rows of readAuditPages((ask) => ask(db), tenant, start.seq)) {
    for (const row of rows) {
      if (until !== undefined && readInstant(row) > until) return found(walk, start.seq, options)
      const problem = takeStep(walk, row)
      if (problem) return problem
    }
    options.onProgress?.(walk.seq - start.seq)
  }
  const last = [...witnesses.keys()].reduce((newest, one) => Math.max(newest, one), head?.seq ?? 0)
  if (walk.seq < last) return { ok: false, seq: walk.seq + 1, because: 'truncated' }
  return found(walk, start.seq, options)
}

/** The last row that was found good, and what others say of the rows. */
type Walk = {
  seq: number
  hash: string
  covered: number
  readonly head: { readonly seq: number; readonly hash: string } | undefined
  readonly witnesses: ReadonlyMap<number, readonly Checkpoint[]>
}

function takeStep(walk: Walk, row: StoredRow): ChainVerdict | undefined {
  const { head, witnesses } = walk
  if (row.seq !== walk.seq + 1) return { ok: false, seq: walk.seq + 1, because: 'missing' }
  const { seq } = row
  const expected = hashEntry(walk.hash, seq, row.entry)
  if (!isAsWritten(row, walk.hash, expected) || (head?.seq === seq && head.hash !== expected)) {
    return { ok: false, seq, because: 'changed' }
  }
  const said = witnesses.get(seq)
  if (said?.some(({ hash }) => hash !== expected)) {
    return { ok: false, seq, because: 'not-as-signed', after: walk.covered }
  }
  walk.seq = seq
  walk.hash = expected
  if (said) walk.covered = seq
  return undefined
}

function isAsWritten(row: StoredRow, previous: string, expected: string): boolean {
  return row.previous_hash === previous && row.hash === expected
}

function found({ seq, covered }: Walk, from: number, { checkpoints }: VerifyOptions): ChainVerdict {
  return { ok: true, rows: seq - from, ...(checkpoints && { covered }) }
}

function findStart({ checkpoints = [], since }: VerifyOptions): { readonly seq: number; readonly hash: string } {
  const known = checkpoints.filter(({ at }) => since !== undefined && Date.parse(at) <= since.getTime())
  return known.reduce((best, one) => (one.seq > best.seq ? one : best), { seq: 0, hash: GENESIS_HASH })
}

/** Every entry opens with its instant; a row that does not is found by its hash, not here. */
function readInstant({ entry }: StoredRow): string {
  return /^\{"at":"([^"]{20,40})"/.exec(entry)?.[1] ?? ''
}
