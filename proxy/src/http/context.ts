/** A request on its way through the middleware, and what each leaves for the next one. */
import { ProxyError } from '../errors.ts'
import type { Session } from '../store/sessions.ts'
import type { TenantRow } from '../tenants.ts'

/** What a server must know of a request; `node-server.ts` reads it from a socket, `app.request` from a `Request`. */
export type IncomingCall = {
  readonly method: string
  /** Path and query, as they were written. */
  readonly target: string
  /** Scheme and host that the caller believes to be talking to. @throws TypeError where it wrote none that can be read. */
  readonly readOrigin: () => string
  readonly readHeader: (name: string) => string | undefined
  readonly readText: () => Promise<string>
  readonly openBody: () => AsyncIterable<Uint8Array> | null
  /** Of the connection. */
  readonly address: string | undefined
}

export type Answer = {
  readonly status: number
  readonly headers: Record<string, string>
  readonly body: string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array> | null
}

export type ProxyVariables = {
  requestId: string
  /** Of the answer; see `answer.ts`. */
  headers: Record<string, string> | undefined
  /** Set by the size limit, obeyed where the body is read. */
  maxBodyBytes: number
  session: Session & { readonly tokenHash: string }
  /** The row of the session's tenant. */
  tenant: TenantRow
  /** How to sign in, where it is not with a session. */
  challenge: string | undefined
  /** Set by a handler that has put a refusal on record itself, with more than others know. */
  isRefusalRecorded: true | undefined
  /** Set by a handler whose response outlives it; both settle however the stream goes. */
  stream: { readonly begun: Promise<void>; readonly ended: Promise<void> } | undefined
}

export type Params = Readonly<Record<string, string>>

class ProxyRequest {
  readonly method: string
  readonly path: string
  readonly #call: IncomingCall
  readonly #params: Params
  #query: Params | undefined

  constructor(call: IncomingCall, path: string, params: Params) {
    this.method = call.method
    this.path = path
    this.#call = call
    this.#params = params
  }

  get url(): string {
    try {
      return new URL(this.#call.readOrigin() + this.#call.target).href
    } catch (cause) {
      throw new ProxyError('bad-request', 'The request does not say where it was sent.', { cause })
    }
  }

  header(name: Lowercase<string>): string | undefined {
    return this.#call.readHeader(name)
  }

  param(name: string): string | undefined {
    return this.#params[name]
  }

  /** Of a name that comes twice, the first counts. */
  query(): Params
  query(name: string): string | undefined
  query(name?: string): Params | string | undefined {
    this.#query ??= readQuery(this.#call.target)
    return name === undefined ? this.#query : this.#query[name]
  }

  text(): Promise<string> {
    return this.#call.readText()
  }

  openBody(): AsyncIterable<Uint8Array> | null {
    return this.#call.openBody()
  }
}

function readQuery(target: string): Params {
  const start = target.indexOf('?')
  if (start < 0) return {}
  return Object.fromEntries([...new URLSearchParams(target.slice(start))].reverse())
}

type Found = {
  readonly path: string
  /** The pattern that answers, or `*`: never an address that a caller wrote. */
  readonly route: string
  readonly params: Params
}

export class ProxyContext {
  readonly req: ProxyRequest
  readonly route: string
  /** Of the connection. */
  readonly address: string | undefined
  /** Once there is one. */
  answer: Answer | undefined
  readonly #values: Partial<ProxyVariables> = {}

  constructor(call: IncomingCall, { path, route, params }: Found) {
    this.req = new ProxyRequest(call, path, params)
    this.route = route
    this.address = call.address
  }

  /** Whoever asks comes after the middleware that sets it. */
  get<Name extends keyof ProxyVariables>(name: Name): ProxyVariables[Name] {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the order of middleware in `app.ts` sees to it.
    return this.#values[name] as ProxyVariables[Name]
  }

  set<Name extends keyof ProxyVariables>(name: Name, value: ProxyVariables[Name]): void {
    this.#values[name] = value
  }
}

/** Comes back when all that follows has answered; it never fails, since a failure has become an answer by then. */
export type Next = () => Promise<void> | undefined
export type Middleware = (context: ProxyContext, next: Next) => Promise<Answer> | Promise<void> | Answer | void
export type Handler = (context: ProxyContext) => Promise<Answer> | Answer
