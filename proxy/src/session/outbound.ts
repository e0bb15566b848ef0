/** The only way out of the proxy: configured addresses, no redirects, a deadline, and an answer of bounded size. */
import { readBoundedText } from '../bounded-text.ts'
import { ProxyError } from '../errors.ts'

const DEADLINE_MS = 5000
const MAX_ANSWER_BYTES = 1024 * 1024

type OutboundRequest = {
  /** From configuration; an id of a resource may be its last segment, nothing else of a caller's ever is. */
  readonly url: string
  readonly method?: 'GET' | 'POST'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: URLSearchParams
}

export type OutboundResponse = { readonly status: number; readonly text: string }

export type Outbound = (request: OutboundRequest) => Promise<OutboundResponse>

/** @param fetchAddress the platform's `fetch`, or a test's. */
export function createOutbound(fetchAddress: typeof fetch = fetch): Outbound {
  return async ({ url, method = 'GET', headers = {}, body }) => {
    try {
      const response = await fetchAddress(url, {
        method,
        headers,
        ...(body && { body }),
        // A redirect would carry the person's token to an address that nobody has configured.
        redirect: 'error',
        signal: AbortSignal.timeout(DEADLINE_MS),
      })
      const text = await readBoundedText(response.body, MAX_ANSWER_BYTES)
      if (text !== undefined) return { status: response.status, text }
    } catch (cause) {
      throw new ProxyError('unavailable', 'The EHR did not answer the sign-in check.', { cause })
    }
    throw new ProxyError('unavailable', 'The EHR answered the sign-in check at length.')
  }
}
