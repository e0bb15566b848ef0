/** One request to the proxy: signed, sent, and its refusal turned into a typed error. */
import { problem } from '#coding/contract/problem.ts'
import type { DpopKey } from './dpop-key.ts'
import { ProxyError } from './errors.ts'

export type Call = {
  readonly method: 'GET' | 'POST' | 'PUT'
  readonly path: string
  readonly body?: unknown
  readonly signal?: AbortSignal | undefined
  /** Absent for what is public. */
  readonly sign?: { readonly key: DpopKey; readonly token?: string }
}

export type Send = (call: Call) => Promise<Response>

export type Transport = {
  readonly send: Send
  /** Milliseconds by the proxy's clock, as far as it has been heard. */
  readonly now: () => number
}

export function createTransport(baseUrl: string, fetchUrl: typeof fetch): Transport {
  let clockOffsetMs = 0
  const now = (): number => Date.now() + clockOffsetMs
  const send: Send = async ({ method, path, body, signal, sign }) => {
    const url = `${baseUrl}${path}`
    const headers: Record<string, string> = {}
    if (body !== undefined) headers['content-type'] = 'application/json'
    if (sign) {
      const issuedAt = Math.floor(now() / 1000)
      const { token } = sign
      const [target = url] = url.split('?')
      headers['dpop'] = await sign.key.prove({ method, url: target, issuedAt, ...(token !== undefined && { token }) })
      if (token !== undefined) headers['authorization'] = `DPoP ${token}`
    }
    const response = await fetchUrl(url, {
      method,
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
      credentials: 'omit',
      redirect: 'error',
    }).catch((cause: unknown) => {
      signal?.throwIfAborted()
      throw new ProxyError('offline', 'Postil cannot be reached. The chart and manual coding still work.', { cause })
    })
    clockOffsetMs = readClockOffset(response) ?? clockOffsetMs
    if (!response.ok) throw await readProblem(response)
    return response
  }
  return { send, now }
}

/** Workstations run minutes late or early; signatures and the session's end follow the proxy's clock. */
function readClockOffset(response: Response): number | undefined {
  const offset = Date.parse(response.headers.get('date') ?? '') - Date.now()
  return Number.isNaN(offset) ? undefined : offset
}

async function readProblem(response: Response): Promise<ProxyError> {
  const parsed = problem.safeParse(await readJson(response))
  if (!parsed.success) return new ProxyError('unavailable', 'Postil did not answer as expected.')
  const { code, message, retryAfterMs } = parsed.data
  return new ProxyError(code, message, { retryAfterMs })
}

/** @returns undefined when the body is no JSON or breaks off. */
export async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json()
  } catch {
    return undefined
  }
}
