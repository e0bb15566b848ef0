/**
 * `npm run simulate`: how many notes a second a batch does on this machine, and whether it stands being killed.
 *
 * --notes N     how many notes (5000)
 * --workers N   processes (2)
 * --kills N     kills a worker with SIGKILL, ends its connections to the database, or kills the whole database server
 *               with SIGKILL, in turn and at random moments, so often; then looks whether every note is on record once
 *               and the audit chain verifies
 * --shared      uses the PostgreSQL of POSTIL_BENCH_DATABASE_URL and not a server of its own; that one is not killed,
 *               and what it costs is not told
 *
 * POSTIL_DATA_DIR has the code sets. Charts are made up in memory, so an EHR's own speed is not in it.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { loadavg } from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { sql } from 'kysely'
import { verifyChain } from '#proxy/audit/verify-chain.ts'
import { inTenant } from '#proxy/store/in-tenant.ts'
import { findDataDir } from './bench/analysis.ts'
import { listDatabases } from './bench/databases.ts'
import { startOwnPostgres } from './simulate/own-postgres.ts'
import { makeKey, openSite, type SimulatedSite, type SiteSettings } from './simulate/simulated-site.ts'
import { referToNote } from './simulate/synthetic-chart.ts'
import type { Memory, WorkerMessage } from './simulate/worker-message.ts'

const WORKER = fileURLToPath(new URL('./simulate/worker-child.ts', import.meta.url))
const PAGE = 500
const PATIENT_SECONDS = 120
const SHORT_SECONDS = 2
const GONE_MS = 200

const { values } = parseArgs({
  options: {
    notes: { type: 'string', default: '5000' },
    workers: { type: 'string', default: '2' },
    kills: { type: 'string', default: '0' },
    shared: { type: 'boolean', default: false },
  },
})
const [notes, workers, kills] = [Number(values.notes), Number(values.workers), Number(values.kills)]
const server = values.shared ? undefined : await startOwnPostgres()
const database = server ?? (await openShared())
/** How often each was done while there was work left. */
const killed = { worker: 0, connection: 0, server: 0 }
const KINDS = server ? (['worker', 'connection', 'server'] as const) : (['worker', 'connection'] as const)
const settings: SiteSettings = {
  databaseUrl: database.url,
  dataDir: process.env['POSTIL_DATA_DIR'] ?? (await findDataDir((line) => console.error(line))),
  key: makeKey(),
  expireSeconds: kills > 0 ? SHORT_SECONDS : PATIENT_SECONDS,
}
const site = await openSite(settings)
try {
  process.exitCode = await simulate(site)
} finally {
  await site.database.runSql(
    `do $$ begin execute format('drop schema %I cascade', current_schema() || '_jobs'); end $$`,
  )
  await site.close()
  await database.stop()
}

async function openShared(): Promise<{ readonly url: string; readonly stop: () => Promise<void> }> {
  const shared = (await listDatabases()).find(({ url }) => url !== undefined)
  if (shared?.url !== undefined) return { url: shared.url, stop: shared.drop }
  console.error('PostgreSQL is not installed here, and none answers; POSTIL_BENCH_DATABASE_URL names another.')
  process.exit(2)
}

type Worker = {
  readonly child: ChildProcess
  isGone: boolean
  done: number
  cpuSeconds: number
  readonly memory: Memory[]
  readonly ended: Promise<void>
}

async function simulate(open: SimulatedSite): Promise<number> {
  const queuedAt = performance.now()
  for (let from = 0; from < notes; from += PAGE) {
    const count = Math.min(PAGE, notes - from)
    await open.queue.add(Array.from({ length: count }, (_, index) => referToNote(from + index)))
  }
  console.log(`${notes} notes queued in ${((performance.now() - queuedAt) / 1000).toFixed(1)} s; load ${readLoad()}`)
  const running = await Promise.all(Array.from({ length: workers }, startWorker))
  const databaseBefore = server?.readCpuSeconds()
  const startedAt = performance.now()
  for (const { child } of running) child.send('go')
  if (kills > 0) await killAtRandom(open, running)
  await Promise.all(running.map(({ ended }) => ended))
  const seconds = (performance.now() - startedAt) / 1000
  console.log(
    `${(notes / seconds).toFixed(0)} notes a second, ${workers} workers, ${seconds.toFixed(1)} s; load ${readLoad()}`,
  )
  if (kills === 0) sayCpuTime(running, databaseBefore)
  for (const { done, memory } of running) console.log(`  a worker did ${done}; ${describeMemory(memory)}`)
  return checkAll(open)
}

function sayCpuTime(running: readonly Worker[], databaseBefore: number | undefined): void {
  const perNote = (cpuSeconds: number): string => `${((cpuSeconds / notes) * 1000).toFixed(2)} ms`
  const ofWorkers = running.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0)
  const databaseAfter = server?.readCpuSeconds()
  const ofDatabase =
    databaseBefore === undefined || databaseAfter === undefined
      ? ''
      : `, ${perNote(databaseAfter - databaseBefore)} of the database`
  console.log(`CPU time a note: ${perNote(ofWorkers)} of the workers${ofDatabase}`)
}

/** At the end of each tenth of the way. */
function describeMemory(memory: readonly Memory[]): string {
  const tenths = Array.from({ length: 10 }, (_, tenth) => memory[Math.ceil(((tenth + 1) / 10) * memory.length) - 1])
  const list = (name: keyof Memory): string => tenths.flatMap((one) => one?.[name].toFixed(0) ?? []).join(' ')
  return `live heap in MB by tenths ${list('heap')}, resident ${list('resident')}`
}

function readLoad(): string {
  return (loadavg()[0] ?? 0).toFixed(1)
}

async function startWorker(): Promise<Worker> {
  const child = fork(WORKER, [JSON.stringify(settings)], {
    execArgv: ['--expose-gc'],
    // A worker whose database is killed says so at length.
    stdio: ['ignore', 'inherit', kills > 0 ? 'ignore' : 'inherit', 'ipc'],
  })
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => {
      worker.isGone = true
      resolve()
    })
  })
  const worker: Worker = { child, isGone: false, done: 0, cpuSeconds: 0, memory: [], ended }
  const ready = new Promise<void>((resolve) => {
    child.on('message', (message: WorkerMessage) => {
      if (message.kind === 'ready') resolve()
      worker.done = message.done ?? worker.done
      worker.cpuSeconds = message.cpuSeconds ?? worker.cpuSeconds
      if (message.memory) worker.memory.push(message.memory)
    })
  })
  await Promise.race([ready, ended])
  return worker
}

async function killAtRandom(open: SimulatedSite, running: Worker[]): Promise<void> {
  for (let turn = 0; turn < kills && (await countLeft(open)) > 0; turn++) {
    await wait(50 + Math.random() * 300)
    const kind = KINDS[turn % KINDS.length] ?? 'worker'
    if (kind === 'worker') running[Math.floor(Math.random() * running.length)]?.child.kill('SIGKILL')
    else if (kind === 'server') await server?.kill()
    else await cutConnections(open)
    killed[kind] += 1
    // One that was cut off in the middle of something ends by itself; one that was not goes on.
    await wait(GONE_MS)
    await replaceGone(running)
  }
  while ((await countLeft(open)) > 0) {
    await replaceGone(running)
    await wait(GONE_MS)
  }
  const { worker, connection, server: servers } = killed
  console.log(`killed while there was work: a worker ${worker} times, connections ${connection}, the server ${servers}`)
}

/** A new worker for each that is gone. */
async function replaceGone(running: Worker[]): Promise<void> {
  for (const [index, { isGone }] of running.entries()) {
    if (!isGone) continue
    const fresh = await startWorker()
    if (!fresh.isGone) fresh.child.send('go')
    running[index] = fresh
  }
}

async function cutConnections({ database: { db } }: SimulatedSite): Promise<void> {
  await sql`select pg_terminate_backend(pid) from pg_stat_activity
    where pid <> pg_backend_pid() and datname = current_database() and query like '%record_batch%'`.execute(db)
}

/** Our own connections were cut as well, and each is found out by its next question. */
async function countLeft({ queue }: SimulatedSite): Promise<number> {
  for (let attempt = 1; ; attempt++) {
    try {
      const { waiting, active } = await queue.count()
      return waiting + active
    } catch (error) {
      if (attempt === 10) throw error
      await wait(GONE_MS)
    }
  }
}

async function checkAll({ database: { db }, tenant, queue }: SimulatedSite): Promise<number> {
  const [verdict, rows, entries] = await inTenant(db, tenant.key, async (transaction) => {
    // A visit that goes to the coders has a second row; what is held to the results is the analysis.
    const count = async (table: 'batch_result' | 'audit', action?: string): Promise<number> => {
      const matching = action === undefined ? sql`` : sql`where entry::json ->> 'action' = ${action}`
      const { rows: found } = await sql<{ count: number }>`
        select count(*) as count from ${sql.table(table)} ${matching}`.execute(transaction)
      return Number(found[0]?.count ?? 0)
    }
    return [
      await verifyChain(transaction, tenant.key),
      await count('batch_result'),
      await count('audit', 'batch.analysis'),
    ] as const
  })
  const { dead, waiting, active } = await queue.count()
  console.log(
    `${rows} results, ${entries} analyses in the audit, ${dead} dead, ${waiting + active} left; chain ${verdict.ok ? 'verifies' : 'is broken'}`,
  )
  return rows === notes && entries === notes && dead === 0 && verdict.ok ? 0 : 1
}
