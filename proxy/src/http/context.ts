/** What the middleware of a request leaves for the next one. */
import type { Context, MiddlewareHandler } from 'hono'
import type { Session } from '../store/sessions.ts'
import type { TenantRow } from '../tenants.ts'

type ProxyVariables = {
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

export type ProxyEnvironment = { Variables: ProxyVariables }
export type ProxyContext = Context<ProxyEnvironment>
export type Middleware = MiddlewareHandler<ProxyEnvironment>
export type Handler = (context: ProxyContext) => Promise<Response> | Response
