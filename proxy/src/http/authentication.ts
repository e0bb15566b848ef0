/** `Authorization: DPoP <session>` and a proof by the session's key, for every request after the exchange. */
import type { Role } from '#coding/contract/session.ts'
import { hashSecret } from '../crypto/references.ts'
import { ProxyError } from '../errors.ts'
import { lookUpProven } from '../session/dpop-proof.ts'
import type { StoredEncounter } from '../store/encounter-state.ts'
import type { Pool } from '../store/schema.ts'
import { type Credential, findSession, type Session, type UsedProof } from '../store/sessions.ts'
import type { TenantDirectory } from '../tenants.ts'
import type { Tracing } from '../tracing/tracing.ts'
import type { Middleware, ProxyContext } from './context.ts'
import { requireTenantOrigin } from './origin.ts'
import type { WorkAhead } from './work-ahead.ts'

export type AuthenticationParts = {
  readonly db: Pool
  readonly tenants: TenantDirectory
  readonly publicOrigin: string | undefined
  readonly now: () => number
  readonly tracing?: Tracing
}

const CREDENTIAL = /^DPoP ([\w-]{43})$/

type Found = Session & { readonly encounter?: StoredEncounter }

/** Uses up the proof. */
export type FindSession = (
  db: Pool,
  credential: Credential,
  proof: UsedProof,
) => Promise<Found | 'replayed' | undefined>

type Meanwhile = {
  /** One that reads more than the session, where a route needs it: in the same round trip. */
  readonly find?: FindSession
  /** Called when the question is on its way; for a key that has signed before, its signature is not verified by then. */
  readonly begin?: WorkAhead['begin']
}

export function authenticate(parts: AuthenticationParts, { find = findSession, begin }: Meanwhile = {}): Middleware {
  return async function authentication(context, next) {
    const token = CREDENTIAL.exec(context.req.header('authorization') ?? '')?.[1]
    if (token === undefined) throw new ProxyError('unauthorized', 'Sign in through the chart first.')
    const endStep = parts.tracing?.startStep(context.get('requestId'), 'session')
    const now = parts.now()
    const request = { method: context.req.method, url: findRequestUrl(context, parts.publicOrigin), token }
    const tokenHash = hashSecret(token)
    const presented = { proof: context.req.header('dpop'), request, now }
    const found = await lookUpProven(presented, ({ keyThumbprint, use }) => {
      const credential = { tokenHash, keyThumbprint }
      const looking = find(parts.db, credential, use)
      begin?.(context, credential)
      return looking
    })
    endStep?.()
    if (found === 'replayed') throw new ProxyError('unauthorized', 'This request was sent before.')
    // A tenant that was taken out of the file takes its sessions with it.
    const tenant = found && parts.tenants.findByKey(found.tenant)
    if (!found || !tenant) throw new ProxyError('unauthorized', 'Sign in through the chart first.')
    const { encounter, ...session } = found
    if (session.expiresAt.getTime() <= now) {
      throw new ProxyError('session-expired', 'The session has ended and can be renewed.')
    }
    requireTenantOrigin(context, tenant, parts.publicOrigin)
    context.set('session', { ...session, tokenHash })
    context.set('tenant', tenant)
    context.set('encounter', encounter)
    await next()
  }
}

/** Behind a load balancer the address that the browser signed is the public one, not ours. */
export function findRequestUrl(context: ProxyContext, publicOrigin: string | undefined): string {
  if (publicOrigin === undefined) return context.req.url
  return publicOrigin + new URL(context.req.url).pathname
}

/** After `authenticate`: a session of a person alone knows no encounter. */
export const requireEncounter: Middleware = async (context, next) => {
  if (context.get('session').encounterRef === '') {
    throw new ProxyError('forbidden', 'This needs an open encounter. Open one from the list first.')
  }
  await next()
}

/** After `authenticate`. */
export function requireRole(roles: readonly Role[]): Middleware {
  return async function role(context, next) {
    if (!roles.includes(context.get('session').role)) {
      throw new ProxyError('forbidden', 'Your role does not include this.')
    }
    await next()
  }
}
