/**
 * A checkpoint is a signed statement, kept by somebody else than the database: "at this time the chain of this tenant
 * ended with this row and this hash". Who holds the database can rewrite a chain and its head, but not that statement.
 * A cut is another, under the same key: "what came before, up to this row, was taken away on purpose".
 */
import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import * as z from 'zod/mini'
import { tenantKey } from '#coding/contract/scalars.ts'
import type { TenantKey } from '#coding/domain/ids.ts'
import { ConfigError } from '../errors.ts'

const MARK = '{"postilCheckpoint":1,'

const said = {
  tenant: tenantKey,
  seq: z.int().check(z.minimum(1)),
  hash: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
  at: z.iso.datetime(),
  /** Which key signed: the first 16 hex digits of SHA-256 of its public half (SPKI, DER). */
  key: z.string().check(z.regex(/^[0-9a-f]{16}$/)),
  signature: z.string().check(z.regex(/^[\w-]{86}$/)),
}
const checkpoint = z.strictObject({ postilCheckpoint: z.literal(1), ...said })
export type Checkpoint = z.output<typeof checkpoint>
const cutStatement = z.strictObject({ postilCut: z.literal(1), ...said })
export type CutStatement = z.output<typeof cutStatement>

type Place = { readonly tenant: TenantKey; readonly seq: number; readonly hash: string }

export type CheckpointSigner = {
  readonly keyId: string
  readonly publicKeyPem: string
  readonly sign: (end: Place, at: Date) => Checkpoint
  /** @param last the last row that goes. */
  readonly signCut: (last: Place, at: Date) => CutStatement
}

/**
 * @param pem PKCS 8, Ed25519 (RFC 8410): `openssl genpkey -algorithm ed25519`.
 * @throws ConfigError
 */
export function createCheckpointSigner(pem: string): CheckpointSigner {
  const privateKey = readKey('POSTIL_CHECKPOINT_KEY_FILE', () => createPrivateKey(pem))
  const publicKey = createPublicKey(privateKey)
  const key = describeKey(publicKey)
  const state = (subject: Subject, { tenant, seq, hash }: Place, at: Date) => {
    const stated = { tenant, seq, hash, at: at.toISOString(), key }
    return { ...stated, signature: sign(null, encode(subject, stated), privateKey).toString('base64url') }
  }
  return {
    keyId: key,
    publicKeyPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    sign: (end, at) => ({ postilCheckpoint: 1, ...state('checkpoint', end, at) }),
    signCut: (last, at) => ({ postilCut: 1, ...state('cut', last, at) }),
  }
}

export type StatementVerifier = (signed: Checkpoint | CutStatement) => boolean

/** @returns whether one of the keys signed it. @throws ConfigError for a key that is none. */
export function createCheckpointVerifier(publicKeyPems: readonly string[]): StatementVerifier {
  const keys = new Map(
    publicKeyPems.map((pem) => {
      const key = readKey('--public-key', () => createPublicKey(pem))
      return [describeKey(key), key]
    }),
  )
  return (signed) => {
    const key = keys.get(signed.key)
    const subject = 'postilCut' in signed ? 'cut' : 'checkpoint'
    return key !== undefined && verify(null, encode(subject, signed), key, Buffer.from(signed.signature, 'base64url'))
  }
}

/** One line of JSON, the same for every sink. */
export function formatCheckpoint(signed: Checkpoint): string {
  const { tenant, seq, hash, at, key, signature } = signed
  return JSON.stringify({ postilCheckpoint: 1, tenant, seq, hash, at, key, signature })
}

export function formatCut(signed: CutStatement): string {
  const { tenant, seq, hash, at, key, signature } = signed
  return JSON.stringify({ postilCut: 1, tenant, seq, hash, at, key, signature })
}

/** Of a line that should be nothing else. */
export function tryParseCut(line: string): CutStatement | undefined {
  try {
    return cutStatement.parse(JSON.parse(line))
  } catch {
    return undefined
  }
}

/** Finds the checkpoint in a line, whatever a log collector wrote around it, or a full disk has left before it. */
export function tryParseCheckpoint(line: string): Checkpoint | 'malformed' | undefined {
  const start = line.lastIndexOf(MARK)
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

type Subject = 'checkpoint' | 'cut'

function encode(
  subject: Subject,
  { tenant, seq, hash, at, key }: Omit<Checkpoint, 'signature' | 'postilCheckpoint'>,
): Buffer {
  return Buffer.from([`postil-${subject}-1`, tenant, seq, hash, at, key].join('\n'))
}
