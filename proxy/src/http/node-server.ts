/** The application on a socket: Node's own server, read from and written to without the detour over `Request` and `Response`. */
import { createServer, type IncomingMessage, type Server, type ServerOptions, type ServerResponse } from 'node:http'
import type { Application } from './application.ts'
import type { Answer, IncomingCall } from './context.ts'

/** How long a body may go on after its answer (a refusal, mostly) before the connection is cut. */
const REST_OF_BODY_MS = 500
/** A stream that says something at once is sent together with its headers; the headers of another go alone. */
const HEADERS_ALONE_MS = 50

export function createNodeServer({ handle }: Pick<Application, 'handle'>, options: ServerOptions = {}): Server {
  // Two of one name are no better than none: joined, they are refused by whoever reads them (RFC 9449, 4.3).
  return createServer({ joinDuplicateHeaders: true, ...options }, (incoming, outgoing) => {
    // What cannot be made an answer any more is a fault of ours, and this connection's alone.
    const giveUp = (): void => void incoming.socket.destroy()
    try {
      const answer = handle(readCall(incoming))
      if (answer instanceof Promise) answer.then((made) => write(incoming, outgoing, made)).catch(giveUp)
      else write(incoming, outgoing, answer)
    } catch {
      giveUp()
    }
  })
}

function readCall(incoming: IncomingMessage): IncomingCall {
  return {
    method: incoming.method ?? 'GET',
    target: incoming.url ?? '/',
    readOrigin: () => new URL(`http://${incoming.headers.host ?? ''}`).origin,
    readHeader: (name) => {
      const value = incoming.headers[name]
      return typeof value === 'string' ? value : value?.[0]
    },
    readText: () => readText(incoming),
    // Where it is too long, the rest is left, and the connection still needed for the answer.
    openBody: () => incoming.iterator({ destroyOnReturn: false }),
    address: incoming.socket.remoteAddress,
  }
}

/** Node's parser holds the body to the length that it announced. */
function readText(incoming: IncomingMessage): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const chunks: Buffer[] = []
  incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
  incoming.on('end', () => resolve(new TextDecoder().decode(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks))))
  incoming.on('error', reject)
  return promise
}

function write(incoming: IncomingMessage, outgoing: ServerResponse, { status, headers, body }: Answer): void {
  if (!incoming.complete && hasBody(incoming)) outgoing.once('finish', () => cutRest(incoming))
  if (body instanceof ReadableStream) {
    outgoing.writeHead(status, headers)
    // Of a HEAD nobody reads it.
    if (incoming.method === 'HEAD') void body.cancel().finally(() => outgoing.end())
    else void writeStream(outgoing, body)
    return
  }
  if (status !== 204) headers['content-length'] = String(body === null ? 0 : Buffer.byteLength(body))
  outgoing.writeHead(status, headers)
  outgoing.end(body ?? undefined)
}

/** RFC 9112, 6.3. */
function hasBody({ headers }: IncomingMessage): boolean {
  return headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined
}

function cutRest(incoming: IncomingMessage): void {
  if (incoming.complete) return
  setTimeout(() => {
    if (!incoming.complete) incoming.socket.destroy()
  }, REST_OF_BODY_MS).unref()
}

/** As fast as the caller reads; a caller that goes away cancels it. */
async function writeStream(outgoing: ServerResponse, stream: ReadableStream<Uint8Array>): Promise<void> {
  const reader = stream.getReader()
  outgoing.once('close', () => void reader.cancel().catch(() => undefined))
  const alone = setTimeout(() => outgoing.flushHeaders(), HEADERS_ALONE_MS)
  try {
    for (;;) {
      const { done, value } = await reader.read()
      clearTimeout(alone)
      if (done) break
      holdForThisTurn(outgoing)
      if (!outgoing.write(value)) await drained(outgoing)
    }
    outgoing.end()
  } catch {
    clearTimeout(alone)
    outgoing.destroy()
  }
}

/**
 * One packet for the headers, a piece and the end, where they are there together. The socket is what is held: a response
 * that is corked after its headers went out writes its end before its last piece (Node 24).
 */
function holdForThisTurn({ socket }: ServerResponse): void {
  socket?.cork()
  setImmediate(() => socket?.uncork())
}

function drained(outgoing: ServerResponse): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  if (outgoing.destroyed) resolve()
  outgoing.on('drain', resolve).on('close', resolve)
  return promise.finally(() => void outgoing.off('drain', resolve).off('close', resolve))
}
