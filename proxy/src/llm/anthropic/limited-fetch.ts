/** What every call to the vendor passes: only covered addresses, no redirect, and an answer of bounded pieces. */
import { requireCoveredCall } from '../covered-features.ts'
import { ModelError } from '../errors.ts'

/** Of one server-sent event, and of the whole answer; ours are a hundredth of it. */
const MAX_EVENT_BYTES = 2 * 1024 * 1024
const MAX_ANSWER_BYTES = 16 * 1024 * 1024
const LINE_FEED = 10
const RETURN = 13

export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>

/** @param isCovered false for clouds whose addresses are their own; their clients build them. */
export function createLimitedFetch(send: Fetch, { checkCalls }: { readonly checkCalls: boolean }): Fetch {
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input)
    if (checkCalls) requireCoveredCall(url.pathname, new Headers(init?.headers))
    // A redirect would take the note to an address that nobody has agreed to.
    const response = await send(input, { ...init, redirect: 'error' })
    if (!response.body) return response
    const { status, statusText, headers } = response
    const body = response.body.pipeThrough(createLimiter())
    return new Response(body, { status, statusText, headers })
  }
}

/** An event ends with an empty line; what has none for two megabytes is not an answer of ours. */
function createLimiter(): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  let ofEvent = 0
  let ofAnswer = 0
  let isLineEmpty = false
  return new TransformStream({
    transform: (chunk, controller) => {
      ofAnswer += chunk.byteLength
      for (const byte of chunk) {
        if (byte === RETURN) continue
        ofEvent = byte === LINE_FEED && isLineEmpty ? 0 : ofEvent + 1
        isLineEmpty = byte === LINE_FEED
        if (ofEvent > MAX_EVENT_BYTES) break
      }
      if (ofEvent > MAX_EVENT_BYTES || ofAnswer > MAX_ANSWER_BYTES) {
        controller.error(new ModelError('event-too-large', 'The model service sent more than any answer has.'))
      } else controller.enqueue(chunk)
    },
  })
}
