/** A request on its way through the middleware, and what each leaves for the next one. */
import type { HttpBindings } from '@hono/node-server'
import type { Context, HonoRequest } from 'hono'
import type { StoredEncounter } from '../store/encounter-state.ts'
import type { Credential, Session } from '../store/sessions.ts'
import type { TenantRow } from '../tenants.ts'
import type { AwaitOthers } from './await-others.ts'
import type { WorkDone } from './work-ahead.ts'

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
  /** Set by the line, which others may pass while something is on its way. */
  awaitOthers: AwaitOthers | undefined
  session: Session & { readonly tokenHash: string }
  /** Of the session, where the route asked for it. */
  encounter: StoredEncounter | undefined
  /** The row of the session's tenant. */
  tenant: TenantRow
  /** How to sign in, where it is not with a session. */
  challenge: string | undefined
  /** What a sign-in was about that failed, as opaque references, for the record of it. */
  refusedExchange: { readonly patient?: string; readonly encounter?: string } | undefined
  /** What an analysis came with. */
  credential: Credential
  /** What was done of an analysis while its session was looked up, if anything was. */
  workDone: Promise<WorkDone> | undefined
  /** Set by a handler whose response outlives it; both settle however the stream goes. */
  stream: { readonly begun: Promise<void>; readonly ended: Promise<void> } | undefined
}

export class ProxyContext {
  readonly req: HonoRequest<string>
  /** The pattern that answers, or `*`: never an address that a caller wrote. */
  readonly route: string
  /** Once there is one. */
  answer: Answer | undefined
  readonly #bindings: Partial<HttpBindings> | undefined
  readonly #values: Partial<ProxyVariables> = {}

  constructor(call: Context<{ Bindings: Partial<HttpBindings> }, string>, route: string) {
    this.req = call.req
    this.route = route
    this.#bindings = call.env
  }

  /** Of the connection, where there is one. */
  get address(): string | undefined {
    return this.#bindings?.incoming?.socket.remoteAddress
  }

  /** What the request line named, as it stood there; without a socket, nothing. */
  get target(): string | undefined {
    return this.#bindings?.incoming?.url
  }

  /** Before all of the request was there; nobody will hear the answer. */
  get isBrokenOff(): boolean {
    const incoming = this.#bindings?.incoming
    return incoming?.destroyed === true && !incoming.complete
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
