// Three hundred analyses open at once, again and again: whether one is lost, and whether memory grows.
import { startChild } from './child.ts'
import { listDatabases } from './databases.ts'
import { atMost, type Part } from './figure.ts'
import { findDataDir } from './releases.ts'
import { createSender, openSessions, signAnalyses } from './signed-load.ts'
import { median, percentile } from './statistics.ts'

const CHILD = new URL('./analysis-child.ts', import.meta.url)
const STREAMS = 300
const WARM_ROUNDS = 4
const ROUNDS = 8

export const streams: Part = {
  name: 'streams',
  varies: true,
  run: async (say) => {
    const databases = await listDatabases()
    const database = databases.at(-1)
    const server = await startChild(CHILD, await findDataDir(say), ...(database?.url ? [database.url] : []))
    const sessions = await openSessions(server.url, STREAMS)
    const sender = createSender(server.url)
    const heaps: number[] = []
    const lasts: number[] = []
    let lost = 0
    for (let round = 0; round < WARM_ROUNDS + ROUNDS; round++) {
      const signed = await signAnalyses(server.url, sessions, STREAMS)
      const answers = await Promise.allSettled(signed.map(sender.send))
      lost += answers.filter((answer) => answer.status === 'rejected' || !answer.value.isComplete).length
      lasts.push(...answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value.ms] : [])))
      heaps.push(await server.readHeap())
    }
    sender.close()
    await server.stop()
    for (const { drop } of databases) await drop()
    const settled = heaps.slice(WARM_ROUNDS)
    const early = median(settled.slice(0, ROUNDS / 2))
    const late = median(settled.slice(ROUNDS / 2))
    return [
      {
        name: 'lost',
        value: lost,
        unit: 'streams',
        bar: atMost(0),
        note: `of ${STREAMS * heaps.length}, 300 at a time`,
      },
      {
        name: 'growth of live memory',
        value: (late / early - 1) * 100,
        unit: '%',
        bar: atMost(2),
        note: `after a collection, second half of the rounds against the first; ${(late / 1e6).toFixed(0)} MB`,
      },
      { name: 'last of 300 ends after', value: percentile(lasts, 0.99), unit: 'ms', note: `${database?.name}` },
    ]
  },
}
