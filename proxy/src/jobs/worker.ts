/** Works through the queue of one tenant: read, analyse, put on record, finish. Any step may be repeated without effect. */
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import type { TenantKey } from '#coding/domain/ids.ts'
import { DEFAULT_WEIGHTS, type QueueWeights } from '#coding/queue/priority.ts'
import type { AuditEntry, AuditSubject } from '../audit/audit-log.ts'
import type { PrepareDraft, Prepared } from '../auto-draft.ts'
import type { ColumnCipher } from '../crypto/column-cipher.ts'
import type { References } from '../crypto/references.ts'
import type { Engine } from '../engine.ts'
import { correctWindow, startOfWindow, takeShare, type Window } from '../limits/windows.ts'
import { describeError, type Log } from '../log.ts'
import { findQueueEntry } from '../queue-entry.ts'
import { addResults, BATCH_ACTOR, type BatchResult, condenseFinding, describeVisit } from '../store/batch-results.ts'
import { hasTenantRole, inTenant } from '../store/in-tenant.ts'
import { addToQueue, type QueueEntry } from '../store/queue-items.ts'
import type { Pool } from '../store/schema.ts'
import { JobError, type JobErrorCode, MEANINGS } from './errors.ts'
import type { Job, JobQueue } from './job-queue.ts'
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
  readonly coders?: { readonly weights: QueueWeights; readonly mayShow: (record: EncounterRecord) => boolean }
}

export type WorkerEvent =
  | { readonly kind: 'worked'; readonly done: number; readonly fresh: number }
  /** These were done by the rules alone, although a model was to read them. */
  | { readonly kind: 'rules-alone'; readonly because: string; readonly notes: number }
  | { readonly kind: 'failed'; readonly itemRef: string; readonly code: JobErrorCode; readonly again: boolean }

/** `day-full`: what is left waits for the next day. */
export type WorkerEnd = 'empty' | 'day-full' | 'stopped'

const DAY_MS = 24 * 60 * 60_000
const IDLE_MS = 500
/** Looks for what others have lost; the queue itself decides whether it is time. */
const TURNS_A_TIDY = 20

/** Until nothing is left, also of what other workers have taken: what one of them loses is done here. */
export async function runWorker(
  parts: WorkerParts,
  { signal, onEvent }: { readonly signal: AbortSignal; readonly onEvent: (event: WorkerEvent) => void },
): Promise<WorkerEnd> {
  for (let turn = 0; !signal.aborted; turn++) {
    if (turn % TURNS_A_TIDY === 0) await parts.queue.tidy()
    const day = { limit: parts.notesPerDay, most: parts.atOnce, inRole: await hasTenantRole(parts.db) }
    const granted = await takeShare(parts.db, findWindow(parts), day)
    if (granted === 0) return 'day-full'
    const jobs = await parts.queue.take(granted)
    await giveBack(parts, granted - jobs.length)
    if (jobs.length > 0) {
      await workOn(parts, jobs, onEvent)
      continue
    }
    const { waiting, active } = await parts.queue.count()
    if (waiting + active === 0) return 'empty'
    await parts.wait(IDLE_MS)
  }
  return 'stopped'
}

async function workOn(parts: WorkerParts, jobs: readonly Job[], onEvent: (event: WorkerEvent) => void): Promise<void> {
  const outcomes = await Promise.all(jobs.map((job) => analyseJob(parts, job)))
  const done = outcomes.flatMap((outcome) => (outcome.kind === 'done' ? [outcome] : []))
  if (done.length > 0) onEvent({ kind: 'worked', done: done.length, fresh: await finish(parts, done) })
  const alone = Map.groupBy(done, ({ rulesAlone }) => rulesAlone)
  for (const [because, ones] of alone) {
    if (because !== undefined) onEvent({ kind: 'rules-alone', because, notes: ones.length })
  }
  for (const outcome of outcomes) if (outcome.kind === 'failed') await giveUp(parts, outcome, onEvent)
}

/**
 * Finished, on record and on the coders' list in one transaction: a worker that is killed has done all of it or nothing.
 * What was given to another worker meanwhile, and so is done twice, finds its row, and the same chart changes nothing on
 * the list.
 * @returns how many were new.
 */
async function finish(parts: WorkerParts, done: readonly Done[]): Promise<number> {
  const { db, cipher, tenant, now, coders, queue } = parts
  const inRole = await hasTenantRole(db)
  const [jobs, results] = [done.map(({ job }) => job), done.map(({ result }) => result)]
  const weights = coders?.weights ?? DEFAULT_WEIGHTS
  const adding = { tenant, cipher, actor: BATCH_ACTOR, requestId: BATCH_ACTOR, at: new Date(now()), weights }
  return db.transaction().execute(async (transaction) => {
    await queue.complete(jobs, transaction)
    const fresh = await addResults(transaction, { tenant, cipher, inRole }, results)
    await addToQueue(
      transaction,
      adding,
      done.flatMap(({ entry }) => entry ?? []),
    )
    return fresh
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

type Outcome = Done | { readonly kind: 'failed'; readonly job: Job; readonly code: JobErrorCode }

async function analyseJob(parts: WorkerParts, job: Job): Promise<Outcome> {
  try {
    const analysed = await analyse(parts, job, await parts.readRecord(job.note))
    return { kind: 'done', job, ...analysed }
  } catch (error) {
    const code = error instanceof JobError ? error.code : 'internal'
    if (code === 'internal') parts.log.error('job failed', { requestId: job.id, ...describeError(error) })
    return { kind: 'failed', job, code }
  }
}

type Analysed = Pick<Done, 'result' | 'entry' | 'rulesAlone'>

async function analyse(parts: WorkerParts, job: Job, { record, findMaskSeeds }: ReadNote): Promise<Analysed> {
  const { engine, references, tenant, now, coders, prepareDraft } = parts
  const { id, itemRef, note } = job
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
  const findings = reading?.kind === 'read' ? reading.findings : found
  const at = new Date(now())
  const prepared = prepareDraft?.(encounterRef, record, findings)
  const entry: AuditEntry = {
    ...describe(at),
    action: 'batch.analysis',
    item: itemRef,
    input,
    codeSet,
    findings: findings.length,
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
        : markPrepared(findQueueEntry(references, record, { findings, codeSet }), prepared),
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
  { job, code }: Outcome & { readonly kind: 'failed' },
  onEvent: (event: WorkerEvent) => void,
): Promise<void> {
  const again = MEANINGS[code].mayPass
  // Found again by the next run, which is right: by then the site may have switched it on.
  if (code === 'switched-off') await queue.complete([job])
  else if (again) await queue.fail(job, code)
  else await queue.bury(job, code)
  onEvent({ kind: 'failed', itemRef: job.itemRef, code, again })
}

async function giveBack(parts: WorkerParts, amount: number): Promise<void> {
  if (amount === 0) return
  await inTenant(parts.db, parts.tenant, (transaction) => correctWindow(transaction, findWindow(parts), -amount))
}

function findWindow({ tenant, now }: WorkerParts): Window {
  return { tenant, subject: 'batch', startsAt: startOfWindow(now(), DAY_MS) }
}
