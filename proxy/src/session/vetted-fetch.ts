/**
 * A `fetch` that looks at the address behind a name before it connects, and connects to exactly that address: a name
 * cannot answer with a public address when it is checked and a private one when it is called (DNS rebinding).
 * Node's own `fetch` has no such hook, so this speaks through `node:https`. It never follows a redirect.
 */
import { lookup as lookUpName } from 'node:dns'
import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { Readable } from 'node:stream'
import { ProxyError } from '../errors.ts'
import { isPublicAddress } from './public-address.ts'

export type AddressRules = {
  /** Host names (with port) whose configuration says that they are inside the hospital's network. */
  readonly privateHosts: ReadonlySet<string>
}

type Resolve = typeof lookUpName

/** https://fetch.spec.whatwg.org/#null-body-status */
const NULL_BODY_STATUSES: ReadonlySet<number> = new Set([101, 103, 204, 205, 304])

/** @param resolve the platform's resolver, or a test's. */
export function createVettedFetch(rules: AddressRules, resolve: Resolve = lookUpName): typeof fetch {
  return async (input, init = {}) => {
    const url = new URL(input instanceof Request ? input.url : input)
    const mayBePrivate = rules.privateHosts.has(url.host)
    // A numeric host is never looked up, so it is judged here.
    const literal = url.hostname.replace(/^\[|\]$/g, '')
    if (isIP(literal) !== 0 && !mayBePrivate && !isPublicAddress(literal)) throw refusal()
    const response = await send(url, init, mayBePrivate ? resolve : createPublicLookup(resolve))
    const status = response.statusCode ?? 0
    if (status >= 300 && status < 400 && response.headers.location !== undefined) {
      response.destroy()
      throw new ProxyError('unavailable', 'A configured address answered with a redirect.')
    }
    const hasBody = !NULL_BODY_STATUSES.has(status)
    if (!hasBody) response.resume()
    const body = hasBody ? (Readable.toWeb(response) as ReadableStream<Uint8Array>) : null
    return new Response(body, { status, headers: readHeaders(response) })
  }
}

function send(url: URL, init: RequestInit, lookup: LookupFunction | Resolve): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const request = url.protocol === 'https:' ? requestHttps : requestHttp
  const body = readBody(init.body)
  const sent = request(url, {
    method: init.method ?? 'GET',
    headers: {
      // Nothing here would decompress an answer.
      'accept-encoding': 'identity',
      ...(init.body instanceof URLSearchParams && { 'content-type': 'application/x-www-form-urlencoded' }),
      ...Object.fromEntries(new Headers(init.headers)),
      ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }),
    },
    lookup: lookup as LookupFunction,
    // A connection that was kept would not be looked at again.
    agent: false,
    ...(init.signal && { signal: init.signal }),
  })
  sent.once('response', resolve)
  sent.once('error', reject)
  sent.end(body)
  return promise
}

/** A form to an authorization server, or a resource to the EHR: nothing else is ever sent from here. */
function readBody(body: RequestInit['body']): string | undefined {
  if (body === undefined || body === null) return undefined
  if (typeof body === 'string' || body instanceof URLSearchParams) return body.toString()
  throw new ProxyError('internal', 'A body of this kind cannot be sent to a configured address.')
}

/** As they came, repeated ones too: what a server says of waiting, of types and of places stands in them. */
function readHeaders({ rawHeaders }: IncomingMessage): Headers {
  const headers = new Headers()
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    headers.append(rawHeaders[index] ?? '', rawHeaders[index + 1] ?? '')
  }
  return headers
}

/** Refuses a name when any of its addresses is not public, and hands the connection the ones that were seen. */
function createPublicLookup(resolve: Resolve): LookupFunction {
  return (name, options, done) => {
    resolve(name, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error, '', 0)
      const [first] = addresses
      if (!first || !addresses.every(({ address }) => isPublicAddress(address))) return done(refusal(), '', 0)
      return options.all ? done(null, addresses) : done(null, first.address, first.family)
    })
  }
}

function refusal(): ProxyError {
  return new ProxyError('unavailable', 'A configured address is inside a private network.')
}
