// Ten times more analyses than one core can do: what is refused, how long the admitted wait, how soon it is over.
import { setTimeout as wait } from 'node:timers/promises'
import { startChild } from './child.ts'
import { listDatabases } from './databases.ts'
import { atLeast, atMost, type Part } from './figure.ts'
import { findDataDir } from './releases.ts'
import { createSender, openSessions, type SignedAnalysis, signAnalyses } from './signed-load.ts'
import { percentile } from './statistics.ts'

const CHILD = new URL('./analysis-child.ts', import.meta.url)
const SESSIONS = 200
/** What the bar of `analysis` asks of one core, and ten times as much. */
const NORMAL = 100
const OVERLOAD = 10 * 150
const SECONDS = 10
/** In its first tenth of a second a crowd that comes and goes looks like one that stays. */
const ONSET_MS = 1000

type Outcome = {
  readonly at: number
  readonly ms: number
  readonly kind: 'admitted' | 'shed' | 'lost'
  /** Status or error of what was lost. */
  readonly why?: string
}
type Load = { readonly url: string; readonly signed: readonly SignedAnalysis[]; readonly perSecond: number }

export const overload: Part = {
  name: 'overload',
  varies: true,
  run: async (say) => {
    const databases = await listDatabases()
    const database = databases.at(-1)
    const server = await startChild(CHILD, await findDataDir(say), ...(database?.url ? [database.url] : []))
    const sessions = await openSessions(server.url, SESSIONS)
    const load = async (perSecond: number, seconds: number): Promise<readonly Outcome[]> =>
      send({ url: server.url, signed: await signAnalyses(server.url, sessions, perSecond * seconds), perSecond })
    await load(NORMAL, 3)
    const normal = await load(NORMAL, 5)
    const crowd = await load(OVERLOAD, SECONDS)
    await wait(1000)
    const after = await load(NORMAL, 5)
    await server.stop()
    for (const { drop } of databases) await drop()
    const p99 = (outcomes: readonly Outcome[]): number =>
      percentile(
        outcomes.flatMap(({ kind, ms }) => (kind === 'admitted' ? [ms] : [])),
        0.99,
      )
    const settled = crowd.filter(({ at }) => at > ONSET_MS)
    const count = (outcomes: readonly Outcome[], kind: Outcome['kind']): number =>
      outcomes.filter((outcome) => outcome.kind === kind).length
    return [
      {
        name: 'p99 of the admitted against normal',
        value: p99(settled) / p99(normal),
        unit: '×',
        bar: atMost(2),
        note: `${p99(settled).toFixed(0)} against ${p99(normal).toFixed(0)} ms, after the first ${ONSET_MS / 1000} s`,
      },
      {
        name: 'the same with the first seconds, in which a crowd is let in',
        value: p99(crowd) / p99(normal),
        unit: '×',
        note: `${p99(crowd).toFixed(0)} ms`,
      },
      {
        name: 'neither served nor refused with Retry-After',
        value: count(crowd, 'lost'),
        unit: 'requests',
        bar: atMost(0),
        note: `of ${crowd.length}; ${count(crowd, 'shed')} shed; ${describeLost(crowd)}`,
      },
      { name: 'served meanwhile', value: count(settled, 'admitted') / (SECONDS - ONSET_MS / 1000), unit: 'requests/s' },
      {
        name: 'served of the normal load that follows a second later',
        value: (count(after, 'admitted') / after.length) * 100,
        unit: '%',
        bar: atLeast(100),
        note: `p99 ${p99(after).toFixed(0)} ms`,
      },
    ]
  },
}

async function send({ url, signed, perSecond }: Load): Promise<readonly Outcome[]> {
  const sender = createSender(url)
  const start = performance.now()
  const outcomes = signed.map(async (one, index): Promise<Outcome> => {
    const at = (index * 1000) / perSecond
    await wait(Math.max(0, start + at - performance.now()))
    let why: string | undefined
    const answer = await sender.send(one).catch((error: unknown) => {
      why = error instanceof Error ? error.message : 'failed'
    })
    // 429: too many at once of one session.
    const isShed = (answer?.status === 503 || answer?.status === 429) && answer.retryAfter !== undefined
    if (answer?.isComplete || (answer && isShed)) return { at, ms: answer.ms, kind: isShed ? 'shed' : 'admitted' }
    return { at, ms: answer?.ms ?? 0, kind: 'lost', why: why ?? `status ${answer?.status}, cut off` }
  })
  return Promise.all(outcomes).finally(sender.close)
}

function describeLost(outcomes: readonly Outcome[]): string {
  const reasons = Map.groupBy(
    outcomes.filter(({ kind }) => kind === 'lost'),
    ({ why = '' }) => why,
  )
  return [...reasons].map(([why, lost]) => `${lost.length} ${why}`).join(', ') || 'none lost'
}
