/** The EHR's id_token, verified against the tenant's own configuration and nothing that the token says of itself. */
import { createHash } from 'node:crypto'
import { decodeJwt, errors, type JWTVerifyGetKey, type JWTVerifyOptions, jwtVerify } from 'jose'
import * as z from 'zod/mini'
import { isSameText } from '../crypto/references.ts'
import { ProxyError } from '../errors.ts'
import type { Claims, SmartTenant } from '../tenants.ts'
import { createKeySets } from './key-sets.ts'
import type { Outbound } from './outbound.ts'

const CLOCK_TOLERANCE_S = 60
const MAX_AGE_S = 10 * 60
/** RFC 7515, 7.1 and appendix C. Decoders also take padding and line breaks; two spellings of one token are one too many. */
const COMPACT = /^[\w-]+\.[\w-]+\.[\w-]+$/

const claims = z.object({
  sub: z.string().check(z.minLength(1)),
  aud: z.union([z.string(), z.array(z.string())]),
  azp: z.exactOptional(z.string()),
  fhirUser: z.exactOptional(z.string()),
  /** Before SMART 2 the claim had the name that OpenID gave it. */
  profile: z.exactOptional(z.string()),
  at_hash: z.exactOptional(z.string()),
})

type IdentityCheck = {
  readonly tenant: SmartTenant
  readonly idToken: string
  readonly accessToken: string
  readonly now: number
  /** A renewal shows the id_token of its launch again: signature and audience still count, its age does not. */
  readonly purpose: 'launch' | 'renewal'
}

/** `fhirUser` is empty when the EHR names none. */
export type Identity = { readonly subject: string; readonly fhirUser: string; readonly claims: Claims }

export type IdTokenVerifier = (check: IdentityCheck) => Promise<Identity>

/** `jku`, `x5u` and `jwk` of a token are never read. */
export function createIdTokenVerifier(outbound: Outbound): IdTokenVerifier {
  const findKeySet = createKeySets(outbound)
  return (check) => verifyIdToken(check, findKeySet(check.tenant.idToken.jwksUrl))
}

async function verifyIdToken(check: IdentityCheck, keySet: JWTVerifyGetKey): Promise<Identity> {
  const { tenant } = check
  const options: JWTVerifyOptions = {
    algorithms: tenant.idToken.algorithms ?? ['RS256', 'ES256', 'ES384'],
    issuer: tenant.idToken.issuer,
    audience: tenant.clientId,
    requiredClaims: ['sub', 'iat', 'exp'],
    clockTolerance: CLOCK_TOLERANCE_S,
  }
  const verified =
    check.purpose === 'launch'
      ? await verify(check.idToken, keySet, { ...options, maxTokenAge: MAX_AGE_S, currentDate: new Date(check.now) })
      : await verify(check.idToken, keySet, { ...options, currentDate: readIssueTime(check.idToken) })
  checkAudience(verified, tenant)
  checkAccessTokenHash(verified, check)
  return {
    subject: verified.sub,
    fhirUser: verified.fhirUser ?? findProfile(verified.profile),
    claims: verified.payload,
  }
}

async function verify(idToken: string, keySet: JWTVerifyGetKey, options: JWTVerifyOptions) {
  if (!COMPACT.test(idToken)) throw refusal()
  try {
    const { payload, protectedHeader } = await jwtVerify(idToken, keySet, options)
    return { ...claims.parse(payload), alg: protectedHeader.alg, payload }
  } catch (cause) {
    if (cause instanceof ProxyError) throw cause
    if (cause instanceof errors.JWKSTimeout)
      throw new ProxyError('unavailable', 'The EHR did not answer the sign-in check.')
    throw refusal(cause)
  }
}

/** OpenID's own `profile` is the address of a page about the person; only as a reference is it what SMART 1 meant. */
function findProfile(profile = ''): string {
  return /(^|\/)[A-Z][A-Za-z]+\/[A-Za-z0-9\-.]{1,64}$/.test(profile) ? profile : ''
}

function readIssueTime(idToken: string): Date {
  try {
    return new Date((decodeJwt(idToken).iat ?? 0) * 1000)
  } catch (cause) {
    throw refusal(cause)
  }
}

/** OpenID Connect Core, 3.1.3.7: with several audiences `azp` must be there, and where it is it must be us. */
function checkAudience(token: z.output<typeof claims>, tenant: SmartTenant): void {
  const isShared = Array.isArray(token.aud) && token.aud.length > 1
  if (token.azp === undefined ? isShared : token.azp !== tenant.clientId) throw refusal()
}

/** OpenID Connect Core, 3.1.3.6: left half of the access token's digest. A renewed access token has another one. */
function checkAccessTokenHash(token: z.output<typeof claims> & { readonly alg: string }, check: IdentityCheck): void {
  if (token.at_hash === undefined || check.purpose === 'renewal') return
  const digest = createHash(token.alg.endsWith('384') ? 'sha384' : 'sha256')
    .update(check.accessToken)
    .digest()
  if (!isSameText(token.at_hash, digest.subarray(0, digest.length / 2).toString('base64url'))) throw refusal()
}

function refusal(cause?: unknown): ProxyError {
  return new ProxyError('unauthorized', 'The EHR sign-in could not be verified. Open Postil from the chart again.', {
    cause,
  })
}
