/**
 * A call that another system signs with a secret that both know: HMAC-SHA-256 over time, id and body. Several secrets
 * hold at once, so that one can be replaced without a gap.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'

/** Both ways, for clocks that differ and for senders that try again. */
export const SIGNED_WINDOW_S = 300
/** A shorter one could be guessed; 32 characters of base64 are 192 bits. */
export const SHORTEST_SECRET = 32

/** `t=1772445600,id=4f0c…,v1=<64 hex digits>`; a sender that replaces its secret may send several `v1`. */
const HEADER = /^t=(?<time>\d{10}),id=(?<id>[\w-]{16,64})(?<signatures>(?:,v1=[0-9a-f]{64}){1,3})$/

export type SignedCall = {
  /** The header as it came. */
  readonly signature: string | undefined
  readonly body: string
  readonly secrets: readonly string[]
  readonly now: number
}

/** @returns the id of the call, which must not have been seen before, and when it was signed; undefined for a call that is not signed by us or not of now. */
export function findSignedId(call: SignedCall): { readonly id: string; readonly signedAt: number } | undefined {
  const { time, id, signatures } = HEADER.exec(call.signature ?? '')?.groups ?? {}
  if (time === undefined || id === undefined || signatures === undefined) return undefined
  const signedAt = Number(time)
  if (Math.abs(call.now / 1000 - signedAt) > SIGNED_WINDOW_S) return undefined
  const given = signatures
    .split(',v1=')
    .slice(1)
    .map((one) => Buffer.from(one, 'hex'))
  const expected = call.secrets.map((secret) => signText(secret, [time, id, call.body]))
  // Every pair is compared, so that the time taken says nothing about which secret it was.
  const matches = expected.flatMap((one) => given.map((other) => timingSafeEqual(one, other)))
  return matches.includes(true) ? { id, signedAt } : undefined
}

export function signText(secret: string, parts: readonly [time: string, id: string, body: string]): Buffer {
  return createHmac('sha256', secret).update(parts.join('.')).digest()
}
