/**
 * An object store, by the one request that all of them (and any small gateway before them) understand:
 * `PUT {base}{tenant}/{seq, twelve digits}-{first 16 of the hash}.json`, `Content-Type: application/json`,
 * `If-None-Match: *` (RFC 9110, 13.1.2: only create), `Authorization: Bearer` when a token is configured.
 * 200, 201 and 204 mean kept; 412 means that it is there already. The store should lock its objects (WORM).
 * At the start it is asked for the head of the prefix. A token that may only write is refused that (403), and a gateway may
 * know no such object (404): both say nothing. 401 says that the token itself is not believed (RFC 9110, 15.5.2).
 */
import { formatCheckpoint } from '../checkpoint.ts'
import { AuditError } from '../errors.ts'
import type { CheckpointSink } from './checkpoint-sink.ts'
import { explainSinkProblem } from './explain-sink-problem.ts'

const DEADLINE_MS = 10_000
/** A start waits for it. */
const TRY_MS = 3000
const KEPT = [200, 201, 204, 412]

export function createObjectSink(store: { readonly base: string; readonly token?: string }): CheckpointSink {
  const base = store.base.endsWith('/') ? store.base : `${store.base}/`
  return {
    deliver: async (signed) => {
      const name = `${String(signed.seq).padStart(12, '0')}-${signed.hash.slice(0, 16)}.json`
      const url = `${base}${encodeURIComponent(signed.tenant)}/${name}`
      const status = await put(url, formatCheckpoint(signed), store).catch((cause: unknown) => {
        throw new AuditError('sink-unreachable', 'The object store did not answer.', { cause })
      })
      if (!KEPT.includes(status)) throw new AuditError('sink-refused', `The object store answered ${status}.`)
    },
    tryOut: async () => {
      const status = await head(base, store).catch((cause: unknown) => {
        throw explainSinkProblem(cause)
      })
      if (status === 401) throw new AuditError('sink-refused', 'The object store answered 401.')
    },
  }
}

type Access = { readonly token?: string }

function put(url: string, body: string, access: Access): Promise<number> {
  const headers = { 'content-type': 'application/json', 'if-none-match': '*', ...authorize(access) }
  return send(url, { method: 'PUT', headers, body, redirect: 'error', signal: AbortSignal.timeout(DEADLINE_MS) })
}

function head(url: string, access: Access): Promise<number> {
  const signal = AbortSignal.timeout(TRY_MS)
  return send(url, { method: 'HEAD', headers: authorize(access), redirect: 'manual', signal })
}

function authorize({ token }: Access): Readonly<Record<string, string>> {
  return token === undefined ? {} : { authorization: `Bearer ${token}` }
}

async function send(url: string, request: RequestInit): Promise<number> {
  const response = await fetch(url, request)
  await response.body?.cancel()
  return response.status
}
