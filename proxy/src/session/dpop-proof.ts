/** DPoP proofs (RFC 9449, section 4.3): the caller holds the key that the session is bound to, for this one request. */
import { createHash } from 'node:crypto'
import { type CryptoKey, calculateJwkThumbprint, decodeJwt, decodeProtectedHeader, importJWK, jwtVerify } from 'jose'
import * as z from 'zod/mini'
import { ProxyError } from '../errors.ts'
import type { UsedProof } from '../store/sessions.ts'

/** Both ways, for clocks that differ. */
const PROOF_WINDOW_MS = 60_000
const COMPACT = /^[\w-]+\.[\w-]+\.[\w-]+$/

// strictObject: a header that also carries `jku`, `x5u` or `kid`, or a key with its private part, is refused.
const header = z.strictObject({
  typ: z.literal('dpop+jwt'),
  alg: z.literal('ES256'),
  jwk: z.strictObject({
    kty: z.literal('EC'),
    crv: z.literal('P-256'),
    x: z.string().check(z.regex(/^[\w-]{43}$/)),
    y: z.string().check(z.regex(/^[\w-]{43}$/)),
  }),
})

const claims = z.object({
  jti: z.string().check(z.minLength(16), z.maxLength(128)),
  htm: z.string(),
  htu: z.string(),
  iat: z.number(),
  ath: z.exactOptional(z.string()),
  // A proof is good from `iat` on; one that says otherwise was not made by our page.
  nbf: z.exactOptional(z.never()),
})

type Jwk = z.output<typeof header>['jwk']
type ProofKey = { readonly key: CryptoKey | Uint8Array; readonly thumbprint: string }

/** Of those who are here today: a key is read and hashed once, not with each of its requests. */
const MAX_KEYS = 5000
const keys = new Map<string, ProofKey>()

export type ProvenRequest = {
  readonly method: string
  readonly url: string
  /** The session token that came along; the exchange has none yet. */
  readonly token?: string
}

type Presented = { readonly proof: string | undefined; readonly request: ProvenRequest; readonly now: number }

export type VerifiedProof = { readonly keyThumbprint: string; readonly use: UsedProof }

/** @throws ProxyError `unauthorized`; whether the proof was used before is for the store to say. */
export function verifyDpopProof(
  proof: string | undefined,
  request: ProvenRequest,
  now: number,
): Promise<VerifiedProof> {
  return lookUpProven({ proof, request, now }, async (verified) => verified)
}

/**
 * What the store says of a proof, for one with a good signature alone. A key that has signed before is looked up while
 * its signature is verified, which is the work of another thread; a stranger's only afterwards.
 * @throws ProxyError `unauthorized`, whatever was found meanwhile.
 */
export async function lookUpProven<Found>(
  { proof, request, now }: Presented,
  lookUp: (proof: VerifiedProof) => Promise<Found>,
): Promise<Found> {
  if (proof === undefined || proof.length > 4096 || !COMPACT.test(proof)) throw refusal()
  const { jwk, payload } = readUnverified(proof)
  const isForThisRequest =
    payload.htm === request.method &&
    payload.htu === withoutQuery(request.url) &&
    Math.abs(now - payload.iat * 1000) <= PROOF_WINDOW_MS &&
    payload.ath === (request.token === undefined ? undefined : hashToken(request.token))
  if (!isForThisRequest) throw refusal()
  const nameUse = (keyThumbprint: string): VerifiedProof => ({
    keyThumbprint,
    use: {
      hash: hashToken(`${keyThumbprint}.${payload.jti}`),
      expiresAt: new Date(payload.iat * 1000 + 2 * PROOF_WINDOW_MS),
    },
  })
  const known = keys.get(nameKey(jwk))
  if (!known) return lookUp(nameUse(await verifyStranger(proof, jwk)))
  const [, found] = await Promise.all([verifySignature(proof, known.key), lookUp(nameUse(known.thumbprint))])
  return found
}

/** What it says, whoever wrote it. */
function readUnverified(proof: string) {
  try {
    const { jwk } = header.parse(decodeProtectedHeader(proof))
    return { jwk, payload: claims.parse(decodeJwt(proof)) }
  } catch (cause) {
    throw refusal(cause)
  }
}

async function verifySignature(proof: string, key: ProofKey['key']): Promise<void> {
  try {
    await jwtVerify(proof, key, {
      algorithms: ['ES256'],
      typ: 'dpop+jwt',
      // `iat` is judged against our own clock above, both ways; jose would only look at `exp` and `nbf`.
      currentDate: new Date(0),
    })
  } catch (cause) {
    throw refusal(cause)
  }
}

/** @returns the thumbprint of a key that is known from now on. */
async function verifyStranger(proof: string, jwk: Jwk): Promise<string> {
  const { key, thumbprint } = await readKey(jwk)
  await verifySignature(proof, key)
  keep(jwk, { key, thumbprint })
  return thumbprint
}

async function readKey(jwk: Jwk): Promise<ProofKey> {
  try {
    return { key: await importJWK(jwk, 'ES256'), thumbprint: await calculateJwkThumbprint(jwk, 'sha256') }
  } catch (cause) {
    throw refusal(cause)
  }
}

/** Once it has signed something, so that made-up keys do not push out those in use. */
function keep(jwk: Jwk, key: ProofKey): void {
  const [oldest] = keys.keys()
  if (keys.size >= MAX_KEYS && oldest !== undefined) keys.delete(oldest)
  keys.set(nameKey(jwk), key)
}

function nameKey({ x, y }: Jwk): string {
  return `${x}.${y}`
}

function withoutQuery(url: string): string {
  const { origin, pathname } = new URL(url)
  return origin + pathname
}

/** RFC 9449, section 4.2: `ath` is base64url of the SHA-256 of the token. */
function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}

function refusal(cause?: unknown): ProxyError {
  return new ProxyError('unauthorized', 'The request is not signed by the key of this session.', { cause })
}
