/** One queue a tenant on pg-boss, in the proxy's own database (PostgreSQL or PGlite). Payloads rest encrypted. */
import { createHash } from 'node:crypto'
import { CompiledQuery } from 'kysely'
import { PgBoss, type Queue } from 'pg-boss'
import * as z from 'zod/mini'
import type { TenantKey } from '#coding/domain/ids.ts'
import { parseEncounterId, parseNoteId, parsePatientId } from '#coding/domain/ids.ts'
import type { NoteReference } from '#fhir-mappers/note-reference.ts'
import type { ColumnCipher } from '../crypto/column-cipher.ts'
import { CryptoError } from '../crypto/errors.ts'
import type { References } from '../crypto/references.ts'
import type { RunSql } from '../store/dialects.ts'
import type { Database } from '../store/schema.ts'
import { type JobErrorCode, MEANINGS } from './errors.ts'
import { nameJobSchema, nameQueues, placeOfPayload } from './sealed-jobs.ts'

export type Job = {
  readonly id: string
  readonly itemRef: string
  readonly note: NoteReference
  /** How often it was tried before, or taken by a worker that was lost. */
  readonly retries: number
}

/** `sooner` goes before everything that is already queued. */
export type Priority = 'sooner' | 'usual' | 'later'
const PRIORITIES: Readonly<Record<Priority, number>> = { sooner: 10, usual: 0, later: -10 }

export type DeadLetter = {
  readonly id: string
  readonly itemRef: string
  readonly code: JobErrorCode
  readonly at: Date
}

export type QueueCounts = { readonly waiting: number; readonly active: number; readonly dead: number }

export type JobQueue = {
  readonly refer: (note: NoteReference) => string
  /**
   * A version that is queued, in work or done already is not queued again; one that waits goes forward where it is
   * wanted sooner now.
   * @returns how many were new.
   */
  readonly add: (notes: readonly NoteReference[], priority?: Priority) => Promise<number>
  /** Taken jobs come back by themselves when nobody finishes them in time. */
  readonly take: (most: number) => Promise<readonly Job[]>
  /** @param transaction of the same database, not yet in a tenant: the role of a tenant cannot see the queue. */
  readonly complete: (jobs: readonly Job[], transaction?: Database) => Promise<void>
  /** As if they had never been queued: whoever finds them again queues them again. */
  readonly forget: (jobs: readonly Job[]) => Promise<void>
  /** Not tried at all, so no attempt is counted; nobody gets them before the time has passed. */
  readonly giveBack: (jobs: readonly Job[], afterMs: number) => Promise<void>
  /** Comes back later, a few times; then it is a dead letter. */
  readonly fail: (job: Job, code: JobErrorCode) => Promise<void>
  /** A dead letter at once. */
  readonly bury: (job: Job, code: JobErrorCode) => Promise<void>
  readonly listDead: () => Promise<readonly DeadLetter[]>
  /** Queues every dead letter again that opens. @returns how many. */
  readonly retryDead: () => Promise<number>
  readonly count: () => Promise<QueueCounts>
  /** Gives back what a worker that died had taken. */
  readonly tidy: () => Promise<void>
}

export type JobQueues = { readonly open: (tenant: TenantKey) => Promise<JobQueue>; readonly stop: () => Promise<void> }

export type JobQueueParts = {
  readonly runSql: RunSql
  readonly cipher: ColumnCipher
  readonly references: References
  /** After this long a job that nobody finished is given to another worker. */
  readonly expireSeconds?: number
  readonly onProblem: (error: unknown) => void
}

const EXPIRE_SECONDS = 120
/** For what a worker has lost. The library counts all rows each time, those of a fortnight that are done among them. */
const LOOK_SECONDS = 30
/** With twice the wait each time, up to this many seconds: an EHR may be away for some twenty minutes. */
const RETRIES = 12
const LONGEST_RETRY_SECONDS = 300
const DAY_SECONDS = 24 * 60 * 60
/** What is done, so that the same version is not queued again; afterwards its result on record says so. */
const KEPT_SECONDS = 14 * DAY_SECONDS
/** What waits, and what is dead, is nobody's to remove: the library wants a number, and its own is two weeks. */
const WAITS_SECONDS = 10 * 365 * DAY_SECONDS

const payload = z.object({ itemRef: z.string(), sealed: z.string() })
const deadPayload = z.extend(payload, { code: z.string(), at: z.iso.datetime() })
const counts = z.array(z.object({ waiting: z.number(), active: z.number(), dead: z.number() }))
const sealedNote = z.object({
  patientId: z.pipe(z.string(), z.transform(parsePatientId)),
  encounterId: z.pipe(z.string(), z.transform(parseEncounterId)),
  noteId: z.pipe(z.string(), z.transform(parseNoteId)),
  noteVersion: z.string(),
})

export async function openJobQueues(parts: JobQueueParts): Promise<JobQueues> {
  const { rows } = await parts.runSql('select current_schema() as schema')
  const [row] = z.array(z.object({ schema: z.string() })).parse(rows)
  const schema = nameJobSchema(row?.schema ?? 'public')
  const boss = new PgBoss({
    db: { executeSql: parts.runSql },
    schema,
    supervise: false,
    schedule: false,
    monitorIntervalSeconds: Math.min(LOOK_SECONDS, parts.expireSeconds ?? EXPIRE_SECONDS),
  })
  boss.on('error', parts.onProblem)
  await boss.start()
  await indexTaken(parts.runSql, schema)
  return {
    open: (tenant) => openQueue({ boss, schema }, tenant, parts),
    stop: () => boss.stop({ graceful: false, close: false }),
  }
}

type Fetched = { readonly id: string; readonly data: unknown; readonly retryCount: number }

type Opened = { readonly boss: PgBoss; readonly schema: string }

async function openQueue({ boss, schema }: Opened, tenant: TenantKey, parts: JobQueueParts): Promise<JobQueue> {
  const { cipher, references, expireSeconds = EXPIRE_SECONDS } = parts
  const { waiting: name, dead } = nameQueues(tenant)
  await createQueue(boss, dead, { retryLimit: 0, retentionSeconds: WAITS_SECONDS })
  await createQueue(boss, name, {
    retryLimit: RETRIES,
    retryBackoff: true,
    retryDelay: 1,
    retryDelayMax: LONGEST_RETRY_SECONDS,
    expireInSeconds: expireSeconds,
    retentionSeconds: WAITS_SECONDS,
    deleteAfterSeconds: KEPT_SECONDS,
    deadLetter: dead,
  })
  const refer = ({ encounterId, noteId, noteVersion }: NoteReference): string =>
    references.ofContent(tenant, ['note', encounterId, noteId, noteVersion].join('\u001f'))
  const seal = (note: NoteReference, itemRef: string): object => ({
    itemRef,
    sealed: cipher.encrypt(JSON.stringify(note), placeOfPayload(tenant, itemRef)),
  })
  const open = ({ id, data, retryCount: retries }: Fetched): Job => {
    const { itemRef, sealed } = payload.parse(data)
    const note = sealedNote.parse(JSON.parse(cipher.decrypt(sealed, placeOfPayload(tenant, itemRef))))
    return { id, itemRef, note, retries }
  }
  const tryOpen = (job: Fetched): readonly Job[] => {
    try {
      return [open(job)]
    } catch (error) {
      // A key that is gone, or a row that somebody changed: the job expires and ends among the dead letters.
      if (!(error instanceof CryptoError)) throw error
      parts.onProblem(error)
      return []
    }
  }
  const insert = async (notes: readonly NoteReference[], priority: Priority): Promise<number> => {
    // Those of a visit side by side, so that they are taken together and the chart is read once for them.
    const jobs = [...Map.groupBy(notes, nameVisit).values()].flat().map((note) => {
      const itemRef = refer(note)
      return { id: toUuid(itemRef), data: seal(note, itemRef), priority: PRIORITIES[priority] }
    })
    if (jobs.length === 0) return 0
    // A version that is there, whatever has become of it, stays as it is.
    const added = (await boss.insert(name, jobs, { returnId: true }))?.length ?? 0
    if (priority === 'sooner' && added < jobs.length) await moveForward(jobs.map(({ id }) => id))
    return added
  }
  const moveForward = (ids: readonly string[]) =>
    parts.runSql(
      `update "${schema}".job set priority = $1
      where name = $2 and id = any($3::uuid[]) and state < 'active' and priority < $1`,
      [PRIORITIES.sooner, name, ids],
    )
  return {
    refer,
    add: (notes, priority = 'usual') => insert(notes, priority),
    take: async (most) => {
      const jobs = await boss.fetch<unknown>(name, { batchSize: most, db: takeInOrder(parts.runSql) })
      return jobs.flatMap(tryOpen)
    },
    complete: async (jobs, transaction) => {
      const ids = jobs.map(({ id }) => id)
      if (ids.length > 0) await boss.complete(name, ids, undefined, transaction && { db: runIn(transaction) })
    },
    forget: async (jobs) => {
      if (jobs.length === 0) return
      await boss.deleteJob(
        name,
        jobs.map(({ id }) => id),
      )
    },
    giveBack: async (jobs, afterMs) => {
      if (jobs.length === 0) return
      // Without `started_on` the library does not count the next fetch as a retry.
      await parts.runSql(
        `update "${schema}".job set state = 'created', started_on = null, start_after = now() + $1 * interval '1 ms'
        where name = $2 and id = any($3::uuid[]) and state = 'active'`,
        [afterMs, name, jobs.map(({ id }) => id)],
      )
    },
    fail: async (job, code) => {
      await boss.fail(name, job.id, { code })
    },
    bury: async ({ id, itemRef, note }, code) => {
      const at = new Date().toISOString()
      await boss.insert(dead, [{ id, data: { ...seal(note, itemRef), code, at } }])
      await boss.complete(name, id)
    },
    listDead: async () =>
      (await boss.findJobs<unknown>(dead)).flatMap((job) => {
        const buried = deadPayload.safeParse(job.data)
        if (buried.success) {
          const { itemRef, code, at } = buried.data
          return [{ id: job.id, itemRef, code: parseCode(code), at: new Date(at) }]
        }
        const known = payload.safeParse(job.data)
        return known.success
          ? [{ id: job.id, itemRef: known.data.itemRef, code: readOutput(job), at: job.createdOn }]
          : []
      }),
    retryDead: async () => {
      let queued = 0
      for (const letter of await boss.findJobs<unknown>(dead)) {
        const [job] = tryOpen(letter)
        if (!job) continue
        await boss.deleteJob(name, toUuid(job.itemRef))
        await insert([job.note], 'usual')
        await boss.deleteJob(dead, letter.id)
        queued += 1
      }
      return queued
    },
    count: async () => {
      const { rows } = await parts.runSql(
        // By indexes of what is not done alone. A dead letter is taken by nobody.
        `select count(*) filter (where name = $1)::int as waiting, count(*) filter (where name = $2)::int as dead,
          (select count(*)::int from "${schema}".job where name = $1 and state = 'active') as active
        from "${schema}".job where name in ($1, $2) and state < 'active' and not blocked`,
        [name, dead],
      )
      const [row] = counts.parse(rows)
      return row ?? { waiting: 0, active: 0, dead: 0 }
    },
    tidy: () => boss.supervise(name),
  }
}

/**
 * So that neither who looks for lost jobs nor who counts those in work reads all that was done in a fortnight: the
 * library's own indexes are of what waits.
 */
async function indexTaken(runSql: RunSql, schema: string): Promise<void> {
  const { rows } = await runSql(`select from pg_indexes where schemaname = $1 and indexname = 'job_taken'`, [schema])
  if (rows.length > 0) return
  // One after the other, where several processes start at once.
  await runSql(`select pg_advisory_xact_lock(hashtext('${schema}.job_taken'));
    create index if not exists job_taken on "${schema}".job_common (name) where state = 'active'`)
}

/** A queue that an earlier version of ours made gets today's settings. */
async function createQueue(boss: PgBoss, name: string, settings: Omit<Queue, 'name'>): Promise<void> {
  await boss.createQueue(name, settings)
  await boss.updateQueue(name, settings)
}

function runIn(transaction: Database): { readonly executeSql: (text: string, values?: unknown[]) => Promise<Rows> } {
  return {
    executeSql: async (text, values = []) => {
      const { rows } = await transaction.executeQuery(CompiledQuery.raw(text, values))
      return { rows }
    },
  }
}

type Rows = { rows: unknown[] }

/**
 * What waits is read in the order of its index, up to as many as are asked for. The planner, who knows of a queue that
 * has just been filled that it is empty, would read and sort all that waits, for every batch. And the disk is not waited
 * for: what a crash of the server forgets is that somebody took them, so they are taken again. (PGlite never waits for
 * one, and its log would stay in the memory of a process that may be killed.)
 */
function takeInOrder(runSql: RunSql): { readonly executeSql: RunSql } {
  return {
    executeSql: (text, values = []) => {
      // Several statements are one transaction, where none has values; the library's own has none.
      if (values.length > 0) return runSql(text, values)
      return runSql(`set local enable_sort = off;
        select set_config('synchronous_commit', 'off', true) where current_setting('fsync') = 'on';
        ${text}`)
    },
  }
}

/** Never without the patient: a note that names another one's encounter is to be found out. */
export function nameVisit({ patientId, encounterId }: NoteReference): string {
  return `${patientId}\u001f${encounterId}`
}

/** The same version always has the same id, and so one row in the queue. */
function toUuid(itemRef: string): string {
  const hex = createHash('sha256').update(itemRef).digest('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  )
}

function parseCode(code: string): JobErrorCode {
  return isCode(code) ? code : 'internal'
}

function isCode(code: string): code is JobErrorCode {
  return Object.hasOwn(MEANINGS, code)
}

function readOutput({ sourceOutput }: { readonly sourceOutput?: unknown }): JobErrorCode {
  const parsed = z.object({ code: z.string() }).safeParse(sourceOutput)
  return parsed.success ? parseCode(parsed.data.code) : 'internal'
}
