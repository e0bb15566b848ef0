/** `npm run simulate`: how many notes a second a batch does on this machine, and whether it stands being killed. */
import { type ChildProcess, fork } from 'node:child_process'
import { loadavg, tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { verifyChain } from '#proxy/audit/verify-chain.ts'
import { inTenant } from '#proxy/store/in-tenant.ts'
import { listDatabases } from './bench/databases.ts'
import { findDataDir } from './bench/releases.ts'
import { readArguments } from './read-arguments.ts'
import { startOwnPostgres } from './simulate/own-postgres.ts'
import { makeKey, openSite, type SimulatedSite, type SiteSettings, WORKER_NAME } from './simulate/simulated-site.ts'
import { referToNote } from './simulate/synthetic-chart.ts'
import type { Memory, Used, WorkerMessage, WorkerOrder } from './simulate/worker-message.ts'

const USAGE = `npm run simulate: how many notes a second a batch does on this machine, and whether it stands being killed.

--notes N     how many notes (5000)
--workers N   processes (2)
--warm-up N   charts that each of them reads before the clock starts (2000; none with --kills)
--kills N     kills a worker with SIGKILL, ends the connections that workers are using, or kills the whole database
              server with SIGKILL, in turn and at random moments, so often while there is work (more notes are queued
              for as long); a kill counts when something did die of it. Then looks whether every note is on record
              once and the audit chain verifies. Fails below N.
--memory      tells the live heap of each worker, after a collection; that takes time of its own
--shared      uses the PostgreSQL of POSTIL_BENCH_DATABASE_URL and not a server of its own; that one is not killed,
              and what it costs is not told

POSTIL_DATA_DIR has the code sets. Charts are made up in memory, so an EHR's own speed is not in it.`

const WORKER = fileURLToPath(new URL('./simulate/worker-child.ts', import.meta.url))
/**
 * Those of `npm run batch`: many short lives, one process a core, and few full collections: each forgets what V8 compiled
 * of functions that live for one note.
 */
const FLAGS = ['--max-semi-space-size=32', '--single-threaded', '--heap-growing-percent=400']
const PAGE = 500
const PATIENT_SECONDS = 120
const SHORT_SECONDS = 5
const GONE_MS = 200
const ATTEMPTS = 20
const MOST_LOOKS = 1000
/** A connection is not in use at every moment. */
const MOST_TURNS = 5

const { values } = readArguments(
  {
    notes: { type: 'string', default: '5000' },
    workers: { type: 'string', default: '2' },
    kills: { type: 'string', default: '0' },
    'warm-up': { type: 'string', default: '2000' },
    memory: { type: 'boolean', default: false },
    shared: { type: 'boolean', default: false },
  },
  USAGE,
)
let queued = 0
const [notes, workers, kills] = [Number(values.notes), Number(values.workers), Number(values.kills)]
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))
const server = values.shared ? undefined : await startOwnPostgres()
const database = server ?? (await openShared())
const KINDS = server ? (['worker', 'connection', 'server'] as const) : (['worker', 'connection'] as const)
const settings: SiteSettings = {
  databaseUrl: database.url,
  dataDir: process.env['POSTIL_DATA_DIR'] ?? (await findDataDir((line) => console.error(line))),
  key: makeKey(),
  expireSeconds: kills > 0 ? SHORT_SECONDS : PATIENT_SECONDS,
  warmUp: kills > 0 ? 0 : Number(values['warm-up']),
  notesALook: Math.max(1000, notes / workers / 10),
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
  used: Used
  readonly memory: Memory[]
  /** It has nothing left to do, or is gone. */
  readonly finished: Promise<void>
  readonly ended: Promise<void>
}

async function simulate(open: SimulatedSite): Promise<number> {
  const queuedAt = performance.now()
  await queueUpTo(open, notes)
  console.log(`${notes} notes queued in ${((performance.now() - queuedAt) / 1000).toFixed(1)} s; load ${readLoad()}`)
  const running = await Promise.all(Array.from({ length: workers }, startWorker))
  const databaseBefore = server?.readCpuSeconds()
  const parentBefore = process.cpuUsage()
  const startedAt = performance.now()
  for (const { child } of running) order(child, 'go')
  const killed = kills > 0 ? await killAtRandom(open, running) : 0
  await Promise.all(running.map(({ finished }) => finished))
  const seconds = (performance.now() - startedAt) / 1000
  if (kills === 0) {
    const { user, system } = process.cpuUsage(parentBefore)
    sayCpuTime(running, databaseBefore, (user + system) / 1e6)
  }
  for (const { child } of running) order(child, 'close')
  await Promise.all(running.map(({ ended }) => ended))
  console.log(
    `${(queued / seconds).toFixed(0)} notes a second, ${workers} workers, ${seconds.toFixed(1)} s; load ${readLoad()}`,
  )
  for (const { done, memory } of running)
    console.log(`  a worker did ${done}${values.memory ? `; ${describeMemory(memory)}` : ''}`)
  return Math.max(await checkAll(open), killed < kills ? 1 : 0)
}

/** A version that is queued already is not queued again, so what broke off is done again. */
async function queueUpTo(open: SimulatedSite, total: number): Promise<void> {
  while (queued < total) {
    const count = Math.min(PAGE, total - queued)
    const from = queued
    await patiently(() => open.queue.add(Array.from({ length: count }, (_, index) => referToNote(from + index))))
    queued += count
  }
}

/** What is one worker's own, what is the database's, and what this process adds: together what a note costs. */
function sayCpuTime(
  running: readonly Worker[],
  databaseBefore: ReadonlyMap<string, number> | undefined,
  ofParent: number,
): void {
  const sum = (name: keyof Used): number => running.reduce((all, { used }) => all + used[name], 0)
  const databaseAfter = server?.readCpuSeconds() ?? new Map<string, number>()
  const parts = new Map([
    ['workers', sum('main')],
    ['their collection and compiler', sum('helpers')],
    ['simulation', ofParent],
    ...[...databaseAfter].map(([name, after]) => [name, after - (databaseBefore?.get(name) ?? 0)] as const),
  ])
  const all = [...parts.values()].reduce((total, one) => total + one, 0)
  const perNote = (cpuSeconds: number): string => `${((cpuSeconds / notes) * 1000).toFixed(3)} ms`
  console.log(`CPU time a note: ${perNote(all)}`)
  for (const [name, cpuSeconds] of parts) if (cpuSeconds > 0) console.log(`  ${perNote(cpuSeconds)} ${name}`)
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

/** One that is gone hears nothing. */
function order(child: ChildProcess, what: WorkerOrder): void {
  if (child.connected) child.send(what, () => undefined)
}

/** Ready to work, and without a connection to the database before it is told to. */
async function startWorker(): Promise<Worker> {
  const child = fork(WORKER, [JSON.stringify(settings)], {
    execArgv: [...FLAGS, ...(values.memory ? ['--expose-gc'] : [])],
    env: { ...process.env, NODE_COMPILE_CACHE: path.join(tmpdir(), 'postil-simulate-cache') },
    // A worker whose database is killed says so at length.
    stdio: ['ignore', 'inherit', kills > 0 ? 'ignore' : 'inherit', 'ipc'],
  })
  const [ready, finished, ended] = [Promise.withResolvers(), Promise.withResolvers(), Promise.withResolvers()]
  const worker: Worker = {
    child,
    isGone: false,
    done: 0,
    used: { main: 0, helpers: 0 },
    memory: [],
    finished: finished.promise.then(() => undefined),
    ended: ended.promise.then(() => undefined),
  }
  child.once('exit', () => {
    worker.isGone = true
    for (const { resolve } of [ready, finished, ended]) resolve(undefined)
  })
  child.on('message', (message: WorkerMessage) => {
    if (message.kind === 'ready') return ready.resolve(undefined)
    worker.done = message.done
    if (message.kind === 'done') return void worker.memory.push(message.memory)
    worker.used = message.used
    finished.resolve(undefined)
  })
  await ready.promise
  return worker
}

/** @returns how many kills there were of which something died, each while there was work. */
async function killAtRandom(open: SimulatedSite, running: Worker[]): Promise<number> {
  const killed = { worker: 0, connection: 0, server: 0 }
  const victims = { worker: 0, connection: 0, server: 0 }
  const spares = createSpares()
  const countKilled = (): number => killed.worker + killed.connection + killed.server
  for (let turn = 0; countKilled() < kills && turn < kills * MOST_TURNS; turn++) {
    // There must be work for as long as there are kills.
    if ((await countLeft(open)) < PAGE) await queueUpTo(open, queued + PAGE)
    await wait(50 + Math.random() * 1000)
    const kind = KINDS[turn % KINDS.length] ?? 'worker'
    const died = await killOne(kind, open, running)
    await replaceGone(running, spares)
    if (died === 0 || (await countLeft(open)) === 0) continue
    killed[kind] += 1
    victims[kind] += died
    if (countKilled() % 10 === 0) console.log(`${countKilled()} of ${kills} kills; ${queued} notes queued so far`)
  }
  while ((await countLeft(open)) > 0) {
    await replaceGone(running, spares)
    await wait(GONE_MS)
  }
  await spares.stop()
  console.log(
    `killed while there was work: a worker ${killed.worker} times, connections in use ${killed.connection} times ` +
      `(${victims.connection} connections), the server ${killed.server} times (${victims.server} processes)`,
  )
  return countKilled()
}

/** @returns how many processes, or connections in use, died of it. */
async function killOne(kind: (typeof KINDS)[number], open: SimulatedSite, running: readonly Worker[]): Promise<number> {
  if (kind === 'server') return (await server?.kill()) ?? 0
  if (kind === 'connection') return patiently(() => cutConnections(open))
  const alive = running.filter(({ isGone }) => !isGone)
  const victim = alive[Math.floor(Math.random() * alive.length)]
  if (!victim) return 0
  victim.child.kill('SIGKILL')
  await victim.ended
  return victim.child.signalCode === 'SIGKILL' ? 1 : 0
}

type Spares = { readonly take: () => Promise<Worker>; readonly stop: () => Promise<void> }

/** The next ones start while the others work: a release takes as long to load as many notes to read. */
function createSpares(): Spares {
  const waiting: Promise<Worker>[] = Array.from({ length: workers }, startWorker)
  return {
    take: () => {
      waiting.push(startWorker())
      return waiting.shift() ?? startWorker()
    },
    stop: async () => {
      for (const { child, ended } of await Promise.all(waiting)) {
        child.kill('SIGKILL')
        await ended
      }
    },
  }
}

/** A new worker for each that is gone. */
async function replaceGone(running: Worker[], spares: Spares): Promise<void> {
  await wait(GONE_MS)
  for (const [index, { isGone }] of running.entries()) {
    if (!isGone) continue
    const fresh = await spares.take()
    order(fresh.child, 'go')
    running[index] = fresh
  }
}

/** Those of workers, in the middle of a statement or of a transaction: looks until there is one. */
async function cutConnections({ database: { db } }: SimulatedSite): Promise<number> {
  for (let look = 0; look < MOST_LOOKS; look++) {
    const { rows } = await sql<{ cut: boolean }>`
      select pg_terminate_backend(pid) as cut from pg_stat_activity
      where datname = current_database() and application_name = ${WORKER_NAME} and state <> 'idle'`.execute(db)
    const cut = rows.filter((row) => row.cut).length
    if (cut > 0) return cut
    await wait(1)
  }
  return 0
}

async function countLeft({ queue }: SimulatedSite): Promise<number> {
  const { waiting, active } = await patiently(() => queue.count())
  return waiting + active
}

/** Our own connections go with the server, and each is found out by its next question. */
async function patiently<Value>(ask: () => Promise<Value>): Promise<Value> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask()
    } catch (error) {
      if (attempt === ATTEMPTS) throw error
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
  const { dead, waiting, active } = await patiently(() => queue.count())
  console.log(
    `${queued} notes, ${rows} results, ${entries} analyses in the audit, ${dead} dead, ${waiting + active} left; chain ${verdict.ok ? 'verifies' : 'is broken'}`,
  )
  return rows === queued && entries === queued && dead === 0 && verdict.ok ? 0 : 1
}
