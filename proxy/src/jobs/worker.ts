/** Works through the queue of one tenant: read, analyse, put on record, finish. Any step may be repeated without effect. */
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import type { TenantKey } from '#coding/domain/ids.ts'
import type { AuditEntry, AuditSubject } from '../audit/audit-log.ts'
import type { PrepareDraft, Prepared } from '../auto-draft.ts'
import { findQueueRules, type QueueRules } from '../coders-queue.ts'
import type { ColumnCipher } from '../crypto/column-cipher.ts'
import type { References } from '../crypto/references.ts'
import type { Engine } from '../engine.ts'
import { correctWindow, startOfWindow, type Window } from '../limits/windows.ts'
import { describeError, type Log } from '../log.ts'
import { findQueueEntry } from '../queue-entry.ts'
import {
  BATCH_ACTOR,
  type BatchResult,
  beginBatch,
  condenseFinding,
  describeVisit,
  finishBatch,
} from '../store/batch-results.ts'
import { hasTenantRole, inTenant } from '../store/in-tenant.ts'
import type { QueueEntry } from '../store/queue-items.ts'
import type { Pool } from '../store/schema.ts'
import { JobError, type JobErrorCode, MEANINGS } from './errors.ts'
import { type Job, type JobQueue, nameVisit } from './job-queue.ts'
import type { ModelReader } from './model-reader.ts'
import type { ReadNote, RecordReader } from './read-record.ts'

export type WorkerParts = {
  readonly db: Pool
  readonly cipher: ColumnCipher
  readonly references: References
  readonly engine: Pick<Engine, 'analyse'>
  readonly queue: JobQueue
  readonly readRecord: RecordReader
  readonly tenant: TenantKey
  readonly log: Log
  readonly now: () => number
  readonly wait: (ms: number) => Promise<unknown>
  /** By UTC day, over all workers. */
  readonly notesPerDay: number
  /** Taken and put on record together. */
  readonly atOnce: number
  /** Where a language model reads as well. */
  readonly readWithModel?: ModelReader
  /** Lays out drafts where the site has that mode. */
  readonly prepareDraft?: PrepareDraft
  /** The site's rules for the coders' list; by default every encounter goes there. */
  readonly coders?: Pick<QueueRules, 'weights' | 'modes'> & { readonly mayShow: (record: EncounterRecord) => boolean }
}

export type WorkerEvent =
  | { readonly kind: 'worked'; readonly done: number; readonly fresh: number }
  /** These were done by the rules alone, although a model was to read them. */
  | { readonly kind: 'rules-alone'; readonly because: string; readonly notes: number }
  /** Postil is off for these visits: they are left alone, and the next run that finds them asks again. */
  | { readonly kind: 'off'; readonly notes: number }
  /** The EHR asked for a pause: these wait as they were until then. */
  | { readonly kind: 'paused'; readonly notes: number; readonly until: number }
  | { readonly kind: 'failed'; readonly itemRef: string; readonly code: JobErrorCode; readonly again: boolean }

/** `day-full`: what is left waits for the next day. */
export type WorkerEnd = 'empty' | 'day-full' | 'stopped'

/** What a batch of notes costs the database beside the notes themselves is shared by so many. */
export const AT_ONCE = 40

const DAY_MS = 24 * 60 * 60_000
const IDLE_MS = 500
const INTERNAL_RETRIES = 3
/** The pace of a server is shared by all workers: with more of them a turn takes longer, and is never to take so long that the queue believes it lost. */
const LONGEST_TURN_MS = 60_000
/** Looks for what others have lost; the queue itself decides whether it is time. */
const TURNS_A_TIDY = 20

/** Until nothing is left, also of what other workers have taken: what one of them loses is done here. */
export async function runWorker(
  parts: WorkerParts,
  { signal, onEvent }: { readonly signal: AbortSignal; readonly onEvent: (event: WorkerEvent) => void },
): Promise<WorkerEnd> {
  const { queue, now, wait, atOnce } = parts
  let [most, resumeAt] = [atOnce, 0]
  for (let turn = 0; !signal.aborted; turn++) {
    if (turn % TURNS_A_TIDY === 0) await queue.tidy()
    if (now() < resumeAt) {
      await wait(Math.min(IDLE_MS, resumeAt - now()))
      continue
    }
    const taken = await queue.take(most)
    if (taken.length > 0) {
      const began = now()
      const turned = await workOn(parts, taken, onEvent)
      if (turned.isDayFull) return 'day-full'
      const inTime = Math.floor((taken.length * LONGEST_TURN_MS) / Math.max(1, now() - began))
      // The last ones of a day are the most urgent ones.
      most = Math.max(1, Math.min(atOnce, turned.remaining, inTime))
      resumeAt = turned.resumeAt
      continue
    }
    const { waiting, active } = await queue.count()
    if (waiting + active === 0) return 'empty'
    await wait(IDLE_MS)
  }
  return 'stopped'
}

type Turned = {
  /** None of what was taken could be worked on, since the day holds no more. */
  readonly isDayFull: boolean
  /** What the day still holds. */
  readonly remaining: number
  /** Where the EHR asked for a pause, until when. */
  readonly resumeAt: number
}

async function workOn(
  parts: WorkerParts,
  taken: readonly Job[],
  onEvent: (event: WorkerEvent) => void,
): Promise<Turned> {
  const { db, queue, now, notesPerDay } = parts
  const [itemRefs, inRole] = [taken.map(({ itemRef }) => itemRef), await hasTenantRole(db)]
  const day = { window: findWindow(parts), limit: notesPerDay, itemRefs, inRole }
  // The queue forgets what is done after a while; what is on record is neither read nor paid for again.
  const { recorded, share, remaining } = await beginBatch(db, day)
  const [known, fresh] = partition(taken, ({ itemRef }) => recorded.has(itemRef))
  await queue.giveBack(fresh.slice(share), 0)
  // Of this turn alone, in which every job was taken before anything was read: a chart that changes later is read again.
  const shared = { ...parts, readRecord: readVisitsOnce(parts.readRecord) }
  const outcomes = await Promise.all(fresh.slice(0, share).map((job) => analyseJob(shared, job)))
  const done = outcomes.filter((outcome) => outcome.kind === 'done')
  if (done.length + known.length > 0) {
    onEvent({ kind: 'worked', done: done.length + known.length, fresh: await finish(parts, done, known) })
  }
  for (const [because, ones] of Map.groupBy(done, ({ rulesAlone }) => rulesAlone)) {
    if (because !== undefined) onEvent({ kind: 'rules-alone', because, notes: ones.length })
  }
  for (const outcome of outcomes) if (outcome.kind === 'failed') await giveUp(parts, outcome, onEvent)
  const off = outcomes.flatMap((outcome) => (outcome.kind === 'off' ? [outcome.job] : []))
  // By the time of the next run the site may have switched it on: then it is found again.
  await queue.forget(off)
  if (off.length > 0) onEvent({ kind: 'off', notes: off.length })
  const paused = outcomes.filter((outcome) => outcome.kind === 'paused')
  const resumeAt = Math.max(0, ...paused.map(({ until }) => until))
  await queue.giveBack(
    paused.map(({ job }) => job),
    resumeAt - now(),
  )
  if (paused.length > 0) onEvent({ kind: 'paused', notes: paused.length, until: resumeAt })
  // Nothing was done with these today.
  await returnShare(parts, off.length + paused.length)
  return { isDayFull: share === 0 && fresh.length > 0, remaining, resumeAt }
}

/** Each note of a visit is read with the whole visit: those that are worked on together share one reading. */
function readVisitsOnce(readRecord: RecordReader): RecordReader {
  const visits = new Map<string, Promise<ReadNote>>()
  return (note) => {
    const visit = nameVisit(note)
    const reading = visits.get(visit) ?? readRecord(note)
    visits.set(visit, reading)
    return reading
  }
}

function partition<Item>(items: readonly Item[], isFirst: (item: Item) => boolean): readonly [Item[], Item[]] {
  return [items.filter(isFirst), items.filter((item) => !isFirst(item))]
}

/**
 * Finished, on record and on the coders' list in one transaction: a worker that is killed has done all of it or nothing.
 * What was given to another worker meanwhile, and so is done twice, finds its row, and the same chart changes nothing on
 * the list.
 * @returns how many were new.
 */
async function finish(parts: WorkerParts, done: readonly Done[], known: readonly Job[]): Promise<number> {
  const { db, tenant, cipher, now, coders, queue } = parts
  const inRole = await hasTenantRole(db)
  const { weights, modes } = coders ?? findQueueRules({})
  const adding = { tenant, cipher, actor: BATCH_ACTOR, requestId: BATCH_ACTOR, at: new Date(now()), weights, modes }
  const results = done.map(({ result }) => result)
  const entries = done.flatMap(({ entry }) => entry ?? [])
  return db.transaction().execute(async (transaction) => {
    await queue.complete([...known, ...done.map(({ job }) => job)], transaction)
    return finishBatch(transaction, results, { cipher, inRole, adding, entries })
  })
}

type Done = {
  readonly kind: 'done'
  readonly job: Job
  readonly result: BatchResult
  /** For the coders' list; absent while somebody still writes. */
  readonly entry: QueueEntry | undefined
  /** Why the model was not asked, where it should have been. */
  readonly rulesAlone: string | undefined
}

type Failed = { readonly kind: 'failed'; readonly job: Job; readonly code: JobErrorCode }

type Outcome =
  | Done
  | Failed
  | { readonly kind: 'off'; readonly job: Job }
  | { readonly kind: 'paused'; readonly job: Job; readonly until: number }

async function analyseJob(parts: WorkerParts, job: Job): Promise<Outcome> {
  try {
    const analysed = await analyse(parts, job, await parts.readRecord(job.note))
    return { kind: 'done', job, ...analysed }
  } catch (error) {
    if (error instanceof JobError && error.code === 'switched-off') return { kind: 'off', job }
    if (error instanceof JobError && error.code === 'throttled' && error.retryAfterMs !== undefined) {
      return { kind: 'paused', job, until: parts.now() + error.retryAfterMs }
    }
    const code = error instanceof JobError ? error.code : 'internal'
    if (code === 'internal') parts.log.error('job failed', { requestId: job.id, ...describeError(error) })
    return { kind: 'failed', job, code }
  }
}

type Analysed = Pick<Done, 'result' | 'entry' | 'rulesAlone'>

async function analyse(parts: WorkerParts, job: Job, { record, findMaskSeeds }: ReadNote): Promise<Analysed> {
  const { engine, references, tenant, now, coders, prepareDraft } = parts
  const { id, itemRef, note } = job
  const began = now()
  const { findings: found, state } = askEngine(engine, record)
  const codeSet = `${state.state} ${state.release}`
  const encounterRef = references.ofEncounter(tenant, note.encounterId)
  const input = references.ofContent(tenant, record.notes.map(({ sha256 }) => sha256).join(' '))
  const patient = references.ofPatient(tenant, note.patientId)
  const describe = (moment: Date): AuditSubject => {
    return { at: moment.toISOString(), requestId: id, actor: BATCH_ACTOR, patient, encounter: encounterRef }
  }
  const reading = await parts.readWithModel?.({
    record,
    maskSeeds: findMaskSeeds(),
    found,
    requestId: id,
    input,
    describe,
  })
  const made = reading?.kind === 'read' ? { findings: reading.findings, model: reading.model } : { findings: found }
  const { findings } = made
  const at = new Date(now())
  const prepared = await prepareDraft?.(encounterRef, record, { ...made, codeSet })
  const entry: AuditEntry = {
    ...describe(at),
    action: 'batch.analysis',
    item: itemRef,
    input,
    codeSet,
    findings: findings.length,
    tookMs: at.getTime() - began,
    ...(reading && { model: reading.kind === 'read' ? 'on' : 'off' }),
    ...describePreparation(prepared),
  }
  return {
    result: {
      itemRef,
      encounterRef,
      at,
      entry,
      result: {
        codeSet,
        findings: findings.map(condenseFinding),
        visit: describeVisit(record),
        ...(prepared && 'draft' in prepared && { prepared: prepared.draft }),
      },
    },
    rulesAlone: reading?.kind === 'rules-alone' ? reading.because : undefined,
    entry:
      coders && !coders.mayShow(record)
        ? undefined
        : markPrepared(findQueueEntry(references, record, { ...made, codeSet }), prepared),
  }
}

function markPrepared(entry: QueueEntry | undefined, prepared: Prepared | undefined): QueueEntry | undefined {
  return entry && prepared && 'draft' in prepared ? { ...entry, prepared: prepared.draft.mark } : entry
}

function describePreparation(prepared: Prepared | undefined): object {
  if (!prepared) return {}
  return 'draft' in prepared
    ? { prepared: prepared.draft.mark, draw: prepared.draft.draw }
    : { prepared: prepared.because }
}

function askEngine(engine: WorkerParts['engine'], record: Parameters<Engine['analyse']>[0]) {
  try {
    return engine.analyse(record)
  } catch (cause) {
    throw new JobError('engine-failed', { cause })
  }
}

async function giveUp(
  { queue }: WorkerParts,
  { job, code }: Failed,
  onEvent: (event: WorkerEvent) => void,
): Promise<void> {
  // What is our own fault seldom passes by waiting.
  const again = MEANINGS[code].mayPass && (code !== 'internal' || job.retries < INTERNAL_RETRIES)
  if (again) await queue.fail(job, code)
  else await queue.bury(job, code)
  onEvent({ kind: 'failed', itemRef: job.itemRef, code, again })
}

async function returnShare(parts: WorkerParts, amount: number): Promise<void> {
  if (amount === 0) return
  await inTenant(parts.db, parts.tenant, (transaction) => correctWindow(transaction, findWindow(parts), -amount))
}

function findWindow({ tenant, now }: WorkerParts): Window {
  return { tenant, subject: 'batch', startsAt: startOfWindow(now(), DAY_MS) }
}
