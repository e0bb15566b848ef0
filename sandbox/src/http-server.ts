/** Node's server around the handlers: reads bodies, applies faults, numbers requests, never shows a stack trace. */
import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { corsHeaders } from './cors.ts'
import { SandboxError } from './errors.ts'
import type { Fault, FaultInjector } from './faults.ts'
import { type HttpHandler, type HttpReply, type HttpRequest, MAXIMUM_BODY_BYTES, readBody, writeReply } from './http.ts'

type RawHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>

type HandlerMount = { readonly prefix: string; readonly handler: HttpHandler }

/** A raw mount reads the request itself; faults that come after do not apply to it. */
export type Mount = HandlerMount | { readonly prefix: string; readonly raw: RawHandler }

export type Listener = { readonly port: number; readonly host: string }

export type Listening = {
  readonly url: string
  /** Requests that came earlier have waited for this. */
  readonly serve: (dispatcher: Dispatcher) => void
  /** Takes what wants to become a WebSocket; without it such requests are dropped. */
  readonly onUpgrade: (take: (request: IncomingMessage, socket: Duplex, head: Buffer) => void) => void
  readonly close: () => Promise<void>
}

type Dispatcher = (request: IncomingMessage, response: ServerResponse) => void

/** The address is known before what is served there: issuer and bases are made of it. */
export async function listen({ port, host }: Listener): Promise<Listening> {
  const { promise: ready, resolve: serve } = Promise.withResolvers<Dispatcher>()
  // Longer than a client leaves a connection idle: one that is closed just as it is used again loses a request.
  const server = createServer({ keepAliveTimeout: 75_000 }, (request, response) => {
    void ready.then((dispatch) => dispatch(request, response))
  })
  await new Promise<void>((resolve, reject) => {
    const fail = (cause: NodeJS.ErrnoException) => {
      const why = cause.code === 'EADDRINUSE' ? 'is in use, perhaps by another Postil' : `is refused (${cause.code})`
      reject(new SandboxError('port-in-use', `Port ${port} ${why}.`, { cause }))
    }
    server.once('error', fail)
    server.listen(port, host, resolve)
  })
  const address = server.address()
  const url = `http://${host}:${isAddress(address) ? address.port : port}`
  return { url, serve, onUpgrade: (take) => void server.on('upgrade', take), close: () => close(server) }
}

function isAddress(address: string | AddressInfo | null): address is AddressInfo {
  return typeof address === 'object' && address !== null
}

async function close(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}

type Dispatch = {
  readonly mounts: readonly Mount[]
  readonly fallback: HandlerMount
  readonly findFault: FaultInjector
}

export function createDispatcher(dispatch: Dispatch): Dispatcher {
  return (request, response) => {
    answer(dispatch, request, response).catch(() => {
      if (response.headersSent) {
        response.destroy()
      } else {
        writeReply(response, request.method ?? 'GET', { status: 500, headers: {} })
      }
    })
  }
}

async function answer(
  { mounts, fallback, findFault }: Dispatch,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  response.setHeader('X-Request-Id', chooseRequestId(incoming.headers['x-request-id']))
  const { method = 'GET', headers, url = '/' } = incoming
  const { path, query } = splitUrl(url)
  const mount = mounts.find(({ prefix }) => isBelow(path, prefix)) ?? fallback
  const body = 'raw' in mount ? noBody : await readBody(incoming)
  const request = { method, headers, path, query, body: body ?? noBody }
  const fault = method === 'OPTIONS' ? undefined : findFault(request)
  if (fault && !comesAfter(fault)) {
    fail(fault, request, response)
  } else if ('raw' in mount) {
    await mount.raw(incoming, response)
  } else {
    const below = { ...request, path: path.slice(mount.prefix.length) || '/' }
    const reply = body ? await mount.handler(below) : tooLarge
    if (fault === 'drop-midway') {
      breakMidway(response, reply)
    } else if (fault) {
      fail(fault, request, response)
    } else {
      writeReply(response, method, reply)
    }
  }
}

function comesAfter(fault: Fault): boolean {
  return fault === 'drop-after' || fault === 'drop-midway' || (typeof fault === 'object' && fault.isAfter === true)
}

const noBody = Buffer.alloc(0)

function isBelow(path: string, prefix: string): boolean {
  return path === prefix || path.startsWith(`${prefix}/`)
}

/** A client's own number is kept, so that its log and ours meet. */
function chooseRequestId(given: string | string[] | undefined): string {
  return typeof given === 'string' && /^[\w.-]{1,64}$/.test(given) ? given : randomUUID()
}

function splitUrl(url: string): { readonly path: string; readonly query: string } {
  const mark = url.indexOf('?')
  return mark < 0 ? { path: url, query: '' } : { path: url.slice(0, mark), query: url.slice(mark) }
}

function fail(fault: Fault, { method }: HttpRequest, response: ServerResponse): void {
  if (typeof fault === 'string') {
    response.destroy()
    return
  }
  // A browser only sees an answer that it is allowed to read.
  const { isAfter: _isAfter, ...reply } = fault
  writeReply(response, method, { ...reply, headers: { ...corsHeaders, ...reply.headers } })
}

function breakMidway(response: ServerResponse, { status, headers, body = '' }: HttpReply): void {
  const bytes = Buffer.from(body)
  response.writeHead(status, { ...headers, 'Content-Length': bytes.length })
  response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy())
}

const tooLarge: HttpReply = {
  status: 413,
  headers: { ...corsHeaders, 'Content-Type': 'application/fhir+json' },
  body: JSON.stringify({
    resourceType: 'OperationOutcome',
    issue: [
      { severity: 'error', code: 'too-long', details: { text: `A body has at most ${MAXIMUM_BODY_BYTES} bytes` } },
    ],
  }),
}
