/**
 * Who calls: the JWT of a CDS client (https://cds-hooks.hl7.org/2.0/#trusting-cds-clients), verified against the
 * tenant's own configuration. Nothing that the token says of itself decides where keys come from.
 */
import { decodeJwt, decodeProtectedHeader, errors, jwtVerify } from 'jose'
import * as z from 'zod/mini'
import { hashSecret } from '../crypto/references.ts'
import { ProxyError } from '../errors.ts'
import type { FindKeySet } from '../session/key-sets.ts'
import type { Pool } from '../store/schema.ts'
import { markProofUsed } from '../store/sessions.ts'
import type { HookClient, HookTenant, TenantDirectory } from '../tenants.ts'

/** "no more than five minutes in the future" (CDS Hooks 2.0, `exp`). */
const MAX_LIFE_S = 300
/** Both ways, for clocks that differ. */
const SKEW_S = 60
const MAX_LENGTH = 8192
const COMPACT = /^[\w-]+\.[\w-]+\.[\w-]+$/

// strictObject: a token that brings its own key (`jwk`, `x5u`, `x5c`) or asks for special treatment (`crit`, `b64`) is
// refused, whatever else is right about it. Asymmetric algorithms only; these two are those that CDS Hooks recommends.
const header = z.strictObject({
  alg: z.enum(['ES384', 'RS384']),
  typ: z.literal('JWT'),
  kid: z.string().check(z.minLength(1), z.maxLength(256)),
  jku: z.exactOptional(z.string()),
})

const claims = z.object({
  iss: z.string().check(z.minLength(1)),
  aud: z.union([z.string(), z.array(z.string())]),
  exp: z.int(),
  iat: z.int(),
  jti: z.string().check(z.regex(/^[\x21-\x7e]{1,256}$/)),
  sub: z.exactOptional(z.string()),
  tenant: z.exactOptional(z.string()),
})
type Claims = z.output<typeof claims>

export type ClientCheck = {
  /** The `Authorization` header as it came. */
  readonly authorization: string | undefined
  /** Address of the very endpoint that is called. */
  readonly url: string
}

export type ClientVerifier = (check: ClientCheck) => Promise<HookTenant>

export type ClientParts = {
  readonly db: Pool
  readonly tenants: Pick<TenantDirectory, 'hookTenants'>
  readonly findKeySet: FindKeySet
  readonly now: () => number
}

/** @returns the tenant whose EHR signed the call. The verifier throws ProxyError `unauthorized`, or `unavailable`. */
export function createClientVerifier(parts: ClientParts): ClientVerifier {
  return async ({ authorization, url }) => {
    const token = /^Bearer (?<token>\S+)$/i.exec(authorization ?? '')?.groups?.['token']
    if (token === undefined || token.length > MAX_LENGTH || !COMPACT.test(token)) throw refusal()
    const found = findClient(token, parts.tenants.hookTenants)
    const verified = await verify(token, { ...parts, client: found.client, url })
    await useUp(parts.db, found.tenant, verified)
    return found.tenant
  }
}

type Found = { readonly tenant: HookTenant; readonly client: HookClient }

/** By what the token claims, which the signature has still to prove. */
function findClient(token: string, tenants: readonly HookTenant[]): Found {
  const { jku, ...claimed } = readClaimed(token)
  for (const tenant of tenants) {
    const client = tenant.cdsHooks.clients.find((one) => one.issuer === claimed.iss && one.tenant === claimed.tenant)
    if (!client) continue
    const isOurs = client.subject === undefined || client.subject === claimed.sub
    if (!isOurs || (jku !== undefined && jku !== client.jwksUrl)) throw refusal()
    return { tenant, client }
  }
  throw refusal()
}

function readClaimed(token: string): Claims & { readonly jku?: string } {
  try {
    const { jku } = header.parse(decodeProtectedHeader(token))
    return { ...claims.parse(decodeJwt(token)), ...(jku !== undefined && { jku }) }
  } catch (cause) {
    throw refusal(cause)
  }
}

type Verifying = Pick<ClientParts, 'findKeySet' | 'now'> & { readonly client: HookClient; readonly url: string }

async function verify(token: string, { findKeySet, now, client, url }: Verifying): Promise<Claims> {
  let payload: Claims
  try {
    const verified = await jwtVerify(token, findKeySet(client.jwksUrl), {
      algorithms: ['ES384', 'RS384'],
      typ: 'JWT',
      issuer: client.issuer,
      audience: url,
      requiredClaims: ['iss', 'aud', 'exp', 'iat', 'jti'],
      clockTolerance: SKEW_S,
      currentDate: new Date(now()),
    })
    payload = claims.parse(verified.payload)
  } catch (cause) {
    if (cause instanceof ProxyError) throw cause
    if (cause instanceof errors.JWKSTimeout) throw keysAway(cause)
    throw refusal(cause)
  }
  const seconds = now() / 1000
  const isTimely =
    payload.iat <= seconds + SKEW_S &&
    payload.iat >= seconds - MAX_LIFE_S - SKEW_S &&
    payload.exp > payload.iat &&
    payload.exp - payload.iat <= MAX_LIFE_S
  // A token for several services would be good at all of them.
  const isForUsAlone = [payload.aud].flat().length === 1
  if (!(isTimely && isForUsAlone)) throw refusal()
  return payload
}

/** Kept over all replicas until the token is too old to be accepted anyway. */
async function useUp(db: Pool, tenant: HookTenant, { iss, jti, exp }: Claims): Promise<void> {
  const use = {
    hash: hashSecret(['hook', tenant.key, iss, jti].join('\u001f')),
    expiresAt: new Date((exp + 2 * SKEW_S) * 1000),
  }
  if (!(await markProofUsed(db, use))) throw refusal()
}

function keysAway(cause: unknown): ProxyError {
  return new ProxyError('unavailable', 'The keys of the EHR could not be read. Try again in a moment.', { cause })
}

function refusal(cause?: unknown): ProxyError {
  return new ProxyError('unauthorized', 'The call is not signed by an EHR that this service knows.', { cause })
}
