/** The small HTTP vocabulary of the sandbox: handlers take a request with its body read, and answer with a value. */
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'

export type HttpRequest = {
  readonly method: string
  /** Below the mount, starts with a slash, still percent-encoded. */
  readonly path: string
  /** With its question mark, or empty. */
  readonly query: string
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

export type HttpReply = {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
}

export type HttpHandler = (request: HttpRequest) => Promise<HttpReply>

/** Notes with scanned attachments fit; a runaway client does not. */
export const MAXIMUM_BODY_BYTES = 5 * 1024 * 1024

/** `undefined` when the body is larger than the limit; the rest of it is read and thrown away, so that the client sees the answer. */
export async function readBody(request: IncomingMessage, limit = MAXIMUM_BODY_BYTES): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request) {
    const bytes: unknown = chunk
    if (Buffer.isBuffer(bytes)) {
      length += bytes.length
      chunks.push(...(length <= limit ? [bytes] : []))
    }
  }
  return length <= limit ? Buffer.concat(chunks) : undefined
}

export function writeReply(response: ServerResponse, method: string, reply: HttpReply): void {
  const bytes = typeof reply.body === 'string' ? Buffer.from(reply.body) : (reply.body ?? Buffer.alloc(0))
  const isBodiless = reply.status === 204 || reply.status === 304
  response.writeHead(reply.status, { ...reply.headers, ...(isBodiless ? {} : { 'Content-Length': bytes.length }) })
  response.end(method === 'HEAD' || isBodiless ? undefined : bytes)
}

export function jsonReply(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): HttpReply {
  return {
    status,
    headers: { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store', ...headers },
    body: JSON.stringify(body),
  }
}

/** RFC 6750: the scheme is case-insensitive. */
export function findBearerToken(headers: IncomingHttpHeaders): string | undefined {
  return /^bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1]
}

/** Node gives some headers as lists; FHIR and OAuth use none of them twice. */
export function findHeader(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name]
  return Array.isArray(value) ? value.join(', ') : value
}
