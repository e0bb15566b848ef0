// Callers whose bodies do not come, over real sockets and without a session: they may not keep others out.
import { type AddressInfo, connect, type Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { createAdaptorServer } from '@hono/node-server'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { answer } from '#proxy/http/answer.ts'
import { createApplication } from '#proxy/http/application.ts'
import { createFindAddress } from '#proxy/http/client-address.ts'
import { closeSilent } from '#proxy/http/close-silent.ts'
import { createLine, limitsAndHeaders } from '#proxy/http/limits-and-headers.ts'
import { answerError } from '#proxy/http/problem.ts'
import { assignRequestId } from '#proxy/http/request-id.ts'
import { limitSize, readBody } from '#proxy/http/size-limit.ts'
import { createLog } from '#proxy/log.ts'
import { createMetrics } from '#proxy/metrics.ts'

const LIMIT = 64
const SILENT_MS = 150
/** More than are worked on at once. */
const SLOW = 40

let port = 0
let line = createLine(LIMIT)
let logged: string[] = []
let server = createAdaptorServer({ fetch: () => new Response() })
const sockets: Socket[] = []

beforeEach(() => start())

async function start(trustedProxies = 0): Promise<void> {
  line = createLine(LIMIT)
  logged = []
  const log = createLog('info', { write: (text: string) => void logged.push(text) })
  const app = createApplication()
  app.onError((error, context) => answerError(error, context, log))
  app.use(assignRequestId({ log, metrics: createMetrics() }), limitsAndHeaders(line, createFindAddress(trustedProxies)))
  app.post('/read', limitSize(1000), async (context) => answer(context, `read ${(await readBody(context)).length}`))
  app.get('/ask', (context) => answer(context, 'here'))
  server = createAdaptorServer({ fetch: app.fetch })
  closeSilent(server, { idleMs: SILENT_MS, readerMs: SILENT_MS })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  port = (server.address() as AddressInfo).port
}

function stop(): void {
  for (const socket of sockets.splice(0)) socket.destroy()
  server.close()
  if ('closeAllConnections' in server) server.closeAllConnections()
}
afterEach(stop)

type Caller = { readonly socket: Socket; readonly heard: () => string; readonly isClosed: () => boolean }

function call(text: string, localAddress = '127.0.0.1'): Caller {
  const socket = connect({ port, host: '127.0.0.1', localAddress })
  let heard = ''
  socket.on('data', (part) => {
    heard += String(part)
  })
  socket.on('error', () => undefined)
  sockets.push(socket)
  if (text !== '') socket.write(text)
  return { socket, heard: () => heard, isClosed: () => socket.closed }
}

const ANNOUNCED = 'Content-Length: 100'
const CHUNKED = 'Transfer-Encoding: chunked'
const begin = (how: string): string => `POST /read HTTP/1.1\r\nHost: h\r\n${how}\r\n\r\n`

test.each([ANNOUNCED, CHUNKED])('forty bodies that do not come keep nobody out (%s)', async (how) => {
  for (let caller = 0; caller < SLOW; caller++) call(begin(how))
  await expect.poll(() => line.size() + line.waiting()).toBeGreaterThan(0)
  await wait(100)
  for (let asked = 0; asked < 3; asked++) {
    expect((await fetch(`http://127.0.0.1:${port}/ask`)).status).toBe(200)
  }
})

test('a body that comes late is read all the same', async () => {
  const caller = call(begin(ANNOUNCED))
  await wait(80)
  caller.socket.write('x'.repeat(60))
  await wait(40)
  caller.socket.write('x'.repeat(40))
  await expect.poll(caller.heard).toContain('read 100')
  await expect.poll(() => line.size()).toBe(0)
})

test('where too many wait, the one that has waited longest is sent away, and nobody else', async () => {
  const first = call(begin(ANNOUNCED))
  await wait(60)
  const others = Array.from({ length: LIMIT / 4 }, () => call(begin(ANNOUNCED)))
  await expect.poll(first.heard).toContain('HTTP/1.1 503')
  await wait(60)
  expect(others.map(({ heard }) => heard())).toEqual(others.map(() => ''))
})

/** The whole of 127.0.0.0/8 is this machine on Linux alone. */
test.runIf(process.platform === 'linux')(
  'one address that has most of the places loses one, and others keep theirs',
  async () => {
    const honest = [call(begin(ANNOUNCED)), call(begin(ANNOUNCED))]
    await wait(60)
    const crowd = Array.from({ length: LIMIT }, () => call(begin(ANNOUNCED), '127.0.0.2'))
    await expect.poll(() => crowd.filter(({ heard }) => heard().includes('HTTP/1.1 503')).length).toBeGreaterThan(0)
    await wait(100)
    for (const { socket } of honest) socket.write('x'.repeat(100))
    for (const { heard } of honest) await expect.poll(heard).toContain('read 100')
  },
)

describe('behind a balancer of ours, all come from its address', () => {
  const from = (address: string): string => begin(`${ANNOUNCED}\r\nX-Forwarded-For: ${address}`)
  /** One, and then as many of another address as have places. @returns what the one hears. */
  const crowdOut = async (): Promise<Caller> => {
    const honest = call(from('198.51.100.7'))
    await wait(60)
    for (let caller = 0; caller < LIMIT / 4; caller++) call(from('203.0.113.9'))
    await wait(120)
    return honest
  }

  test('and are told apart by what it says of them', async () => {
    stop()
    await start(1)
    const honest = await crowdOut()
    expect(honest.heard()).toBe('')
    honest.socket.write('x'.repeat(100))
    await expect.poll(honest.heard).toContain('read 100')
  })

  test('which is nobody’s word where no balancer is trusted: who has waited longest is sent away', async () => {
    const honest = await crowdOut()
    expect(honest.heard()).toContain('HTTP/1.1 503')
  })
})

test.each([ANNOUNCED, CHUNKED])(
  'a caller who leaves before the body is there is no fault of ours (%s)',
  async (how) => {
    const caller = call(`${begin(how)}5`)
    await expect.poll(() => line.size()).toBe(1)
    caller.socket.destroy()
    await expect.poll(() => line.size()).toBe(0)
    await expect.poll(() => logged.join('')).toContain('"status":400')
    expect(logged.join('')).not.toContain('"level":50')
  },
)

test('a connection that never says anything is closed, one that is at work is not', async () => {
  const silent = call('')
  const atWork = call(begin(ANNOUNCED))
  await expect.poll(silent.isClosed).toBe(true)
  await wait(SILENT_MS)
  expect(atWork.isClosed()).toBe(false)
})
