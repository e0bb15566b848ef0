/**
 * A checkpoint is a signed statement, kept by somebody else than the database: "at this time the chain of this tenant
 * ended with this row and this hash". Who holds the database can rewrite a chain and its head, but not that statement.
 */
import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import * as z from 'zod/mini'
import { tenantKey } from '#coding/contract/scalars.ts'
import type { TenantKey } from '#coding/domain/ids.ts'
import { ConfigError } from '../errors.ts'

const MARK = '{"postilCheckpoint":1,'

const checkpoint = z.strictObject({
  postilCheckpoint: z.literal(1),
  tenant: tenantKey,
  seq: z.int().check(z.minimum(1)),
  hash: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
  at: z.iso.datetime(),
  /** Which key signed: the first 16 hex digits of SHA-256 of its public half (SPKI, DER). */
  key: z.string().check(z.regex(/^[0-9a-f]{16}$/)),
  signature: z.string().check(z.regex(/^[\w-]{86}$/)),
})
export type Checkpoint = z.output<typeof checkpoint>

export type CheckpointSigner = {
  readonly keyId: string
  readonly publicKeyPem: string
  readonly sign: (
    end: { readonly tenant: TenantKey; readonly seq: number; readonly hash: string },
    at: Date,
  ) => Checkpoint
}

/**
 * @param pem PKCS 8, Ed25519 (RFC 8410): `openssl genpkey -algorithm ed25519`.
 * @throws ConfigError
 */
export function createCheckpointSigner(pem: string): CheckpointSigner {
  const privateKey = readKey('POSTIL_CHECKPOINT_KEY_FILE', () => createPrivateKey(pem))
  const publicKey = createPublicKey(privateKey)
  const key = describeKey(publicKey)
  return {
    keyId: key,
    publicKeyPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    sign: ({ tenant, seq, hash }, at) => {
      const said = { tenant, seq, hash, at: at.toISOString(), key }
      const signature = sign(null, encode(said), privateKey).toString('base64url')
      return { postilCheckpoint: 1, ...said, signature }
    },
  }
}

/** @returns whether one of the keys signed it. @throws ConfigError for a key that is none. */
export function createCheckpointVerifier(publicKeyPems: readonly string[]): (signed: Checkpoint) => boolean {
  const keys = new Map(
    publicKeyPems.map((pem) => {
      const key = readKey('--public-key', () => createPublicKey(pem))
      return [describeKey(key), key]
    }),
  )
  return (signed) => {
    const key = keys.get(signed.key)
    return key !== undefined && verify(null, encode(signed), key, Buffer.from(signed.signature, 'base64url'))
  }
}

/** One line of JSON, the same for every sink. */
export function formatCheckpoint(signed: Checkpoint): string {
  const { tenant, seq, hash, at, key, signature } = signed
  return JSON.stringify({ postilCheckpoint: 1, tenant, seq, hash, at, key, signature })
}

/** Finds the checkpoint in a line, whatever a log collector wrote around it. */
export function tryParseCheckpoint(line: string): Checkpoint | 'malformed' | undefined {
  const start = line.indexOf(MARK)
  if (start === -1) return undefined
  const end = line.indexOf('}', start)
  try {
    return checkpoint.parse(JSON.parse(line.slice(start, end + 1)))
  } catch {
    return 'malformed'
  }
}

function readKey(setting: string, read: () => KeyObject): KeyObject {
  try {
    const key = read()
    if (key.asymmetricKeyType === 'ed25519') return key
  } catch (cause) {
    throw new ConfigError(setting, 'is not a key in PEM form.', { cause })
  }
  throw new ConfigError(setting, 'is not an Ed25519 key.')
}

function describeKey(publicKey: KeyObject): string {
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex')
    .slice(0, 16)
}

function encode({ tenant, seq, hash, at, key }: Omit<Checkpoint, 'signature' | 'postilCheckpoint'>): Buffer {
  return Buffer.from(['postil-checkpoint-1', tenant, seq, hash, at, key].join('\n'))
}
