/** Node's server around the handlers: reads bodies, applies faults, numbers requests, never shows a stack trace. */
import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SandboxError } from './errors.ts'
import type { Fault, FaultInjector } from './faults.ts'
import { type HttpHandler, type HttpReply, type HttpRequest, MAXIMUM_BODY_BYTES, readBody, writeReply } from './http.ts'

type RawHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>

/** Longest prefix first. A raw mount reads the request itself. */
export type Mount = { readonly prefix: string } & ({ readonly handler: HttpHandler } | { readonly raw: RawHandler })

export type Listener = { readonly port: number; readonly host: string }

export async function listen({ port, host }: Listener): Promise<{ readonly server: Server; readonly url: string }> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) =>
      reject(new SandboxError('port-in-use', `Cannot listen on ${host}:${port}`, { cause })),
    )
    server.listen(port, host, resolve)
  })
  const address = server.address()
  const actual = isAddress(address) ? address.port : port
  return { server, url: `http://${host}:${actual}` }
}

function isAddress(address: string | AddressInfo | null): address is AddressInfo {
  return typeof address === 'object' && address !== null
}

export async function close(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}

type Dispatch = { readonly mounts: readonly Mount[]; readonly findFault: FaultInjector }

export function createDispatcher({
  mounts,
  findFault,
}: Dispatch): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    answer({ mounts, findFault }, request, response).catch(() => {
      if (response.headersSent) {
        response.destroy()
      } else {
        writeReply(response, request.method ?? 'GET', { status: 500, headers: {} })
      }
    })
  }
}

async function answer(
  { mounts, findFault }: Dispatch,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const requestId = request.headers['x-request-id']
  response.setHeader(
    'X-Request-Id',
    typeof requestId === 'string' && /^[\w.-]{1,64}$/.test(requestId) ? requestId : randomUUID(),
  )
  const [path = '/', query = ''] = splitUrl(request.url ?? '/')
  const mount = mounts.find(
    ({ prefix }) => path === prefix || path.startsWith(prefix.endsWith('/') ? prefix : `${prefix}/`),
  )
  if (!mount) {
    writeReply(response, request.method ?? 'GET', { status: 404, headers: {} })
    return
  }
  if ('raw' in mount) {
    const fault = findFault(toRequest(request, { path, query, body: Buffer.alloc(0) }))
    if (fault) {
      applyFault(fault, request, response)
      return
    }
    await mount.raw(request, response)
    return
  }
  const body = await readBody(request)
  const whole = toRequest(request, { path, query, body: body ?? Buffer.alloc(0) })
  const fault = findFault(whole)
  if (fault && fault !== 'drop-after') {
    applyFault(fault, request, response)
    return
  }
  const reply = body
    ? await mount.handler({ ...whole, path: path.slice(mount.prefix.replace(/\/$/, '').length) || '/' })
    : tooLarge
  if (fault === 'drop-after') {
    applyFault(fault, request, response)
    return
  }
  writeReply(response, whole.method, reply)
}

function splitUrl(url: string): readonly [string, string] {
  const mark = url.indexOf('?')
  return mark < 0 ? [url, ''] : [url.slice(0, mark), url.slice(mark)]
}

type Parts = Pick<HttpRequest, 'path' | 'query' | 'body'>

function toRequest({ method = 'GET', headers }: IncomingMessage, parts: Parts): HttpRequest {
  return { method, headers, ...parts }
}

function applyFault(fault: Fault, { method = 'GET' }: IncomingMessage, response: ServerResponse): void {
  if (typeof fault === 'string') {
    response.destroy()
    return
  }
  writeReply(response, method, { headers: {}, ...fault })
}

const tooLarge: HttpReply = {
  status: 413,
  headers: { 'Content-Type': 'application/fhir+json' },
  body: JSON.stringify({
    resourceType: 'OperationOutcome',
    issue: [
      { severity: 'error', code: 'too-long', details: { text: `A body has at most ${MAXIMUM_BODY_BYTES} bytes` } },
    ],
  }),
}
