// What the framework and the middleware leave of the throughput of Node's own server, on a small JSON route.
import autocannon from 'autocannon'
import { type Child, isPinned, startChild } from './child.ts'
import { atLeast, type Figure, type Part } from './figure.ts'

/** Passes request id, log, metrics, line, headers and origin check, and asks no store. */
const CHILD = new URL('./framework-child.ts', import.meta.url)
const ROUTE = '/v1/open-servers'
const SECONDS = 4
const CONNECTIONS = 32

type Throughput = { readonly perSecond: number; readonly perCpuSecond: number }

export const framework: Part = { name: 'framework', varies: true, run: runFramework }

async function runFramework(): Promise<readonly Figure[]> {
  const proxy = await startChild(CHILD, 'proxy')
  const answer = await (await fetch(proxy.url + ROUTE)).text()
  const bare = await startChild(CHILD, 'bare', answer)
  const hono = await startChild(CHILD, 'hono', answer)
  await load(bare, 1)
  await load(hono, 1)
  await load(proxy, 1)
  const bareRate = await load(bare, SECONDS)
  const honoRate = await load(hono, SECONDS)
  const proxyRate = await load(proxy, SECONDS)
  await Promise.all([bare.stop(), hono.stop(), proxy.stop()])
  return [
    {
      name: 'throughput against bare node:http',
      value: proxyRate.perSecond / bareRate.perSecond,
      unit: '×',
      bar: atLeast(0.6),
      note: `GET ${ROUTE}, log on${isPinned ? ', server on one core' : ''}`,
    },
    {
      name: 'the same by CPU time of the server',
      value: proxyRate.perCpuSecond / bareRate.perCpuSecond,
      unit: '×',
      note: 'not moved by neighbours or by a slow load generator',
    },
    {
      name: 'Hono without our middleware, by CPU time',
      value: honoRate.perCpuSecond / bareRate.perCpuSecond,
      unit: '×',
    },
    { name: 'proxy', value: proxyRate.perSecond, unit: 'requests/s' },
    { name: 'bare node:http', value: bareRate.perSecond, unit: 'requests/s' },
  ]
}

async function load(server: Child, duration: number): Promise<Throughput> {
  const before = await server.readUsage()
  const result = await autocannon({ url: server.url + ROUTE, connections: CONNECTIONS, duration })
  const after = await server.readUsage()
  if (result.non2xx > 0) throw new Error(`${result.non2xx} requests were refused.`)
  const { total } = result.requests
  return { perSecond: total / result.duration, perCpuSecond: total / ((after.cpuMs - before.cpuMs) / 1000) }
}
