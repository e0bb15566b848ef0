/** One queue a tenant on pg-boss, in the proxy's own database (PostgreSQL or PGlite). Payloads rest encrypted. */
import { createHash } from 'node:crypto'
import { CompiledQuery } from 'kysely'
import { PgBoss } from 'pg-boss'
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

export type Job = { readonly id: string; readonly itemRef: string; readonly note: NoteReference }

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
  /** A version that is queued, in work or done already is not queued again. @returns how many were new. */
  readonly add: (notes: readonly NoteReference[], priority?: Priority) => Promise<number>
  /** Taken jobs come back by themselves when nobody finishes them in time. */
  readonly take: (most: number) => Promise<readonly Job[]>
  /** @param transaction of the same database, not yet in a tenant: the role of a tenant cannot see the queue. */
  readonly complete: (jobs: readonly Job[], transaction?: Database) => Promise<void>
  /** Comes back later, a few times; then it is a dead letter. */
  readonly fail: (job: Job, code: JobErrorCode) => Promise<void>
  /** A dead letter at once. */
  readonly bury: (job: Job, code: JobErrorCode) => Promise<void>
  readonly listDead: () => Promise<readonly DeadLetter[]>
  /** Queues every dead letter again. @returns how many. */
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
const RETRIES = 3
const KEPT_SECONDS = 14 * 24 * 60 * 60

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
    monitorIntervalSeconds: Math.min(10, parts.expireSeconds ?? EXPIRE_SECONDS),
  })
  boss.on('error', parts.onProblem)
  await boss.start()
  return {
    open: (tenant) => openQueue({ boss, schema }, tenant, parts),
    stop: () => boss.stop({ graceful: false, close: false }),
  }
}

type Opened = { readonly boss: PgBoss; readonly schema: string }

async function openQueue({ boss, schema }: Opened, tenant: TenantKey, parts: JobQueueParts): Promise<JobQueue> {
  const { cipher, references, expireSeconds = EXPIRE_SECONDS } = parts
  const { waiting: name, dead } = nameQueues(tenant)
  await boss.createQueue(dead, { retryLimit: 0, retentionSeconds: KEPT_SECONDS })
  await boss.createQueue(name, {
    retryLimit: RETRIES,
    retryBackoff: true,
    retryDelay: 1,
    expireInSeconds: expireSeconds,
    retentionSeconds: KEPT_SECONDS,
    deleteAfterSeconds: KEPT_SECONDS,
    deadLetter: dead,
  })
  const refer = ({ encounterId, noteId, noteVersion }: NoteReference): string =>
    references.ofContent(tenant, ['note', encounterId, noteId, noteVersion].join('\u001f'))
  const seal = (note: NoteReference, itemRef: string): object => ({
    itemRef,
    sealed: cipher.encrypt(JSON.stringify(note), placeOfPayload(tenant, itemRef)),
  })
  const open = (id: string, data: unknown): Job => {
    const { itemRef, sealed } = payload.parse(data)
    return { id, itemRef, note: sealedNote.parse(JSON.parse(cipher.decrypt(sealed, placeOfPayload(tenant, itemRef)))) }
  }
  const tryOpen = (id: string, data: unknown): readonly Job[] => {
    try {
      return [open(id, data)]
    } catch (error) {
      // A key that is gone, or a row that somebody changed: the job expires and ends among the dead letters.
      if (!(error instanceof CryptoError)) throw error
      parts.onProblem(error)
      return []
    }
  }
  const insert = async (notes: readonly NoteReference[], priority: Priority): Promise<number> => {
    const jobs = notes.map((note) => {
      const itemRef = refer(note)
      return { id: toUuid(itemRef), data: seal(note, itemRef), priority: PRIORITIES[priority] }
    })
    if (jobs.length === 0) return 0
    // A version that is there, whatever has become of it, stays as it is.
    return (await boss.insert(name, jobs, { returnId: true }))?.length ?? 0
  }
  return {
    refer,
    add: (notes, priority = 'usual') => insert(notes, priority),
    take: async (most) => {
      const jobs = await boss.fetch<unknown>(name, { batchSize: most })
      return jobs.flatMap(({ id, data }) => tryOpen(id, data))
    },
    complete: async (jobs, transaction) => {
      const ids = jobs.map(({ id }) => id)
      if (ids.length > 0) await boss.complete(name, ids, undefined, transaction && { db: runIn(transaction) })
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
      const letters = await boss.findJobs<unknown>(dead)
      for (const letter of letters) {
        const [job] = tryOpen(letter.id, letter.data)
        if (!job) continue
        await boss.deleteJob(name, toUuid(job.itemRef))
        await insert([job.note], 'usual')
        await boss.deleteJob(dead, letter.id)
      }
      return letters.length
    },
    count: async () => {
      const { rows } = await parts.runSql(
        `select count(*) filter (where name = $1 and state < 'active')::int as waiting,
          count(*) filter (where name = $1 and state = 'active')::int as active,
          count(*) filter (where name = $2)::int as dead
        from "${schema}".job where name in ($1, $2) and state < 'completed'`,
        [name, dead],
      )
      const [row] = counts.parse(rows)
      return row ?? { waiting: 0, active: 0, dead: 0 }
    },
    tidy: () => boss.supervise(name),
  }
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
