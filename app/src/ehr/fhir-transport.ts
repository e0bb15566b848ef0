/**
 * One request to the FHIR server, done safely: only under the base, never redirected, with a timeout, a size limit
 * and FHIR's own media types. fhirclient's `request` and `create` do none of these (F7, F10, F11, F13, F20).
 */
import type { BrowserEnvironment } from './browser-environment.ts'
import { EhrError, isAbortBy } from './errors.ts'
import { resolveFhirUrl } from './fhir-url.ts'
import { readLimitedBody } from './limited-body.ts'
import { parseRetryAfter } from './retry-after.ts'

type FhirMethod = 'GET' | 'POST' | 'PUT'

export type FhirRequest = {
  readonly method: FhirMethod
  /** Relative to the base, or absolute under it. */
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly signal?: AbortSignal | undefined
  /** Bytes; the default suits resources, attachments bring their own. */
  readonly sizeLimit?: number
}

export type FhirAnswer = {
  readonly status: number
  readonly url: URL
  readonly headers: Headers
  readonly bytes: Uint8Array<ArrayBuffer>
}

export type TokenSource = {
  /**
   * @param refused a token that the server has just refused: it is renewed if it can be, else the session ends.
   * @returns undefined on an open server. @throws EhrError `session-ended`
   */
  readonly getAccessToken: (refused?: string) => Promise<string | undefined>
  /** The server refused the token: this session is over. */
  readonly endSession: () => void
}

export type FhirTransport = {
  readonly base: string
  /** Answers with any status but 401, redirects and (for GET) lasting 429 and 503. @throws EhrError */
  readonly send: (request: FhirRequest) => Promise<FhirAnswer>
}

export type FhirTransportOptions = {
  readonly base: string
  readonly browser: Pick<BrowserEnvironment, 'fetch' | 'now' | 'wait'>
  readonly tokens: TokenSource
  readonly timeoutMs?: number
}

const FHIR_JSON = 'application/fhir+json'
const DEFAULT_TIMEOUT_MS = 20_000
const DEFAULT_SIZE_LIMIT = 16 * 1024 * 1024
const ATTEMPTS = 3

export function createFhirTransport(options: FhirTransportOptions): FhirTransport {
  const { base, browser, tokens, timeoutMs = DEFAULT_TIMEOUT_MS } = options

  async function exchange(request: FhirRequest, token: string | undefined): Promise<FhirAnswer> {
    const url = resolveFhirUrl(request.url, base)
    const timeout = AbortSignal.timeout(timeoutMs)
    const signal = request.signal ? AbortSignal.any([request.signal, timeout]) : timeout
    try {
      const response = await browser.fetch(url.href, {
        method: request.method,
        headers: buildHeaders(request, token),
        signal,
        // A redirect could carry the token elsewhere; the specification has none for these interactions.
        redirect: 'manual',
        credentials: 'omit',
        cache: 'no-store',
        referrerPolicy: 'no-referrer',
        ...(request.body === undefined ? {} : { body: request.body }),
      })
      if (isRedirect(response)) throw new EhrError('unsafe-url', { status: response.status })
      const bytes = await readLimitedBody(response, request.sizeLimit ?? DEFAULT_SIZE_LIMIT)
      return { status: response.status, url, headers: response.headers, bytes }
    } catch (error) {
      if (error instanceof EhrError || isAbortBy(request.signal)) throw error
      throw new EhrError(timeout.aborted ? 'timeout' : 'unreachable', { cause: error })
    }
  }

  async function send(request: FhirRequest): Promise<FhirAnswer> {
    let refused: string | undefined
    for (let attempt = 1; ; attempt++) {
      const token = await tokens.getAccessToken(refused)
      const answer = await exchange(request, token)
      if (answer.status === 401) {
        refused = refuse(token, refused)
        continue
      }
      if (!mayRepeat(request, answer)) return answer
      const delay = parseRetryAfter(answer.headers.get('retry-after'), browser.now())
      if (attempt === ATTEMPTS || delay === undefined) {
        if (request.method !== 'GET') return answer
        throw new EhrError('throttled', { status: answer.status })
      }
      await browser.wait(delay, request.signal)
    }
  }

  /** A refusal comes before anything is processed, so that one repetition with a new token is safe even for a write. */
  function refuse(token: string | undefined, before: string | undefined): string {
    if (token === undefined) throw new EhrError('not-allowed', { status: 401 })
    if (before === undefined) return token
    tokens.endSession()
    throw new EhrError('session-ended', { status: 401 })
  }

  return { base, send }
}

function buildHeaders(request: FhirRequest, token: string | undefined): Record<string, string> {
  return {
    accept: FHIR_JSON,
    ...(request.body === undefined ? {} : { 'content-type': FHIR_JSON }),
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...request.headers,
  }
}

/** Browsers hide a manual redirect behind the type; other runtimes show its status. */
function isRedirect(response: Response): boolean {
  return response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400)
}

/**
 * A write only after 429, which comes before anything is processed: whether one arrived that was answered with 503 is
 * not for this layer to guess (smart-fhir reference 5.3, 5.6).
 */
function mayRepeat({ method }: FhirRequest, { status }: FhirAnswer): boolean {
  return status === 429 || (status === 503 && method === 'GET')
}
