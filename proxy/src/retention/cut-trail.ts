/**
 * Takes the beginning of a trail away, once every row of it is as old as the site says, and six years at least. Whoever
 * verifies what is left finds the cut signed and told; whoever keeps the archive can verify what went.
 */
import path from 'node:path'
import { sql } from 'kysely'
import type { TenantKey } from '#coding/domain/ids.ts'
import { type AuditSubject, appendAudit } from '../audit/audit-log.ts'
import { type CheckpointSigner, formatCut } from '../audit/checkpoint.ts'
import { AuditError } from '../audit/errors.ts'
import { CLOCK_SLACK_MS, findFirstRow } from '../audit/find-row.ts'
import { readCut } from '../audit/read-cut.ts'
import { readAuditPages, type StoredRow } from '../audit/read-pages.ts'
import type { CheckpointSink } from '../audit/sinks/checkpoint-sink.ts'
import { verifyChain } from '../audit/verify-chain.ts'
import { BLOCK } from '../reports/use-digest.ts'
import { asOwner } from '../store/as-owner.ts'
import { inTenant } from '../store/in-tenant.ts'
import type { Database, Pool } from '../store/schema.ts'
import { dropDigests } from '../store/use-digests.ts'
import type { TenantRow } from '../tenants.ts'
import { verifyArchive, writeArchive } from './archive.ts'

export type PlannedCut = { readonly from: number; readonly to: number; readonly before: Date }

/** Rows in one transaction of the removal. */
const AT_ONCE = 20_000

/** @returns undefined where the site keeps its trail for good, or nothing of it is old enough. */
export async function planCut(
  db: Pool,
  { key, retention }: Pick<TenantRow, 'key' | 'retention'>,
  now: Date,
): Promise<PlannedCut | undefined> {
  if (retention?.auditYears === undefined) return undefined
  const before = new Date(now)
  before.setUTCFullYear(before.getUTCFullYear() - retention.auditYears)
  return inTenant(db, key, async (transaction) => {
    const from = ((await readCut(transaction, key))?.seq ?? 0) + 1
    const young = await findFirstRow(transaction, key, before.getTime() - CLOCK_SLACK_MS)
    const head = await transaction.selectFrom('audit_head').select('seq').where('tenant', '=', key).executeTakeFirst()
    // The last row stays, however old: a chain has an end.
    const to = Math.min(young, Number(head?.seq ?? 0)) - 1
    return to < from ? undefined : { from, to, before }
  })
}

export type Cutting = {
  readonly db: Pool
  readonly tenant: TenantKey
  readonly signer: CheckpointSigner
  /** Has the cut row's checkpoint before anything goes. */
  readonly sink: Pick<CheckpointSink, 'deliver'>
  /** Folder of the archive. */
  readonly folder: string
  readonly subject: Omit<AuditSubject, 'at'>
  readonly now: () => Date
}

/** @returns the path of the archive. @throws AuditError, and then nothing has gone. */
export async function cutTrail(parts: Cutting, { from, to }: PlannedCut): Promise<string> {
  const { db, tenant, signer, sink, folder, subject, now } = parts
  await requireGood(db, tenant)
  const hash = await readHash(db, tenant, to)
  const place = { tenant, seq: to, hash }
  const statement = signer.signCut(place, now())
  const file = path.join(folder, `${tenant.replace(/[^A-Za-z0-9-]/g, '-')}-${from}-${to}.ndjson`)
  await writeArchive(file, readRows(db, tenant, { from, to }), statement)
  // From the disk, as whoever needs it will read it.
  const verdict = await verifyArchive(file)
  if (!verdict.ok || verdict.from !== from || verdict.statement.seq !== to) {
    throw new AuditError('archive', 'The archive does not hold what was to be archived.')
  }
  await sink.deliver(signer.sign(place, now()))
  await asOwner(db, { tenant, deed: 'retain' }, async (transaction) => {
    const at = now()
    await transaction
      .insertInto('audit_cut')
      .values({ ...place, statement: formatCut(statement), at })
      .execute()
    await appendAudit(transaction, tenant, [
      { ...subject, at: at.toISOString(), action: 'retention.cut', from, to, hash, archive: verdict.sha256 },
    ])
  })
  await removeCutRows(db, tenant)
  await requireGood(db, tenant)
  return file
}

/** What a cut has left behind, because somebody broke it off. @returns how many went. */
export async function removeCutRows(db: Pool, tenant: TenantKey): Promise<number> {
  let all = 0
  for (;;) {
    const rows = await asOwner(db, { tenant, deed: 'retain' }, async (transaction) => {
      const cut = await readCut(transaction, tenant)
      const first = cut && (await findLowest(transaction, tenant))
      if (!cut || first === undefined || first > cut.seq) return 0
      await dropDigests(transaction, { tenant, until: cut.seq, size: BLOCK })
      const last = Math.min(cut.seq, first + AT_ONCE - 1)
      const gone = await sql`delete from audit where tenant = ${tenant} and seq between ${first} and ${last}
        returning 1`.execute(transaction)
      return gone.rows.length
    })
    if (rows === 0) return all
    all += rows
  }
}

async function findLowest(db: Database, tenant: TenantKey): Promise<number | undefined> {
  const row = await db
    .selectFrom('audit')
    .select('seq')
    .where('tenant', '=', tenant)
    .orderBy('seq')
    .limit(1)
    .executeTakeFirst()
  return row?.seq
}

async function requireGood(db: Pool, tenant: TenantKey): Promise<void> {
  const verdict = await inTenant(db, tenant, (transaction) => verifyChain(transaction, tenant))
  if (!verdict.ok) throw new AuditError('not-good', `The chain of ${tenant} is not good; row ${verdict.seq}.`)
}

async function readHash(db: Pool, tenant: TenantKey, seq: number): Promise<string> {
  const row = await inTenant(db, tenant, (transaction) =>
    transaction
      .selectFrom('audit')
      .select('hash')
      .where('tenant', '=', tenant)
      .where('seq', '=', seq)
      .executeTakeFirstOrThrow(),
  )
  return row.hash
}

async function* readRows(
  db: Pool,
  tenant: TenantKey,
  { from, to }: Pick<PlannedCut, 'from' | 'to'>,
): AsyncGenerator<readonly StoredRow[]> {
  for await (const page of readAuditPages((ask) => inTenant(db, tenant, ask), tenant, from - 1)) {
    yield page.filter(({ seq }) => seq <= to)
    if ((page.at(-1)?.seq ?? 0) >= to) return
  }
}
