// One worker, in a process that may be killed at any moment.
import { setTimeout as wait } from 'node:timers/promises'
import { mayShowOrWrite } from '#coding/domain/mode.ts'
import { tryDecodeAttachment } from '#fhir-mappers/attachments/decode-attachment.ts'
import { createDraftPreparer } from '#proxy/auto-draft.ts'
import { loadCodeSets } from '#proxy/code-sets/load-code-sets.ts'
import { findQueueRules } from '#proxy/coders-queue.ts'
import { createCodingEngine } from '#proxy/coding-engine.ts'
import { createRecordReader } from '#proxy/jobs/read-record.ts'
import { AT_ONCE, runWorker, type WorkerEvent } from '#proxy/jobs/worker.ts'
import { createLog } from '#proxy/log.ts'
import { isConnectionProblem } from '#proxy/store/connection-problem.ts'
import { decideModeOfRecord } from '#proxy/visit-mode.ts'
import { openSite, readSimulatedTenant, type SimulatedSite, type SiteSettings, WORKER_NAME } from './simulated-site.ts'
import { referToNote, syntheticChart } from './synthetic-chart.ts'
import type { WorkerMessage, WorkerOrder } from './worker-message.ts'

const MEGABYTE = 1024 * 1024
const AWAY_MS = 50

process.on('disconnect', () => process.exit(0))
const settings = JSON.parse(process.argv[2] ?? '{}') as SiteSettings
const send = (message: WorkerMessage): void => void process.send?.(message)
const hear = (order: WorkerOrder): Promise<void> =>
  new Promise((resolve) => {
    process.on('message', (heard) => {
      if (heard === order) resolve()
    })
  })
const engine = createCodingEngine(await loadCodeSets(settings.dataDir))
const [go, close] = [hear('go'), hear('close')]
await warmUp()
send({ kind: 'ready' })
await go
let [done, saidAt] = [0, 0]
const before = { all: process.cpuUsage(), main: process.threadCpuUsage() }
let site = await openPatiently()
// A process that loses its database is begun again; here it begins again by itself, which spares loading the release.
while (!(await work())) {
  await site.close()
  site = await openPatiently()
}

/** As a worker that has been running for a while: what the compiler costs at the start is no cost of a note. */
async function warmUp(): Promise<void> {
  const tenant = readSimulatedTenant()
  const readRecord = createRecordReader({ tenant, chart: syntheticChart, decode: tryDecodeAttachment, now: Date.now })
  for (let index = 0; index < settings.warmUp; index++) {
    const { record } = await readRecord(referToNote(index))
    engine.analyse(record)
  }
}

async function openPatiently(): Promise<SimulatedSite> {
  for (;;) {
    try {
      return await openSite(settings, WORKER_NAME)
    } catch {
      await wait(AWAY_MS)
    }
  }
}

/** @returns false when the database went away. */
async function work(): Promise<boolean> {
  const { tenant } = site
  try {
    await runWorker(
      {
        ...site,
        db: site.database.db,
        tenant: tenant.key,
        engine,
        readRecord: createRecordReader({ tenant, chart: syntheticChart, decode: tryDecodeAttachment, now: Date.now }),
        log: createLog('silent'),
        now: Date.now,
        wait,
        notesPerDay: Number.MAX_SAFE_INTEGER,
        atOnce: AT_ONCE,
        prepareDraft: createDraftPreparer({ ...site, db: site.database.db, now: Date.now }),
        coders: {
          ...findQueueRules(tenant),
          mayShow: (record) => mayShowOrWrite(decideModeOfRecord(tenant, record)),
        },
      },
      { signal: new AbortController().signal, onEvent: count },
    )
    return true
  } catch (error) {
    if (!isConnectionProblem(error)) throw error
    return false
  }
}

function count(event: WorkerEvent): void {
  if (event.kind === 'worked') done += event.fresh
  // A collection costs as much as many notes.
  if (globalThis.gc === undefined || done - saidAt < settings.notesALook) return
  saidAt = done
  globalThis.gc()
  const { heapUsed, rss } = process.memoryUsage()
  send({ kind: 'done', done, memory: { heap: heapUsed / MEGABYTE, resident: rss / MEGABYTE } })
}

const sum = ({ user, system }: NodeJS.CpuUsage): number => (user + system) / 1e6
const [all, main] = [sum(process.cpuUsage(before.all)), sum(process.threadCpuUsage(before.main))]
send({ kind: 'end', done, used: { main, helpers: all - main } })
await close
await site.close()
process.disconnect()
