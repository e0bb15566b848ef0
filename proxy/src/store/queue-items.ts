/**
 * The coders' list: one row an encounter. Who changes a row has locked the tenant's audit chain before, as everywhere,
 * so two changes never cross; the version and the lock of the row say the rest.
 */
import { type ExpressionBuilder, type Selectable, type SelectQueryBuilder, sql } from 'kysely'
import * as z from 'zod/mini'
import { type QueueQuestion, queueCounts, queueDisagreements, queueState } from '#coding/contract/queue.ts'
import { encounterId, patientId } from '#coding/contract/scalars.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import type { EncounterId, PatientId, TenantKey } from '#coding/domain/ids.ts'
import { decideMode, isSameForAll, type ModeSettings, mayShowOrWrite } from '#coding/domain/mode.ts'
import type { QueueFacts, QueueItem, QueueStanding, QueueState } from '#coding/domain/queue-item.ts'
import type { VisitFacts } from '#coding/domain/visit-facts.ts'
import type { QueueWeights } from '#coding/queue/priority.ts'
import type { AuditEntry } from '../audit/audit-log.ts'
import type { ColumnCipher } from '../crypto/column-cipher.ts'
import { gatherCalls } from './gather-calls.ts'
import { hasTenantRole } from './in-tenant.ts'
import type { Database, Pool, Schema, Scope } from './schema.ts'
import { isReadBlind } from './second-codings.ts'
import { type SuggestedCoding, sealSuggested } from './suggested-codings.ts'
import { findVisitFacts, storedFacts } from './visit-facts.ts'

type Row = Selectable<Schema['queue_item']>

const DAY_MS = 24 * 60 * 60_000

/** Where the cell stands; see `column-cipher.ts`. */
export function placeOfQueueItem(scope: Scope): readonly string[] {
  return [scope.tenant, 'queue_item', 'place', scope.encounterRef]
}

export type QueueEntry = {
  readonly encounterRef: string
  readonly patientId: PatientId
  readonly encounterId: EncounterId
  /** HMAC of what was analysed. */
  readonly input: string
  readonly facts: QueueFacts
  /** What its mode depends on, for the day on which the site changes its settings. */
  readonly visit?: VisitFacts
  /** What the mode `auto-draft` has made of it. */
  readonly prepared?: QueueItem['prepared']
  /** For a later audit. */
  readonly suggested?: SuggestedCoding
}

export type Adding = {
  readonly tenant: TenantKey
  readonly actor: string
  readonly requestId: string
  readonly at: Date
  readonly weights: QueueWeights
  /** By which the encounter may be on the list. */
  readonly modes: ModeSettings
  readonly cipher: ColumnCipher
}

/**
 * Puts encounters on the list, or brings what is known of them up to date. A chart that has changed comes back to the
 * list whatever had become of it, since what was coded may no longer be right; who has it locked keeps it, with a new
 * version, so that they look again before they finish. The same chart again changes nothing.
 */
export async function addToQueue(db: Database, adding: Adding, entries: readonly QueueEntry[]): Promise<number> {
  if (entries.length === 0) return 0
  const { listing, items } = describeListing(adding, entries)
  const { rows } = await sql<{ listed: number }>`
    select list_encounters(${adding.tenant}, ${listing}::json, ${items}::json) as listed`.execute(db)
  return rows[0]?.listed ?? 0
}

/** As `list_encounters` of the database reads it. */
export function describeListing(
  { tenant, actor, requestId, at, weights, modes, cipher }: Adding,
  entries: readonly QueueEntry[],
): { readonly listing: string; readonly items: string } {
  // Of one encounter the newest alone.
  const items = [...new Map(entries.map((entry) => [entry.encounterRef, entry])).values()].map((entry) => {
    const { encounterRef, input, facts, prepared, suggested, ...ids } = entry
    const place = cipher.encrypt(JSON.stringify(ids), placeOfQueueItem({ tenant, encounterRef }))
    const sealed = suggested && sealSuggested({ tenant, encounterRef }, cipher, suggested)
    return { ...facts, encounterRef, input, place, prepared, suggested: sealed }
  })
  const entry: AuditEntry = { at: at.toISOString(), requestId, actor, action: 'queue', step: 'add' }
  const rules = { weights: JSON.stringify(weights), modes: JSON.stringify(modes) }
  const listing = { actor, at, ...rules, entry: JSON.stringify(entry) }
  return { listing: JSON.stringify(listing), items: JSON.stringify(items) }
}

/** After the site has changed its weights. @returns how many items have another place now. */
export async function rankAgain(db: Database, tenant: TenantKey, weights: QueueWeights): Promise<number> {
  await lockAudit(db, tenant)
  const key = JSON.stringify(weights)
  const { rows } = await sql`
    update queue_item
    set rank = queue_rank(${key}::json, service_line, confidence, complexity, finished_at), weights = ${key}
    where tenant = ${tenant} and weights <> ${key} and state <> 'finished' returning 1`.execute(db)
  return rows.length
}

/** So many encounters are decided in one transaction, which holds the tenant's lock. */
const DECIDED_AT_ONCE = 1000

/**
 * After the site has changed its modes: what is off or only watched now leaves the list, and comes back with the mode.
 * Of an encounter that came before facts were kept with it, what an analysis learned counts, else the least it could be.
 * @returns how many encounters were decided anew; call again until none was.
 */
export async function applyModes(
  db: Database,
  { tenant, modes, cipher }: Pick<Adding, 'tenant' | 'modes' | 'cipher'>,
): Promise<number> {
  await lockAudit(db, tenant)
  const key = JSON.stringify(modes)
  const rows = await db
    .selectFrom('queue_item')
    .select(['encounter_ref', 'place'])
    .where('tenant', '=', tenant)
    .where('modes', '<>', key)
    .limit(DECIDED_AT_ONCE)
    .execute()
  const decided = await Promise.all(
    rows.map(async ({ encounter_ref: encounterRef, place }) => {
      const scope = { tenant, encounterRef }
      const isActive = mayShowOrWrite(decideMode(modes, await findFacts(db, { scope, place, modes }, cipher)))
      return { encounterRef, isActive }
    }),
  )
  await sql`
    update queue_item set active = "isActive", modes = ${key}
    from json_to_recordset(${JSON.stringify(decided)}::json) as item ("encounterRef" text, "isActive" boolean)
    where tenant = ${tenant} and encounter_ref = "encounterRef"`.execute(db)
  return decided.length
}

type Placed = { readonly scope: Scope; readonly place: string; readonly modes: ModeSettings }

async function findFacts(
  db: Database,
  { scope, place, modes }: Placed,
  cipher: ColumnCipher,
): Promise<VisitFacts | undefined> {
  if (isSameForAll(modes)) return undefined
  const { visit } = sealedPlace.parse(JSON.parse(cipher.decrypt(place, placeOfQueueItem(scope))))
  return visit ?? (await findVisitFacts(db, scope, cipher))
}

/** The tenant's one lock. First, so that whoever changes rows and writes audit never waits in a circle. */
export async function lockAudit(db: Database, tenant: TenantKey): Promise<void> {
  await sql`select lock_audit(${tenant})`.execute(db)
}

export type Taking = {
  readonly tenant: TenantKey
  readonly actor: string
  readonly line?: string | undefined
  readonly at: Date
  readonly lockMs: number
  /** How many a coder may have at once. */
  readonly most: number
  readonly entry: AuditEntry
}

/**
 * Gives the most urgent open item to one coder, locks it and puts that on record: what was given to this coder first,
 * then what was given to nobody; never what they read blind.
 * @param entry of the audit; item and version are added.
 * @returns without an item where nothing is open, and for who has `most` already; `locks` says which.
 */
export async function takeNext(
  db: Pool,
  { tenant, actor, line, at, lockMs, most, entry }: Taking,
  reading: Reading,
): Promise<{ readonly item: QueueItem | undefined; readonly locks: number }> {
  const until = new Date(at.getTime() + lockMs).toISOString()
  const told = { kind: 'next', actor, line, at: at.toISOString(), until, most, entry: JSON.stringify(entry) } as const
  const { row, locks } = await findTurns(db)(tenant, told)
  return { item: row && toItem(row, reading), locks }
}

/** As `queue_turns` of the database reads them. */
type Turn = { readonly kind: 'next' | 'change'; readonly actor: string; readonly at: string; readonly entry: string }
type Turned = { readonly row: Row | undefined; readonly locks: number }

const turnsOfPools = new WeakMap<Pool, (tenant: TenantKey, turn: Turn) => Promise<Turned>>()

function findTurns(db: Pool): (tenant: TenantKey, turn: Turn) => Promise<Turned> {
  const known = turnsOfPools.get(db)
  if (known) return known
  const turns = gatherCalls<Turn, Turned>(async (tenant, calls) =>
    runTurns(db, { tenant, inRole: await hasTenantRole(db) }, calls),
  )
  turnsOfPools.set(db, turns)
  return turns
}

type Entering = { readonly tenant: TenantKey; readonly inRole: boolean }

async function runTurns(
  db: Database,
  { tenant, inRole }: Entering,
  turns: readonly Turn[],
): Promise<readonly Turned[]> {
  const { rows } = await sql<Nullable<Row> & { turn: number; locks: number }>`
    select turn, locks, (item).* from queue_turns(${tenant}, ${inRole}, ${JSON.stringify(turns)}::jsonb)
    order by turn`.execute(db)
  return rows.map(({ turn: _turn, locks, ...row }) => ({ locks, row: isRow(row) ? row : undefined }))
}

type Nullable<Value> = { [Key in keyof Value]: Value[Key] | null }

/** A turn that came to nothing has a row of nothing. */
function isRow(row: Nullable<Row>): row is Row {
  return row.encounter_ref !== null
}

export type Reading = {
  readonly cipher: ColumnCipher
  readonly weights: QueueWeights
  /** ms since the epoch, for the priority. */
  readonly now: number
}

type Finding = Scope & {
  /** Of the pool; see `hasTenantRole`. */
  readonly inRole: boolean
  /** Who is shown it: nothing of what they read blind. */
  readonly actor?: string
}

export async function findQueueItem(
  db: Database,
  { tenant, encounterRef, inRole, actor }: Finding,
  reading: Reading,
): Promise<QueueItem | undefined> {
  const { rows } = await sql<Row>`
    select * from find_queue_item(${tenant}, ${inRole}, ${encounterRef}, ${actor ?? null})`.execute(db)
  const [row] = rows
  return row && toItem(row, reading)
}

export type Change = Scope & {
  readonly standing: QueueStanding
  /** Which one it was made to. */
  readonly version: number
  readonly actor: string
  readonly at: Date
  readonly entry: AuditEntry
}

/** @returns the item as it is now, or undefined when it has changed since: nothing was written then. */
export async function changeQueueItem(db: Pool, change: Change, reading: Reading): Promise<QueueItem | undefined> {
  const { row } = await findTurns(db)(change.tenant, describeChange(change))
  return row && toItem(row, reading)
}

/** The same in the transaction of something else. */
export async function changeQueueItemWithin(
  db: Database,
  change: Change,
  reading: Reading,
): Promise<QueueItem | undefined> {
  const [turned] = await runTurns(db, { tenant: change.tenant, inRole: false }, [describeChange(change)])
  return turned?.row && toItem(turned.row, reading)
}

function describeChange({ encounterRef, standing, version, actor, at, entry }: Change) {
  return {
    kind: 'change',
    encounter: encounterRef,
    state: standing.state.kind,
    reason: findReason(standing.state),
    lockedBy: standing.lock?.by,
    lockedUntil: standing.lock?.until,
    assignedTo: standing.assignedTo,
    version,
    actor,
    at: at.toISOString(),
    entry: JSON.stringify(entry),
  } as const
}

/** What a hold and an outcome say beside their kind. */
export function findReason(state: QueueState): string | null {
  switch (state.kind) {
    case 'held':
      return state.reason
    case 'finished':
      return state.outcome
    case 'open':
    case 'returned':
      return null
  }
}

type Listing = Scope & { readonly actor: string; readonly question: QueueQuestion }

export async function listQueue(
  db: Database,
  { tenant, encounterRef, actor, question }: Listing,
  reading: Reading,
): Promise<{ readonly items: readonly QueueItem[]; readonly total: number }> {
  const asked = narrow(
    // What somebody reads blind is not on their list: its figures would say what was suggested.
    db
      .selectFrom('queue_item')
      .where('tenant', '=', tenant)
      .where('active', '=', true)
      .where((eb) => eb.not(isReadBlind(actor, sql.ref('queue_item.tenant'), sql.ref('queue_item.encounter_ref')))),
    { encounterRef, actor, question },
    reading,
  )
  const rows = await sort(asked.selectAll(), question.sort).offset(question.offset).limit(question.limit).execute()
  const { total } = await asked.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  return { items: rows.map((row) => toItem(row, reading)), total: Number(total) }
}

/** Of everything that is not finished. */
export async function listQueueLines(db: Database, tenant: TenantKey): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('queue_item')
    .select('service_line')
    .distinct()
    .where('tenant', '=', tenant)
    .where('active', '=', true)
    .where('state', '<>', 'finished')
    .orderBy('service_line')
    .execute()
  return rows.map(({ service_line }) => service_line)
}

type Asked<Output> = SelectQueryBuilder<Schema, 'queue_item', Output>
type Conditions = ExpressionBuilder<Schema, 'queue_item'>

function narrow<Output>(
  query: Asked<Output>,
  { encounterRef, actor, question }: Omit<Listing, 'tenant'>,
  { now }: Reading,
): Asked<Output> {
  const { view, line, disagree } = question
  const at = new Date(now)
  const isLocked = (eb: Conditions) => eb('locked_until', '>', at)
  const isFree = (eb: Conditions) => eb.or([eb('locked_until', 'is', null), eb('locked_until', '<=', at)])
  const views: Record<QueueQuestion['view'], () => Asked<Output>> = {
    here: () => query.where('encounter_ref', '=', encounterRef),
    open: () => query.where('state', '=', 'open').where(isFree),
    locked: () => query.where('state', '=', 'open').where(isLocked),
    mine: () =>
      query
        .where('state', '<>', 'finished')
        .where((eb) => eb.or([eb('assigned_to', '=', actor), eb.and([isLocked(eb), eb('locked_by', '=', actor)])])),
    held: () => query.where('state', '=', 'held'),
    returned: () => query.where('state', '=', 'returned'),
    finished: () => query.where('state', '=', 'finished'),
  }
  const viewed = views[view]()
  const ofLine = line === undefined ? viewed : viewed.where('service_line', '=', line)
  if (disagree === undefined) return ofLine
  if (disagree === 'any') return ofLine.where(sql<boolean>`disagreements <> '{}'::jsonb`)
  return ofLine.where(sql<boolean>`(disagreements -> ${disagree}) is not null`)
}

/** The reference at the end, so that pages never overlap. */
function sort<Output>(query: Asked<Output>, by: QueueQuestion['sort']): Asked<Output> {
  const sorts: Record<QueueQuestion['sort'], () => Asked<Output>> = {
    priority: () => query.orderBy('rank', 'desc'),
    date: () => query.orderBy('service_date').orderBy('rank', 'desc'),
    confidence: () => query.orderBy('confidence').orderBy('rank', 'desc'),
    complexity: () => query.orderBy('complexity', 'desc').orderBy('rank', 'desc'),
    line: () => query.orderBy('service_line').orderBy('rank', 'desc'),
  }
  return sorts[by]().orderBy('encounter_ref')
}

const sealedPlace = z.object({ patientId, encounterId, visit: z.exactOptional(storedFacts) })

function toItem(row: Row, { cipher, weights, now }: Reading): QueueItem {
  const scope = { tenant: row.tenant, encounterRef: row.encounter_ref }
  const { visit: _visit, ...ids } = sealedPlace.parse(JSON.parse(cipher.decrypt(row.place, placeOfQueueItem(scope))))
  return {
    ...ids,
    id: row.encounter_ref,
    serviceLine: row.service_line,
    serviceDate: parseDateOnly(row.service_date),
    finishedAt: row.finished_at.toISOString(),
    confidence: row.confidence,
    complexity: row.complexity,
    counts: queueCounts.parse(row.counts),
    disagreements: queueDisagreements.parse(row.disagreements),
    ...(row.prepared !== null && { prepared: row.prepared }),
    state: queueState.parse({ kind: row.state, reason: row.reason, outcome: row.reason }),
    ...((row.state === 'held' || row.state === 'returned') && { since: row.at.toISOString() }),
    ...(row.locked_by !== null &&
      row.locked_until !== null && { lock: { by: row.locked_by, until: row.locked_until.toISOString() } }),
    ...(row.assigned_to !== null && { assignedTo: row.assigned_to }),
    version: row.version,
    priority: row.rank + (weights.day * now) / DAY_MS,
  }
}
