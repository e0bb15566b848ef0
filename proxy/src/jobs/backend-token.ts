/**
 * SMART Backend Services (SMART App Launch 2.2, "Backend Services" and "Client Authentication: Asymmetric"): the client
 * signs an assertion with its own key and gets an access token, which is kept until shortly before it ends.
 */
import { randomUUID } from 'node:crypto'
import { calculateJwkThumbprint, exportJWK, importPKCS8, type JWK, SignJWT } from 'jose'
import * as z from 'zod/mini'
import { JobError } from './errors.ts'
import { describeRefusal } from './fhir-server.ts'

/** A server must support both (SMART 2.2, Asymmetric 3.2); which one is ours follows from the key. */
export type AssertionAlgorithm = 'RS384' | 'ES384'

export type BackendClient = {
  readonly clientId: string
  readonly tokenUrl: string
  readonly scope: string
  readonly algorithm: AssertionAlgorithm
  /** PKCS 8, PEM. */
  readonly privateKey: string
}

export type BackendToken = {
  /** @throws JobError */
  readonly get: () => Promise<string>
  /** The server no longer takes it; the next `get` asks for another. */
  readonly forget: (token: string) => void
}

/** "exp ... SHALL be no more than five minutes in the future" (SMART 2.2, Asymmetric 3.1). */
const ASSERTION_SECONDS = 240
const EARLY_MS = 30_000
const DEADLINE_MS = 10_000

const answer = z.object({ access_token: z.string().check(z.minLength(1)), expires_in: z.optional(z.number()) })

type Parts = { readonly fetch: typeof fetch; readonly now: () => number }

export function createBackendToken(client: BackendClient, parts: Parts): BackendToken {
  return createHeldToken(() => requestToken(client, parts), parts.now)
}

/** Asks when there is none that still holds. */
export function createHeldToken(
  request: () => Promise<{ readonly token: string; readonly seconds: number }>,
  now: () => number,
): BackendToken {
  let held: { readonly token: string; readonly until: number } | undefined
  let asking: Promise<string> | undefined
  const ask = async (): Promise<string> => {
    const { token, seconds } = await request()
    held = { token, until: now() + seconds * 1000 - EARLY_MS }
    return token
  }
  return {
    get: async () => {
      if (held && now() < held.until) return held.token
      // Many readers wait for one answer.
      asking ??= ask().finally(() => {
        asking = undefined
      })
      return asking
    },
    forget: (token) => {
      if (held?.token === token) held = undefined
    },
  }
}

async function requestToken(client: BackendClient, { fetch, now }: Parts): Promise<{ token: string; seconds: number }> {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    scope: client.scope,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: await signAssertion(client, now()),
  })
  let response: Response
  try {
    response = await fetch(client.tokenUrl, {
      method: 'POST',
      headers: { accept: 'application/json' },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(DEADLINE_MS),
    })
  } catch (cause) {
    throw new JobError('unavailable', { cause })
  }
  if (response.status === 429 || response.status >= 500) throw await describeRefusal(response)
  if (!response.ok) throw new JobError('sign-in-refused')
  const parsed = answer.safeParse(await response.json().catch(() => undefined))
  if (!parsed.success) throw new JobError('bad-answer')
  return { token: parsed.data.access_token, seconds: parsed.data.expires_in ?? 300 }
}

export async function signAssertion(client: BackendClient, now: number): Promise<string> {
  const key = await importPKCS8(client.privateKey, client.algorithm)
  const seconds = Math.floor(now / 1000)
  const { kid } = await describePublicKey(client)
  return new SignJWT({})
    .setProtectedHeader({ alg: client.algorithm, typ: 'JWT', kid })
    .setIssuer(client.clientId)
    .setSubject(client.clientId)
    .setAudience(client.tokenUrl)
    .setJti(randomUUID())
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + ASSERTION_SECONDS)
    .sign(key)
}

export type PublicKey = JWK & { readonly kid: string }

/** What the EHR registers, or fetches from the JWKS address: the public half, named by its thumbprint (RFC 7638). */
export async function describePublicKey({
  privateKey,
  algorithm,
}: Pick<BackendClient, 'privateKey' | 'algorithm'>): Promise<PublicKey> {
  const { kty, n, e, crv, x, y } = await exportJWK(await importPKCS8(privateKey, algorithm, { extractable: true }))
  const publicHalf: JWK =
    kty === 'RSA'
      ? { kty, ...(n && { n }), ...(e && { e }) }
      : { kty: 'EC', ...(crv && { crv }), ...(x && { x }), ...(y && { y }) }
  return {
    ...publicHalf,
    kid: await calculateJwkThumbprint(publicHalf),
    alg: algorithm,
    use: 'sig',
    key_ops: ['verify'],
  }
}
