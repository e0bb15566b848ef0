// What only a socket shows: bodies that do not end, headers that come twice, callers that go away.
import { type AddressInfo, connect } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { createAdaptorServer } from '@hono/node-server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { answer } from '#proxy/http/answer.ts'
import { createApplication } from '#proxy/http/application.ts'
import { answerError } from '#proxy/http/problem.ts'
import { createLog } from '#proxy/log.ts'

const MANY = 4 * 1024 * 1024
let isCancelled = false
const app = createApplication()
app.onError((error, context) => answerError(error, context, createLog('silent')))
app.post('/refuse', (context) => answer(context, 'refused', { status: 503 }))
app.post('/echo', async (context) => answer(context, await context.req.text()))
app.get('/who', (context) => answer(context, `${context.req.header('authorization')} ${context.address}`))
app.get('/where', (context) => answer(context, context.req.url))
app.get('/nothing', (context) => answer(context, null, { status: 204 }))
app.get('/many', (context) => {
  const stream = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new Uint8Array(65_536).fill(120)),
    cancel: () => {
      isCancelled = true
    },
  })
  return answer(context, stream)
})
app.get('/some', (context) => answer(context, new Blob(['x'.repeat(MANY)]).stream()))
app.get('/late', (context) => {
  const words = ['one ', 'two ', 'three']
  const stream = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const word = words.shift()
      if (word === undefined) return controller.close()
      // Longer than the headers wait, and then at once.
      await wait(word === 'two ' ? 0 : 80)
      controller.enqueue(new TextEncoder().encode(word))
    },
  })
  return answer(context, stream)
})

const server = createAdaptorServer({ fetch: app.fetch })
let port = 0
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  port = (server.address() as AddressInfo).port
})
afterAll(() => {
  server.close()
  if ('closeAllConnections' in server) server.closeAllConnections()
})

/** What comes back until the server ends the connection or `forMs` are over. */
async function say(text: string, forMs: number): Promise<{ readonly heard: string; readonly isEnded: boolean }> {
  const socket = connect(port, '127.0.0.1')
  let heard = ''
  let isEnded = false
  socket.on('data', (chunk) => {
    heard += String(chunk)
  })
  socket.on('close', () => {
    isEnded = true
  })
  socket.on('error', () => undefined)
  socket.write(text)
  await wait(forMs)
  socket.destroy()
  return { heard, isEnded }
}

const ask = (path: string, more = ''): string => `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n${more}\r\n`

test('two credentials are joined to one that nobody has', async () => {
  const { heard } = await say(ask('/who', 'Authorization: DPoP one\r\nAuthorization: DPoP two\r\n'), 200)
  expect(heard).toContain('DPoP one, DPoP two 127.0.0.1')
})

test('an address without a readable host is refused', async () => {
  expect((await say(ask('/where?a=b'), 200)).heard).toContain('http://127.0.0.1/where?a=b')
  expect((await say(`GET /where HTTP/1.1\r\nHost: a b\r\n\r\n`, 200)).heard).toContain('HTTP/1.1 400')
})

test('an answer without a body says so', async () => {
  const { heard } = await say(ask('/nothing'), 200)
  expect(heard).toContain('HTTP/1.1 204')
  expect(heard).not.toMatch(/content-length|transfer-encoding/i)
})

test('a refusal keeps the connection when the body ends, and cuts it when it does not', async () => {
  const post = 'POST /refuse HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\n'
  const kept = await say(`${post}12345${post}12345`, 900)
  expect(kept.heard.match(/HTTP\/1\.1 503/g)).toHaveLength(2)
  expect(kept.isEnded).toBe(false)
  const cut = await say(`${post}123`, 900)
  expect(cut.heard).toContain('HTTP/1.1 503')
  expect(cut.isEnded).toBe(true)
})

test('a long body is read and a long stream is sent whole', async () => {
  const url = `http://127.0.0.1:${port}`
  const body = 'ä'.repeat(100_000)
  expect(await (await fetch(`${url}/echo`, { method: 'POST', body })).text()).toBe(body)
  expect((await (await fetch(`${url}/some`)).arrayBuffer()).byteLength).toBe(MANY)
})

test('a stream that is late comes in order, to its end, and leaves the connection for the next', async () => {
  const { heard } = await say(ask('/late') + ask('/late'), 900)
  expect(heard.match(/HTTP\/1\.1 200/g)).toHaveLength(2)
  expect(heard.replaceAll(/[^a-z0-9 ]/gi, '').match(/4one 4two 5three0/g)).toHaveLength(2)
})

test('a caller that goes away cancels its stream', async () => {
  const response = await fetch(`http://127.0.0.1:${port}/many`)
  await response.body?.cancel()
  await expect.poll(() => isCancelled).toBe(true)
})
