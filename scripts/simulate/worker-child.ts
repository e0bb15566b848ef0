// One worker, in a process that may be killed at any moment.
import { setTimeout as wait } from 'node:timers/promises'
import { tryDecodeAttachment } from '#fhir-mappers/attachments/decode-attachment.ts'
import { loadCodeSets } from '#proxy/code-sets/load-code-sets.ts'
import { createCodingEngine } from '#proxy/coding-engine.ts'
import { createRecordReader } from '#proxy/jobs/read-record.ts'
import { runWorker } from '#proxy/jobs/worker.ts'
import { createLog } from '#proxy/log.ts'
import { openSite, type SiteSettings } from './simulated-site.ts'
import { syntheticChart } from './synthetic-chart.ts'
import type { WorkerMessage } from './worker-message.ts'

const MEGABYTE = 1024 * 1024
const NOTES_A_LOOK = 1000

process.on('disconnect', () => process.exit(0))
const settings = JSON.parse(process.argv[2] ?? '{}') as SiteSettings
const engine = createCodingEngine(await loadCodeSets(settings.dataDir))
const site = await openSite(settings)
let done = 0
const send = (message: WorkerMessage): void => void process.send?.(message)
send({ kind: 'ready' })
await new Promise((resolve) => process.once('message', resolve))
const before = process.cpuUsage()
let saidAt = 0
await runWorker(
  {
    ...site,
    db: site.database.db,
    tenant: site.tenant.key,
    engine,
    readRecord: createRecordReader({
      tenant: site.tenant,
      chart: syntheticChart,
      decode: tryDecodeAttachment,
      now: Date.now,
    }),
    log: createLog('silent'),
    now: Date.now,
    wait,
    notesPerDay: Number.MAX_SAFE_INTEGER,
    atOnce: 40,
  },
  {
    signal: new AbortController().signal,
    onEvent: (event) => {
      if (event.kind === 'worked') done += event.fresh
      // A collection costs as much as several notes.
      if (done - saidAt < NOTES_A_LOOK) return
      saidAt = done
      globalThis.gc?.()
      const { heapUsed, rss } = process.memoryUsage()
      send({ kind: 'done', done, memory: { heap: heapUsed / MEGABYTE, resident: rss / MEGABYTE } })
    },
  },
)
const { user, system } = process.cpuUsage(before)
send({ kind: 'end', done, cpuSeconds: (user + system) / 1e6 })
await site.close()
process.disconnect()
