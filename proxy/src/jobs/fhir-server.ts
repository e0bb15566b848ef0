/** Reads of one FHIR server: paced, with a token where the server wants one, and with its own words about waiting obeyed. */
import * as z from 'zod/mini'
import { asObject } from '#fhir-mappers/loose.ts'
import { readBoundedBytes } from '../bounded-text.ts'
import type { Attachment } from '../encounter-notes.ts'
import type { BackendToken } from './backend-token.ts'
import { JobError } from './errors.ts'
import type { Pace } from './pace.ts'

/** https://hl7.org/fhir/R4/bundle.html, what is read of it. */
const bundle = z.object({
  resourceType: z.literal('Bundle'),
  link: z.optional(z.array(z.object({ relation: z.string(), url: z.string() }))),
  entry: z.optional(
    z.array(
      z.object({ resource: z.optional(z.unknown()), search: z.optional(z.object({ mode: z.optional(z.string()) })) }),
    ),
  ),
})

export type FhirServer = {
  /** @param path below the base. */
  readonly read: (path: string) => Promise<unknown>
  /** Every page; a link that leads away from the base is not followed. */
  readonly search: (query: string) => AsyncIterable<readonly unknown[]>
  readonly readBinary: (url: string, accept: string) => Promise<Attachment>
  /** Once: when no answer comes, nobody knows whether it is there. @returns its id. */
  readonly create: (resource: { readonly resourceType: string }) => Promise<string>
  readonly remove: (path: string) => Promise<void>
}

export type FhirServerParts = {
  readonly base: string
  /** Absent for a server that is open. */
  readonly token?: BackendToken
  readonly pace: Pace
  readonly fetch: typeof fetch
  readonly wait: (ms: number) => Promise<unknown>
  /** A longer pause that the server asks for is not waited out here but told; by default none is too long. */
  readonly longestPauseMs?: number
}

const FHIR_JSON = 'application/fhir+json'
export const DEADLINE_MS = 30_000
export const ATTEMPTS = 5
/** For a wait of our own; what the server asks for goes before it. */
const MAX_WAIT_MS = 60_000
const DAY_MS = 24 * 60 * 60_000
const MAX_PAGES = 10_000
export const MAX_BYTES = 16 * 1024 * 1024

export function createFhirServer(parts: FhirServerParts): FhirServer {
  const base = parts.base.replace(/\/$/, '')
  const resolve = (link: string): string => {
    const url = new URL(link, `${base}/`).href
    if (!url.startsWith(`${base}/`)) throw new JobError('bad-answer')
    return url
  }
  const readJson = async (url: string): Promise<unknown> => {
    const { bytes } = await readWithRetries(parts, url, FHIR_JSON)
    try {
      return JSON.parse(new TextDecoder().decode(bytes)) as unknown
    } catch (cause) {
      throw new JobError('bad-answer', { cause })
    }
  }
  return {
    read: (path) => readJson(resolve(path)),
    search: async function* search(query) {
      let next: string | undefined = resolve(query)
      for (let page = 0; next !== undefined && page < MAX_PAGES; page++) {
        const { success, data } = bundle.safeParse(await readJson(next))
        if (!success) throw new JobError('bad-answer')
        yield (data.entry ?? []).flatMap(({ resource, search: found }) =>
          resource === undefined || found?.mode === 'outcome' ? [] : [resource],
        )
        const link = data.link?.find(({ relation }) => relation === 'next')?.url
        next = link === undefined ? undefined : resolve(link)
      }
    },
    readBinary: (url, accept) => readWithRetries(parts, resolve(url), accept),
    create: async (resource) => {
      const response = await sendSigned(parts, {
        method: 'POST',
        url: resolve(resource.resourceType),
        headers: { accept: FHIR_JSON, 'content-type': FHIR_JSON, prefer: 'return=representation' },
        body: JSON.stringify(resource),
      })
      if (!response.ok) throw await describeRefusal(response)
      const { id } = asObject<{ id: string }>(await response.json().catch(() => undefined))
      const made = typeof id === 'string' ? id : findCreatedId(response.headers.get('location'))
      if (made === undefined) throw new JobError('bad-answer')
      return made
    },
    remove: async (path) => {
      const response = await sendSigned(parts, { method: 'DELETE', url: resolve(path), headers: {} })
      if (!response.ok) throw await describeRefusal(response)
      await response.body?.cancel()
    },
  }
}

/** `[base]/[type]/[id]/_history/[vid]`, absolute or not (https://hl7.org/fhir/R4/http.html#create). */
function findCreatedId(location: string | null): string | undefined {
  return /\/(?<id>[A-Za-z0-9.-]{1,64})(?:\/_history\/[^/]+)?$/.exec(location ?? '')?.groups?.['id']
}

/** Waits and asks again where that may help, as the server says. @throws JobError */
export async function readWithRetries(parts: FhirServerParts, url: string, accept: string): Promise<Attachment> {
  let last = new JobError('unavailable')
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (attempt > 0) await parts.wait(chooseWait(attempt, last.retryAfterMs))
    try {
      return await requestOnce(parts, url, accept)
    } catch (error) {
      if (!(error instanceof JobError) || !(error.code === 'throttled' || error.code === 'unavailable')) throw error
      last = error
      if (error.code !== 'throttled') continue
      const pauseMs = chooseWait(attempt + 1, error.retryAfterMs)
      // Whoever else reads this server waits with us.
      if (!error.isFromPace) await parts.pace.pause(pauseMs)
      if (pauseMs > (parts.longestPauseMs ?? pauseMs)) throw error
    }
  }
  throw last
}

/** The server's word, for up to a day: then it is asked again whether it still means it. */
export function chooseWait(attempt: number, asked: number | undefined): number {
  return asked === undefined ? Math.min(250 * 2 ** attempt, MAX_WAIT_MS) : Math.min(asked, DAY_MS)
}

async function requestOnce(parts: FhirServerParts, url: string, accept: string): Promise<Attachment> {
  return open(await sendSigned(parts, { url, headers: { accept } }))
}

export type SignedRequest = {
  readonly url: string
  readonly method?: 'GET' | 'DELETE' | 'POST'
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  /** Asked for when the request starts, so that no time passes in line; by default the usual deadline. */
  readonly signal?: () => AbortSignal
  /** Unless false, the token goes with it. */
  readonly withToken?: boolean
}

/**
 * One request in the server's pace, whose answer the caller judges. A token that ended before its time, or was taken
 * back, is replaced once, and no more.
 * @throws JobError `unavailable` when no answer begins, `throttled` while the server wants a longer pause than is waited.
 */
export async function sendSigned(parts: FhirServerParts, request: SignedRequest): Promise<Response> {
  const first = await send(parts, request)
  if (first.response.status !== 401 || parts.token === undefined || first.token === undefined) return first.response
  await first.response.body?.cancel()
  parts.token.forget(first.token)
  return (await send(parts, request)).response
}

async function send(
  { token: tokens, pace, fetch, longestPauseMs }: FhirServerParts,
  { url, method = 'GET', headers: asked, body, signal = startDeadline, withToken = true }: SignedRequest,
): Promise<{ readonly response: Response; readonly token: string | undefined }> {
  const token = withToken ? await tokens?.get() : undefined
  await pace.next(longestPauseMs)
  try {
    const headers = { ...asked, ...(token !== undefined && { authorization: `Bearer ${token}` }) }
    const response = await fetch(url, {
      method,
      headers,
      redirect: 'error',
      signal: signal(),
      ...(body !== undefined && { body }),
    })
    return { response, token }
  } catch (cause) {
    throw new JobError('unavailable', { cause })
  }
}

function startDeadline(): AbortSignal {
  return AbortSignal.timeout(DEADLINE_MS)
}

async function open(response: Response): Promise<Attachment> {
  if (!response.ok) throw await describeRefusal(response)
  try {
    const bytes = await readBoundedBytes(response.body, MAX_BYTES)
    if (!bytes) throw new JobError('bad-answer')
    return { bytes, contentType: response.headers.get('content-type') ?? '' }
  } catch (cause) {
    if (cause instanceof JobError) throw cause
    // Cut in the middle.
    throw new JobError('unavailable', { cause })
  }
}

/** What an answer that is no success means; its body is not read. */
export async function describeRefusal(response: Response): Promise<JobError> {
  const { status } = response
  await response.body?.cancel()
  const retryAfterMs = readRetryAfter(response.headers.get('retry-after'))
  const asked = retryAfterMs === undefined ? {} : { retryAfterMs }
  if (status === 429) return new JobError('throttled', asked)
  if (status === 503 && retryAfterMs !== undefined) return new JobError('throttled', asked)
  if (status === 401 || status === 403) return new JobError('not-authorized')
  if (status === 404 || status === 410) return new JobError('not-found')
  return new JobError(status >= 500 ? 'unavailable' : 'bad-answer')
}

/** Seconds or a date (RFC 9110, 10.2.3). */
export function readRetryAfter(value: string | null): number | undefined {
  if (value === null) return undefined
  if (/^\d+$/.test(value)) return Number(value) * 1000
  const at = Date.parse(value)
  return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now())
}
