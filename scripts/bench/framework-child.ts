// `bare`: Node's own server and nothing else. `hono`: the framework without our middleware.
// `proxy`: the whole application, asked for a route without a store.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer, type ServerType } from '@hono/node-server'
import { Hono } from 'hono'
import { createReleaseCodeSet } from '#coding/code-sets/release-code-set.ts'
import { createCodingEngine } from '#proxy/coding-engine.ts'
import { answerParent } from './child-side.ts'
import { startBenchProxy } from './proxy-for-bench.ts'

const [, , kind, answer = '{}'] = process.argv
const ROUTE = '/v1/open-servers'

if (kind === 'proxy') {
  const proxy = await startBenchProxy(createCodingEngine({ releases: [], diagnoses: createReleaseCodeSet([]) }))
  answerParent(proxy.url, proxy.stop)
} else {
  const server = kind === 'hono' ? createHonoServer() : createBareServer()
  server.listen(0, '127.0.0.1', () => {
    const { port } = server.address() as AddressInfo
    answerParent(`http://127.0.0.1:${port}`, async () => {
      server.close()
    })
  })
}

function createBareServer(): Server {
  return createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(answer) })
    response.end(answer)
  })
}

function createHonoServer(): ServerType {
  const body: unknown = JSON.parse(answer)
  return createAdaptorServer({ fetch: new Hono().get(ROUTE, (context) => context.json(body as object)).fetch })
}
