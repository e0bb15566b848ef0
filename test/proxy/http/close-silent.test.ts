// Callers who ask and do not read, over real sockets.
import { type AddressInfo, connect, type Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { createAdaptorServer } from '@hono/node-server'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { answer } from '#proxy/http/answer.ts'
import { createApplication } from '#proxy/http/application.ts'
import { closeSilent } from '#proxy/http/close-silent.ts'

const READER_MS = 400
/** More than the kernel takes off our hands. */
const LARGE = 'x'.repeat(32 * 1024 * 1024)
const app = createApplication()
app.get('/large', (context) => answer(context, LARGE))
app.get('/later', async (context) => answer(context, await wait(10, LARGE)))
app.get('/quiet', (context) => {
  const stream = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      await wait(3 * READER_MS)
      controller.enqueue(new TextEncoder().encode('said late'))
      controller.close()
    },
  })
  return answer(context, stream)
})

let server = createAdaptorServer({ fetch: app.fetch })
const callers: Socket[] = []
const served: Socket[] = []
beforeEach(async () => {
  server = createAdaptorServer({ fetch: app.fetch })
  closeSilent(server, { idleMs: 60_000, readerMs: READER_MS })
  server.on('connection', (socket: Socket) => served.push(socket))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
})
afterEach(() => {
  for (const socket of [...callers.splice(0), ...served.splice(0)]) socket.destroy()
  server.close()
})

const ask = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: h\r\n\r\n`

/** Takes nothing unless it is told to. */
function call(text: string): Socket {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  socket.on('error', () => undefined)
  socket.pause()
  socket.write(text)
  callers.push(socket)
  return socket
}

test.each([ask('/large'), ask('/later'), ask('/large') + ask('/large'), ask('/later').repeat(20)])(
  'whoever asks and never reads is cut: %#',
  async (text) => {
    call(text)
    await expect.poll(() => served[0]?.closed, { timeout: 10 * READER_MS }).toBe(true)
  },
)

test('whoever reads slowly gets all of it', async () => {
  const socket = call(ask('/later'))
  const began = performance.now()
  let [size, taken] = [0, 0]
  socket.on('data', (part) => {
    size += part.length
    taken += part.length
    if (taken < LARGE.length / 8) return
    taken = 0
    socket.pause()
    setTimeout(() => socket.resume(), READER_MS / 2)
  })
  socket.resume()
  await expect.poll(() => size > LARGE.length || socket.closed, { timeout: 20 * READER_MS }).toBe(true)
  expect(size).toBeGreaterThan(LARGE.length)
  expect(performance.now() - began).toBeGreaterThan(2 * READER_MS)
})

test('a stream that has nothing to say for longer goes on', async () => {
  const socket = call(ask('/quiet'))
  let heard = ''
  socket.on('data', (part) => {
    heard += String(part)
  })
  socket.resume()
  await expect.poll(() => heard, { timeout: 10 * READER_MS }).toContain('said late')
})
