// What the framework and the middleware leave of the throughput of Node's own server, on a small JSON route.
import autocannon from 'autocannon'
import { type Child, isPinned, startChild } from './child.ts'
import { atLeast, type Figure, type Part } from './figure.ts'
import { median } from './statistics.ts'

/** Passes request id, log, metrics, line, headers and origin check, and asks no store. */
const CHILD = new URL('./framework-child.ts', import.meta.url)
const ROUTE = '/v1/open-servers'
/** The three take turns in short rounds, so that a neighbour on the machine slows all of them and not one. */
const ROUNDS = 9
const ROUND_SECONDS = 1
const CONNECTIONS = 32

type Round = Readonly<Record<'bare' | 'hono' | 'proxy', Throughput>>
type Throughput = { readonly perSecond: number; readonly perCpuSecond: number }

export const framework: Part = { name: 'framework', varies: true, run: runFramework }

async function runFramework(): Promise<readonly Figure[]> {
  const proxy = await startChild(CHILD, 'proxy')
  const answer = await (await fetch(proxy.url + ROUTE)).text()
  const bare = await startChild(CHILD, 'bare', answer)
  const hono = await startChild(CHILD, 'hono', answer)
  for (const server of [bare, hono, proxy]) await load(server, 2 * ROUND_SECONDS)
  const rounds: Round[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    rounds.push({ bare: await load(bare), hono: await load(hono), proxy: await load(proxy) })
  }
  await Promise.all([bare.stop(), hono.stop(), proxy.stop()])
  const ratios = rounds.map((round) => round.proxy.perSecond / round.bare.perSecond).sort((one, other) => one - other)
  const spread = `${ratios.at(0)?.toFixed(2)} to ${ratios.at(-1)?.toFixed(2)}`
  return [
    {
      name: 'throughput against bare node:http',
      value: median(ratios),
      unit: '×',
      bar: atLeast(0.6),
      note: `median of ${ROUNDS} rounds in turn, ${spread}; GET ${ROUTE}, log on${isPinned ? ', server on one core' : ''}`,
    },
    {
      name: 'the same by CPU time of the server',
      value: median(rounds.map((round) => round.proxy.perCpuSecond / round.bare.perCpuSecond)),
      unit: '×',
      note: 'not moved by neighbours or by a slow load generator',
    },
    {
      name: 'Hono without our middleware, by CPU time',
      value: median(rounds.map((round) => round.hono.perCpuSecond / round.bare.perCpuSecond)),
      unit: '×',
    },
    { name: 'proxy', value: median(rounds.map((round) => round.proxy.perSecond)), unit: 'requests/s' },
    { name: 'bare node:http', value: median(rounds.map((round) => round.bare.perSecond)), unit: 'requests/s' },
  ]
}

async function load(server: Child, duration = ROUND_SECONDS): Promise<Throughput> {
  const before = await server.readUsage()
  const result = await autocannon({ url: server.url + ROUTE, connections: CONNECTIONS, duration })
  const after = await server.readUsage()
  if (result.non2xx > 0) throw new Error(`${result.non2xx} requests were refused.`)
  const { total } = result.requests
  return { perSecond: total / result.duration, perCpuSecond: total / ((after.cpuMs - before.cpuMs) / 1000) }
}
