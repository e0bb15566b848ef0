/** Columns that hold words of the chart are AES-256-GCM; the cell names its key, so keys can be rotated forward. */
import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import type { KeyMaterial } from '../config.ts'
import { CryptoError } from './errors.ts'

const ALGORITHM = 'aes-256-gcm'
const IV_BYTES = 12
const TAG_BYTES = 16

/** Where the cell stands (tenant, table, column, row). It is authenticated, so a cell moved elsewhere does not open. */
type CellPlace = readonly string[]

export type ColumnCipher = {
  readonly encrypt: (text: string, place: CellPlace) => string
  /** @throws CryptoError for a cell that was changed, moved, or written with a key that is gone; never gives it back raw. */
  readonly decrypt: (cell: string, place: CellPlace) => string
  /** The key that new cells are written with. */
  readonly activeKeyId: string
}

export function createColumnCipher(keys: KeyMaterial['columnKeys']): ColumnCipher {
  const secrets = new Map(keys.map(({ id, key }) => [id, createSecretKey(key, 'base64')]))
  const [active] = keys
  const activeSecret = createSecretKey(active.key, 'base64')
  return {
    activeKeyId: active.id,
    encrypt: (text, place) => {
      // NIST SP 800-38D 8.3: random 96-bit nonces stay safe below 2^32 messages a key.
      const iv = randomBytes(IV_BYTES)
      const cipher = createCipheriv(ALGORITHM, activeSecret, iv).setAAD(encodePlace(place))
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return `v1.${active.id}.${Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')}`
    },
    decrypt: (cell, place) => {
      const [version, keyId = '', payload = ''] = cell.split('.')
      const secret = secrets.get(keyId)
      if (version !== 'v1' || payload === '') throw new CryptoError('malformed')
      if (!secret) throw new CryptoError('unknown-key')
      return open(secret, Buffer.from(payload, 'base64url'), place)
    },
  }
}

function open(secret: KeyObject, bytes: Buffer, place: CellPlace): string {
  try {
    const decipher = createDecipheriv(ALGORITHM, secret, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
      .setAAD(encodePlace(place))
      .setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
    return decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
  } catch (cause) {
    throw new CryptoError('not-authentic', { cause })
  }
}

function encodePlace(place: CellPlace): Buffer {
  return Buffer.from(place.join('\u001f'))
}
