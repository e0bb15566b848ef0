/** The coders' list of one tenant: who gets what next, and what may become of it. Everything that is told leaves an audit entry. */
import { createHash } from 'node:crypto'
import type { QueueCoder, QueuePage, QueueQuestion, QueueRequest, QueueStepRequest } from '#coding/contract/queue.ts'
import type { Role } from '#coding/contract/session.ts'
import type { TenantKey } from '#coding/domain/ids.ts'
import { DEFAULT_MODES, type ModeSettings } from '#coding/domain/mode.ts'
import type { QueueItem, QueueStanding, QueueState, QueueStep } from '#coding/domain/queue-item.ts'
import { foldWork, takeStep, type WorkStep } from '#coding/domain/work.ts'
import { isQuery, type TrackedQuestion } from '#coding/prompts/lifecycle.ts'
import { DEFAULT_WEIGHTS, type QueueWeights } from '#coding/queue/priority.ts'
import { findLiveLock, type QueueProblem, takeQueueStep } from '#coding/queue/take-queue-step.ts'
import { type AuditEntry, appendAudit } from './audit/audit-log.ts'
import type { ColumnCipher } from './crypto/column-cipher.ts'
import { ProxyError } from './errors.ts'
import { listCoders } from './store/coders.ts'
import { hasTenantRole, inTenant } from './store/in-tenant.ts'
import {
  changeQueueItem,
  changeQueueItemWithin,
  findQueueItem,
  findReason,
  listQueue,
  listQueueLines,
  lockAudit,
  takeNext,
} from './store/queue-items.ts'
import type { Database, Pool, Scope } from './store/schema.ts'
import { insertStep, listSteps } from './store/work-steps.ts'
import { findWritten } from './store/write-ledger.ts'
import type { TenantRow } from './tenants.ts'

export type QueueParts = { readonly db: Pool; readonly cipher: ColumnCipher }

/** Somebody at work on the list, now. */
export type QueueVisit = {
  readonly tenant: TenantKey
  readonly actor: string
  readonly role: Role
  /** Of the session; empty where it is about no encounter. */
  readonly encounterRef: string
  readonly requestId: string
  readonly at: Date
  readonly rules: QueueRules
}

export type QueueRules = { readonly weights: QueueWeights; readonly modes: ModeSettings; readonly lockMs: number }

const LOCK_MINUTES = 20
/** A coder who takes more keeps work from others. */
const MOST_LOCKS = 10

export function findQueueRules({ queue, modes }: Pick<TenantRow, 'queue' | 'modes'>): QueueRules {
  const weights = { ...DEFAULT_WEIGHTS, ...queue?.weights }
  return { weights, modes: modes ?? DEFAULT_MODES, lockMs: (queue?.lockMinutes ?? LOCK_MINUTES) * 60_000 }
}

export async function readQueue(parts: QueueParts, visit: QueueVisit, question: QueueQuestion): Promise<QueuePage> {
  return inTenant(parts.db, visit.tenant, async (transaction) => {
    const page = await findPage(parts, transaction, { visit, question })
    await recordPage(transaction, visit, { page, question })
    return page
  })
}

/**
 * For whoever looks every minute: only what is sent is on the trail.
 * @returns undefined while the page has the version that was seen.
 */
export async function readChangedQueue(
  parts: QueueParts,
  visit: QueueVisit,
  { seen, ...question }: QueueRequest,
): Promise<QueuePage | undefined> {
  return inTenant(parts.db, visit.tenant, async (transaction) => {
    const page = await findPage(parts, transaction, { visit, question })
    if (page.version === seen) return undefined
    await recordPage(transaction, visit, { page, question })
    return page
  })
}

type Asked = { readonly visit: QueueVisit; readonly question: QueueQuestion }

async function findPage(parts: QueueParts, db: Database, { visit, question }: Asked): Promise<QueuePage> {
  const { tenant, actor, encounterRef } = visit
  const listed = await listQueue(db, { tenant, actor, encounterRef, question }, readingOf(parts, visit))
  const lines = await listQueueLines(db, tenant)
  const page = { items: [...listed.items], total: listed.total, lines: [...lines], me: actor }
  return { ...page, version: nameVersion(page, question) }
}

async function recordPage(
  db: Database,
  visit: QueueVisit,
  { page, question }: { readonly page: QueuePage; readonly question: QueueQuestion },
): Promise<void> {
  const { view, offset } = question
  const read = { action: 'queue.read', view, offset, rows: page.items.length } as const
  await appendAudit(db, visit.tenant, [{ ...subjectOf(visit), ...read }])
}

/** Known only to whom it was sent: nobody can say that they have seen what they have not. */
function nameVersion({ items, ...page }: Omit<QueuePage, 'version'>, question: QueueQuestion): string {
  const lasting = items.map(({ priority: _priority, ...item }) => item)
  return createHash('sha256')
    .update(JSON.stringify([page, lasting, question]))
    .digest('base64url')
}

/** Whom an encounter may be given to; who asked is on record like who looked at the list. */
export async function readCoders(parts: QueueParts, visit: QueueVisit): Promise<readonly QueueCoder[]> {
  const { tenant, at } = visit
  return inTenant(parts.db, tenant, async (transaction) => {
    const coders = await listCoders(transaction, { tenant, now: at }, parts.cipher)
    const entry = { action: 'queue.read', view: 'coders', offset: 0, rows: coders.length } as const
    await appendAudit(transaction, tenant, [{ ...subjectOf(visit), ...entry }])
    return coders
  })
}

/**
 * @returns the most urgent item, locked for this coder; undefined when nothing is open.
 * @throws ProxyError `conflict` for a coder who has too many already.
 */
export async function takeNextItem(
  parts: QueueParts,
  visit: QueueVisit,
  line?: string,
): Promise<QueueItem | undefined> {
  const { tenant, actor, at, rules } = visit
  const entry: AuditEntry = { ...subjectOf(visit), action: 'queue', step: 'next' }
  const taking = { tenant, actor, line, at, lockMs: rules.lockMs, most: MOST_LOCKS, entry }
  const { item, locks } = await takeNext(parts.db, taking, readingOf(parts, visit))
  if (item || locks < MOST_LOCKS) return item
  throw new ProxyError('conflict', `You have ${locks} encounters already. Finish one or give one back first.`)
}

export type StepRequest = QueueStepRequest & { readonly encounterRef: string }

/** @throws ProxyError; nothing is changed then. */
export async function takeItemStep(parts: QueueParts, visit: QueueVisit, request: StepRequest): Promise<QueueItem> {
  const { tenant, actor, at } = visit
  const { encounterRef, step, version } = request
  const scope = { tenant, encounterRef }
  const reading = readingOf(parts, visit)
  // Without the chain's lock: the version says afterwards whether what was read here still stood.
  if (hasGround(step)) {
    await inTenant(parts.db, tenant, (transaction) => checkGround(transaction, scope, { step, now: at }))
  }
  const found = await findQueueItem(parts.db, { ...scope, actor, inRole: await hasTenantRole(parts.db) }, reading)
  const standing = decide(visit, request, found)
  const entry = describeStep(visit, request, standing)
  const change = { ...scope, standing, version, actor, at, entry }
  const changed =
    step.kind === 'hold' || step.kind === 'resume'
      ? await inTenant(parts.db, tenant, async (transaction) => {
          await lockAudit(transaction, tenant)
          await followWork(parts, transaction, { visit, encounterRef, step })
          return (await changeQueueItemWithin(transaction, change, reading)) ?? refuseChanged()
        })
      : await changeQueueItem(parts.db, change, reading)
  return changed ?? refuseChanged()
}

/** @throws ProxyError */
function decide(visit: QueueVisit, { step, version }: StepRequest, item: QueueItem | undefined): QueueStanding {
  if (!item) throw new ProxyError('not-found', 'This encounter is not on the list.')
  const { actor, at, rules } = visit
  const next = takeQueueStep(item, step, { actor, role: roleOf(visit), now: at.getTime(), lockMs: rules.lockMs })
  if (!next.ok) throw new ProxyError(next.problem === 'not-allowed' ? 'forbidden' : 'conflict', WORDS[next.problem])
  return item.version === version ? next.value : refuseChanged()
}

/**
 * What a coder does in the sidebar without the list, in the transaction that does it: a release finishes the item, a
 * hold rests it, and neither is done to what another coder has. Encounters that are not on the list are nobody's.
 * @throws ProxyError `conflict` when another coder has it.
 */
export async function followOnList(
  { db, cipher }: { readonly db: Database; readonly cipher: ColumnCipher },
  visit: QueueVisit,
  step: WorkStep,
): Promise<void> {
  const { tenant, actor, at, encounterRef } = visit
  const scope = { tenant, encounterRef }
  const reading = readingOf({ cipher }, visit)
  const item = await findQueueItem(db, { ...scope, inRole: false }, reading)
  if (!item) return
  const lock = findLiveLock(item, at.getTime())
  if (lock && lock.by !== actor) throw new ProxyError('conflict', WORDS.locked)
  const { version, state } = item
  const standing = { state: followState(state, step) }
  const entry: AuditEntry = { ...subjectOf(visit), encounter: encounterRef, action: 'queue', step: 'follow', version }
  await changeQueueItemWithin(db, { ...scope, standing, version, actor, at, entry }, reading)
}

/**
 * Before a coder writes, in the transaction of the ledger: who has the encounter on the list is the only coder who files
 * it. The chain's lock is taken first, so that nobody takes the encounter between this look and the commit.
 * @throws ProxyError `locked`
 */
export async function requireOwnLock(
  { db, cipher }: { readonly db: Database; readonly cipher: ColumnCipher },
  visit: QueueVisit,
): Promise<void> {
  const { tenant, actor, at, encounterRef } = visit
  await lockAudit(db, tenant)
  const item = await findQueueItem(db, { tenant, encounterRef, inRole: false }, readingOf({ cipher }, visit))
  const lock = item && findLiveLock(item, at.getTime())
  if (!lock || lock.by === actor) return
  const left = Math.max(1, Math.ceil((Date.parse(lock.until) - at.getTime()) / 60_000))
  throw new ProxyError(
    'locked',
    `Another coder has this encounter on the coders’ list, for ${left} more minute${left === 1 ? '' : 's'} unless they go on with it. Nothing was written. Ask them to give it back, or wait.`,
  )
}

/**
 * Once the last question that was sent is decided, whoever decided it, the encounter that waited for it comes back to
 * the list, and its hold in the sidebar ends with it. Runs in the transaction of the decision, after its audit entry.
 */
export async function followAnswer(
  { db, cipher }: { readonly db: Database; readonly cipher: ColumnCipher },
  visit: QueueVisit,
  questions: readonly TrackedQuestion[],
): Promise<void> {
  if (questions.some((question) => question.sent !== undefined && isQuery(question))) return
  const { tenant, actor, role, at, encounterRef } = visit
  const scope = { tenant, encounterRef }
  const standing = foldWork((await listSteps(db, scope, cipher)).map(({ step }) => step))
  if (standing.kind === 'held' && standing.reason === 'awaiting-provider') {
    await insertStep(db, { ...scope, step: { kind: 'resume' }, role, actor, at }, cipher)
  }
  const reading = readingOf({ cipher }, visit)
  const item = await findQueueItem(db, { ...scope, inRole: false }, reading)
  if (!item || !waitsForProvider(item.state)) return
  const { version, assignedTo } = item
  const entry: AuditEntry = { ...subjectOf(visit), encounter: encounterRef, action: 'queue', step: 'follow', version }
  const open: QueueStanding = { state: { kind: 'open' }, ...(assignedTo !== undefined && { assignedTo }) }
  await changeQueueItemWithin(db, { ...scope, standing: open, version, actor, at, entry }, reading)
}

function waitsForProvider(state: QueueState): boolean {
  return state.kind === 'returned' || (state.kind === 'held' && state.reason === 'awaiting-provider')
}

function followState(state: QueueState, step: WorkStep): QueueState {
  switch (step.kind) {
    case 'hold':
      return { kind: 'held', reason: step.reason }
    case 'release':
      return { kind: 'finished', outcome: 'filed' }
    case 'resume':
    case 'reopen':
      return state.kind === 'open' ? state : { kind: 'open' }
  }
}

function hasGround(step: QueueStep): boolean {
  return step.kind === 'return' || (step.kind === 'finish' && step.outcome === 'filed')
}

/** What a step says of itself must be so: what is called filed was filed, and who is asked was sent a question. */
async function checkGround(
  db: Database,
  scope: Scope,
  { step, now }: { readonly step: QueueStep; readonly now: Date },
): Promise<void> {
  if (step.kind === 'finish' && step.outcome === 'filed' && !(await findWritten(db, scope, { what: 'draft', now }))) {
    throw new ProxyError('conflict', 'No draft of this encounter was filed. Open it and file the draft first.')
  }
  if (step.kind === 'return' && !(await findWritten(db, scope, { what: 'query', now }))) {
    throw new ProxyError('conflict', 'No question was sent. Open the encounter and send one first, or put it on hold.')
  }
}

type Following = { readonly visit: QueueVisit; readonly encounterRef: string; readonly step: QueueStep }

/** A hold on the list is the hold that the sidebar shows, with the coder's own words, and so is its end. */
async function followWork(parts: QueueParts, db: Database, { visit, encounterRef, step }: Following): Promise<void> {
  if (step.kind !== 'hold' && step.kind !== 'resume') return
  const { tenant, actor, role, at } = visit
  const scope = { tenant, encounterRef }
  const taken = await listSteps(db, scope, parts.cipher)
  if (!takeStep(foldWork(taken.map((one) => one.step)), step).ok) return
  await insertStep(db, { ...scope, step, role, actor, at }, parts.cipher)
}

function describeStep(
  visit: QueueVisit,
  { encounterRef, step, version }: StepRequest,
  { state, assignedTo }: QueueStanding,
): AuditEntry {
  const reason = findReason(state)
  return {
    ...subjectOf(visit),
    encounter: encounterRef,
    action: 'queue',
    step: step.kind,
    ...(reason !== null && { reason }),
    ...(step.kind === 'assign' && assignedTo !== undefined && { to: assignedTo }),
    version: version + 1,
  }
}

const subjectOf = ({ at, requestId, actor, role }: QueueVisit) => ({ at: at.toISOString(), requestId, actor, role })
const readingOf = ({ cipher }: Pick<QueueParts, 'cipher'>, { rules, at }: QueueVisit) => ({
  cipher,
  weights: rules.weights,
  now: at.getTime(),
})

function roleOf({ role }: QueueVisit): 'coder' | 'admin' {
  return role === 'admin' ? 'admin' : 'coder'
}

function refuseChanged(): never {
  throw new ProxyError('conflict', 'This encounter has changed since you saw it. Look again, then decide.')
}

const WORDS: Readonly<Record<QueueProblem, string>> = {
  locked: 'Another coder has this encounter now.',
  'not-yours': 'You do not have this encounter any more. Take it again; if somebody else has it, it is theirs.',
  assigned: 'This encounter was given to somebody else.',
  'not-open': 'This encounter is on hold, with its provider, or finished. Go on with it first.',
  'not-resting': 'This encounter is open already.',
  'not-allowed': 'Only a coder works on the list; you may give encounters to coders.',
}
