/**
 * An object store, by the one request that all of them (and any small gateway before them) understand:
 * `PUT {base}{tenant}/{seq, twelve digits}-{first 16 of the hash}.json`, `Content-Type: application/json`,
 * `If-None-Match: *` (RFC 9110, 13.1.2: only create), `Authorization: Bearer` when a token is configured.
 * 200, 201 and 204 mean kept; 412 means that it is there already. The store should lock its objects (WORM).
 */
import { formatCheckpoint } from '../checkpoint.ts'
import { AuditError } from '../errors.ts'
import type { CheckpointSink } from './checkpoint-sink.ts'

const DEADLINE_MS = 10_000
const KEPT = [200, 201, 204, 412]

export function createObjectSink(store: { readonly base: string; readonly token?: string }): CheckpointSink {
  const base = store.base.endsWith('/') ? store.base : `${store.base}/`
  return {
    deliver: async (signed) => {
      const name = `${String(signed.seq).padStart(12, '0')}-${signed.hash.slice(0, 16)}.json`
      const status = await put(`${base}${encodeURIComponent(signed.tenant)}/${name}`, formatCheckpoint(signed), store)
      if (!KEPT.includes(status)) throw new AuditError('sink-refused', `The object store answered ${status}.`)
    },
  }
}

async function put(url: string, body: string, { token }: { readonly token?: string }): Promise<number> {
  try {
    const response = await fetch(url, {
      method: 'PUT',
      headers: {
        'content-type': 'application/json',
        'if-none-match': '*',
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(DEADLINE_MS),
    })
    await response.body?.cancel()
    return response.status
  } catch (cause) {
    throw new AuditError('sink-unreachable', 'The object store did not answer.', { cause })
  }
}
