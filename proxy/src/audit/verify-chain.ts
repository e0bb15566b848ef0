/** Walks one tenant's chain and says where it first breaks. Rows may be appended meanwhile. */
import { sql } from 'kysely'
import * as z from 'zod/mini'
import type { TenantKey } from '#coding/domain/ids.ts'
import type { Database, Pool } from '../store/schema.ts'
import { GENESIS_HASH, hashEntry } from './audit-log.ts'
import { type StatementVerifier, tryParseCut } from './checkpoint.ts'
import { type Cut, readCut } from './read-cut.ts'
import { readAuditPages, type StoredRow } from './read-pages.ts'
import type { Witnessed } from './read-witnesses.ts'

export type ChainVerdict =
  | {
      readonly ok: true
      readonly rows: number
      /** Number of the last row that a checkpoint vouches for; what follows could be cut off unseen. */
      readonly covered?: number
      /** Number of the last row that was taken away after its time: the walk began behind it. */
      readonly cut?: number
    }
  | {
      readonly ok: false
      readonly seq: number
      /**
       * `not-as-signed`: the chain agrees with itself but not with its checkpoint, so it was written anew. `cut-not-signed`:
       * its beginning is gone, and nobody who holds the key has said so; `cut-not-told`: no row of it says so.
       */
      readonly because: 'missing' | 'changed' | 'truncated' | 'not-as-signed' | 'cut-not-signed' | 'cut-not-told'
      /** Of `not-as-signed`: the last row that a checkpoint still vouches for; the change is after it. */
      readonly after?: number
    }

export type VerifyOptions = {
  /** Of this tenant, signatures verified. */
  readonly checkpoints?: readonly Witnessed[]
  /** By the public key; without it a cut is believed as the chain is. */
  readonly isSigned?: StatementVerifier
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
  const cut = await readCut(db, tenant)
  const verdict = await walkChain(db, tenant, { ...options, cut })
  // The beginning may have been taken away under the walk.
  const isCutSince = !verdict.ok && ((await readCut(db, tenant))?.seq ?? 0) > (cut?.seq ?? 0)
  return isCutSince ? verifyChain(db, tenant, options) : verdict
}

type WalkOptions = VerifyOptions & { readonly cut: Cut | undefined }

async function walkChain(db: Database, tenant: TenantKey, options: WalkOptions): Promise<ChainVerdict> {
  const { cut } = options
  if (cut && !isStated(tenant, cut, options)) return { ok: false, seq: cut.seq, because: 'cut-not-signed' }
  // The head first: whatever it names must be found below, and what comes after it may or may not be.
  const head = await db.selectFrom('audit_head').select(['seq', 'hash']).where('tenant', '=', tenant).executeTakeFirst()
  const witnesses = Map.groupBy(options.checkpoints ?? [], ({ seq }) => seq)
  const start = findStart(options)
  if (witnesses.get(start.seq)?.some(({ hash }) => hash !== start.hash)) {
    return { ok: false, seq: start.seq, because: 'not-as-signed', after: 0 }
  }
  const walk: Walk = { seq: start.seq, hash: start.hash, covered: start.seq, head, witnesses, cut, isTold: false }
  const until = options.until?.toISOString()
  for await (const rows of readAuditPages((ask) => ask(db), tenant, start.seq)) {
    for (const row of rows) {
      if (until !== undefined && readInstant(row) > until) return found(walk, start.seq, options)
      const problem = takeStep(walk, row)
      if (problem) return problem
    }
    options.onProgress?.(walk.seq - start.seq)
  }
  const last = findSigned(options).reduce((newest, { seq }) => Math.max(newest, seq), head?.seq ?? 0)
  if (walk.seq < last) return { ok: false, seq: walk.seq + 1, because: 'truncated' }
  if (cut?.seq === start.seq && !walk.isTold) return { ok: false, seq: cut.seq, because: 'cut-not-told' }
  return found(walk, start.seq, options)
}

/** What was signed after `until` says nothing of a database that was brought back as it was then. */
function findSigned({ checkpoints = [], until }: VerifyOptions): readonly Witnessed[] {
  return until === undefined ? checkpoints : checkpoints.filter(({ at }) => Date.parse(at) <= until.getTime())
}

/** The last row that was found good, and what others say of the rows. */
type Walk = {
  seq: number
  hash: string
  covered: number
  readonly head: { readonly seq: number; readonly hash: string } | undefined
  readonly witnesses: ReadonlyMap<number, readonly Witnessed[]>
  readonly cut: Cut | undefined
  /** Whether a row says that the beginning was taken away. */
  isTold: boolean
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
  walk.isTold ||= walk.cut !== undefined && tellsCut(row, walk.cut)
  return undefined
}

function isAsWritten(row: StoredRow, previous: string, expected: string): boolean {
  return row.previous_hash === previous && row.hash === expected && isFoundAsWritten(row)
}

/** Reports look rows up by columns that the hash does not cover: whoever may alter the table could hide one there. */
function isFoundAsWritten({ entry, action, actor, encounter_ref }: StoredRow): boolean {
  const said = lookedUp.safeParse(JSON.parse(entry))
  return (
    said.success && action === said.data.action && actor === said.data.actor && encounter_ref === said.data.encounter
  )
}

const lookedUp = z.object({
  action: z.string(),
  actor: z._default(z.nullable(z.string()), null),
  encounter: z._default(z.nullable(z.string()), null),
})

/** A row is small, and its name is looked for before it is parsed. */
function tellsCut({ entry }: StoredRow, { seq, hash }: Cut): boolean {
  if (!entry.includes('"action":"retention.cut"')) return false
  const told: unknown = JSON.parse(entry)
  return z.object({ to: z.literal(seq), hash: z.literal(hash) }).safeParse(told).success
}

function isStated(tenant: TenantKey, { seq, hash, statement }: Cut, { isSigned }: VerifyOptions): boolean {
  const stated = tryParseCut(statement)
  if (stated?.tenant !== tenant || stated.seq !== seq || stated.hash !== hash) return false
  return isSigned?.(stated) ?? true
}

function found({ seq, covered, cut }: Walk, from: number, { checkpoints }: VerifyOptions): ChainVerdict {
  return { ok: true, rows: seq - from, ...(checkpoints && { covered }), ...(cut?.seq === from && { cut: cut.seq }) }
}

type Start = { readonly seq: number; readonly hash: string }

function findStart({ checkpoints = [], since, cut }: WalkOptions): Start {
  const known = checkpoints.filter(({ at }) => since !== undefined && Date.parse(at) <= since.getTime())
  const first: Start = cut ?? { seq: 0, hash: GENESIS_HASH }
  return known.reduce<Start>((best, one) => (one.seq > best.seq ? one : best), first)
}

/** Every entry opens with its instant; a row that does not is found by its hash, not here. */
function readInstant({ entry }: StoredRow): string {
  return /^\{"at":"([^"]{20,40})"/.exec(entry)?.[1] ?? ''
}
