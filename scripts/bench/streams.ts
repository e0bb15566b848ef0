// Three hundred analyses held open at once by a model that streams slowly: whether one is lost, how late its findings are, and whether memory grows.
import { setTimeout as wait } from 'node:timers/promises'
import { type LlmMock, startLlmMock } from '../../test/support/llm-mock/llm-mock.ts'
import { type Child, startChild } from './child.ts'
import { listDatabases } from './databases.ts'
import { atLeast, atMost, type Part } from './figure.ts'
import { askDirectly, askProxy, ITEMS, type Look, NOTE, writeItems } from './model-load.ts'
import { type BenchSession, openSessions } from './signed-load.ts'
import { median, percentile } from './statistics.ts'

const CHILD = new URL('./relay-child.ts', import.meta.url)
const STREAMS = 300
/** Read from the model itself, meanwhile: what the mock and this process are late by. */
const DIRECT = 10
const WAVES = 3
/** What one core begins in a second with a model, candidates and all, is some twenty. */
const APART_MS = 100
/** An answer lasts longer than it takes to open all of them, and ends before the proxy gives it up (45 s). */
const PAUSE_MS = 3000
const ALL_OPEN_MS = (STREAMS + DIRECT) * APART_MS + PAUSE_MS

type Seen = { readonly late: readonly number[]; readonly items: number }
type Wave = {
  readonly relayed: readonly Seen[]
  readonly direct: readonly Seen[]
  readonly lost: number
  readonly heap: number
}

export const streams: Part = {
  name: 'streams',
  varies: true,
  run: async () => {
    const mock = await startLlmMock()
    const databases = await listDatabases()
    const database = databases.at(-1)
    const server = await startChild(CHILD, mock.url, ...(database?.url ? [database.url] : []))
    const sessions = await openSessions(server.url, STREAMS)
    const waves: Wave[] = []
    for (let wave = 0; wave < WAVES; wave++) waves.push(await runWave(mock, server, sessions))
    await server.stop()
    await mock.stop()
    for (const { drop } of databases) await drop()
    const lateOf = (seen: (wave: Wave) => readonly Seen[]): readonly number[] =>
      waves.slice(1).flatMap((wave) => seen(wave).flatMap(({ late }) => late))
    const [relayed, direct] = [lateOf(({ relayed }) => relayed), lateOf(({ direct }) => direct)]
    const [, second = Number.NaN, ...later] = waves.map(({ heap }) => heap)
    const last = later.at(-1) ?? Number.NaN
    const seen = waves.flatMap((wave) => wave.relayed).reduce((total, { items }) => total + items, 0)
    return [
      {
        name: 'lost',
        value: waves.reduce((total, { lost }) => total + lost, 0),
        unit: 'streams',
        bar: atMost(0),
        note: `of ${STREAMS * WAVES}, ${STREAMS} open at a time for ${((PAUSE_MS * ITEMS) / 1000).toFixed(0)} s, ${database?.name}`,
      },
      {
        name: 'findings of the model that were seen',
        value: (seen / (STREAMS * WAVES * ITEMS)) * 100,
        unit: '%',
        bar: atLeast(100),
      },
      {
        name: 'added to a finding, p50',
        value: median(relayed) - median(direct),
        unit: 'ms',
        bar: atMost(1),
        note: `direct ${median(direct).toFixed(2)} ms, by the same process in the same seconds`,
      },
      {
        name: 'added to a finding, p99',
        value: percentile(relayed, 0.99) - percentile(direct, 0.99),
        unit: 'ms',
      },
      {
        name: 'growth of live memory, all open',
        value: (last / second - 1) * 100,
        unit: '%',
        bar: atMost(2),
        note: `after a collection, last wave against the second; ${(last / 1e6).toFixed(0)} MB`,
      },
    ]
  },
}

async function runWave(mock: LlmMock, server: Child, sessions: readonly BenchSession[]): Promise<Wave> {
  const written = new Map<string, number[]>()
  mock.script((response, { body }) => {
    const times: number[] = []
    written.set(/Reader \d+/.exec(body)?.[0] ?? '', times)
    return writeItems(response, PAUSE_MS, () => times.push(performance.now()))
  })
  const read = async (reader: number, open: (note: string) => Promise<Look>): Promise<Seen> => {
    await wait(reader * APART_MS)
    const name = `Reader ${reader}`
    const seen: number[] = []
    const look = await open(`${NOTE} ${name}.`)
    await look(() => seen.push(performance.now()))
    const times = written.get(name) ?? []
    return {
      items: seen.length,
      late: times.flatMap((at, item) => (seen[item] === undefined ? [] : [seen[item] - at])),
    }
  }
  const direct = Promise.all(
    Array.from({ length: DIRECT }, (_, reader) => read(STREAMS + reader, (note) => askDirectly(mock.url, note))),
  )
  const relayed = Promise.allSettled(
    sessions.map((session, reader) => read(reader, (note) => askProxy(server.url, session, note))),
  )
  await wait(ALL_OPEN_MS)
  const heap = await server.readHeap()
  const answers = await relayed
  return {
    heap,
    direct: await direct,
    relayed: answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : [])),
    lost: answers.filter(({ status }) => status === 'rejected').length,
  }
}
