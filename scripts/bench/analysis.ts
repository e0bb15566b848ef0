// A whole analysis request: session with DPoP, engine, store and audit, to the last event. One core serves, no model.
import { setTimeout as wait } from 'node:timers/promises'
import { type Child, startChild } from './child.ts'
import { type BenchDatabase, listDatabases } from './databases.ts'
import { atLeast, atMost, type Figure, type Part } from './figure.ts'
import { findDataDir } from './releases.ts'
import {
  type Answer,
  type BenchSession,
  createSender,
  openSessions,
  type SignedAnalysis,
  signAnalyses,
} from './signed-load.ts'
import { median, percentile } from './statistics.ts'

const CHILD = new URL('./analysis-child.ts', import.meta.url)
const LEAST = new URL('./least-child.ts', import.meta.url)
const SESSIONS = 100
const WARM_UP = 200
const MOST_REQUESTS = 3000
const MOST_SECONDS = 5
/** Below what counts as a crowd, which would be shed: see `overload`. */
const CONNECTIONS = 3
const RATE = 100
const RATE_SECONDS = 10

export const analysis: Part = {
  name: 'analysis',
  varies: true,
  run: async (say) => {
    const dataDir = await findDataDir(say)
    const figures: Figure[] = []
    for (const database of await listDatabases()) {
      say(`analyses on ${database.name}`)
      const server = await startChild(CHILD, dataDir, ...(database.url ? [database.url] : []))
      const sessions = await openSessions(server.url, SESSIONS)
      figures.push(...(await measure(server, database, sessions)))
      await server.stop()
      const least = await startChild(LEAST, ...(database.url ? [database.url] : []))
      figures.push(await measureLeast(least, database, sessions))
      await least.stop()
      await database.drop()
    }
    return figures
  },
}

async function measure(
  server: Child,
  { name }: BenchDatabase,
  sessions: readonly BenchSession[],
): Promise<readonly Figure[]> {
  await sendAll(server, await signAnalyses(server.url, sessions, WARM_UP))
  const most = await sendAll(server, await signAnalyses(server.url, sessions, MOST_REQUESTS))
  const paced = await sendPaced(server, await signAnalyses(server.url, sessions, RATE * RATE_SECONDS))
  const without = paced.map(({ ms, engineMs }) => ms - engineMs)
  const whole = paced.map(({ ms }) => ms)
  const engineMs = median(paced.map((answer) => answer.engineMs))
  return [
    { name: `${name}: throughput`, value: most.perSecond, unit: 'requests/s', bar: atLeast(150) },
    { name: `${name}: CPU time a request`, value: most.cpuMs, unit: 'ms' },
    {
      name: `${name}: p50 at ${RATE}/s without the engine's own time`,
      value: percentile(without, 0.5),
      unit: 'ms',
      bar: atMost(3),
      note: `engine ${engineMs.toFixed(2)} ms, whole ${percentile(whole, 0.5).toFixed(2)} ms`,
    },
    {
      name: `${name}: p99 at ${RATE}/s without the engine's own time`,
      value: percentile(without, 0.99),
      unit: 'ms',
      bar: atMost(15),
      note: `whole ${percentile(whole, 0.99).toFixed(2)} ms`,
    },
  ]
}

/** The same requests, on the same machine and database, to a server that does next to nothing with them. */
async function measureLeast(
  server: Child,
  { name }: BenchDatabase,
  sessions: readonly BenchSession[],
): Promise<Figure> {
  await sendAll(server, await signAnalyses(server.url, sessions, WARM_UP))
  const paced = await sendPaced(server, await signAnalyses(server.url, sessions, RATE * RATE_SECONDS))
  const ms = paced.map((answer) => answer.ms)
  const p99 = percentile(ms, 0.99).toFixed(2)
  return {
    name: `${name}: p50 at ${RATE}/s of a bare server with a signature, one read and one row`,
    value: percentile(ms, 0.5),
    unit: 'ms',
    note: `p99 ${p99} ms`,
  }
}

async function sendAll(
  server: Child,
  analyses: readonly SignedAnalysis[],
): Promise<{ readonly perSecond: number; readonly cpuMs: number }> {
  const sender = createSender(server.url)
  const before = await server.readUsage()
  const start = performance.now()
  const deadline = start + MOST_SECONDS * 1000
  const queue = analyses.values()
  let done = 0
  const work = async (): Promise<void> => {
    for (const signed of queue) {
      requireComplete(await sender.send(signed))
      done += 1
      if (performance.now() > deadline) return
    }
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, work))
  const seconds = (performance.now() - start) / 1000
  const after = await server.readUsage()
  sender.close()
  return { perSecond: done / seconds, cpuMs: (after.cpuMs - before.cpuMs) / done }
}

/** One every ten milliseconds, whatever became of the one before: a slow answer does not slow its followers down. */
async function sendPaced(server: Child, analyses: readonly SignedAnalysis[]): Promise<readonly Answer[]> {
  const sender = createSender(server.url)
  const start = performance.now()
  const answers = analyses.map(async (signed, index) => {
    await wait(Math.max(0, start + (index * 1000) / RATE - performance.now()))
    return requireComplete(await sender.send(signed))
  })
  return Promise.all(answers).finally(sender.close)
}

function requireComplete(answer: Answer): Answer {
  if (!answer.isComplete) throw new Error('An analysis did not come to its end.')
  return answer
}
