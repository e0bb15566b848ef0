// Ten times more analyses than one core can do: what is refused, how long the admitted wait, how soon it is over.
import { setTimeout as wait } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { collectSeldom } from '#proxy/heap-growth.ts'
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
/** Before that V8 still compiles what a request takes: it looked as if a crowd were served sooner than who comes alone. */
const WARM_UP_S = 10
/** So that ten requests are slower than the p99 that everything is held against. */
const NORMAL_S = 10
/** In its first tenth of a second a crowd that comes and goes looks like one that stays. */
const ONSET_MS = 1000

/**
 * What is about to be sent lives as long as the run. Moved about by short collections while it is sent, with a timer for
 * each, it stopped the generator for 45 ms at a time, five times in five seconds: that was half of the p99 of a crowd.
 */
function collect(): void {
  setFlagsFromString('--expose-gc')
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- there once the flag is set.
  const gc = runInNewContext('gc') as () => void
  gc()
}

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
    collectSeldom()
    const databases = await listDatabases()
    const database = databases.at(-1)
    const server = await startChild(CHILD, await findDataDir(say), ...(database?.url ? [database.url] : []))
    const sessions = await openSessions(server.url, SESSIONS)
    const load = async (perSecond: number, seconds: number): Promise<readonly Outcome[]> =>
      send({ url: server.url, signed: await signAnalyses(server.url, sessions, perSecond * seconds), perSecond })
    await load(NORMAL, WARM_UP_S)
    const normal = await load(NORMAL, NORMAL_S)
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
  const sendOne = async (one: SignedAnalysis, at: number): Promise<Outcome> => {
    let why: string | undefined
    const answer = await sender.send(one).catch((error: unknown) => {
      why = error instanceof Error ? error.message : 'failed'
    })
    // 429: too many at once of one session.
    const isShed = (answer?.status === 503 || answer?.status === 429) && answer.retryAfter !== undefined
    if (answer?.isComplete || (answer && isShed)) return { at, ms: answer.ms, kind: isShed ? 'shed' : 'admitted' }
    return { at, ms: answer?.ms ?? 0, kind: 'lost', why: why ?? `status ${answer?.status}, cut off` }
  }
  collect()
  const start = performance.now()
  const outcomes: Promise<Outcome>[] = []
  for (const [index, one] of signed.entries()) {
    const at = (index * 1000) / perSecond
    const early = start + at - performance.now()
    if (early > 0) await wait(early)
    outcomes.push(sendOne(one, at))
  }
  return Promise.all(outcomes).finally(sender.close)
}

function describeLost(outcomes: readonly Outcome[]): string {
  const reasons = Map.groupBy(
    outcomes.filter(({ kind }) => kind === 'lost'),
    ({ why = '' }) => why,
  )
  return [...reasons].map(([why, lost]) => `${lost.length} ${why}`).join(', ') || 'none lost'
}
