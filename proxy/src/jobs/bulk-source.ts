/**
 * Notes by Bulk Data: the server puts a population's documents into files, which are read line by line. A connection
 * that breaks is taken up at the same line of the same file. https://hl7.org/fhir/uv/bulkdata/export.html
 */
import * as z from 'zod/mini'
import { asObject } from '#fhir-mappers/loose.ts'
import { mapNoteReference, type NoteReference } from '#fhir-mappers/note-reference.ts'
import { JobError } from './errors.ts'
import {
  ATTEMPTS,
  chooseWait,
  DEADLINE_MS,
  describeRefusal,
  type FhirServerParts,
  readRetryAfter,
  sendSigned,
} from './fhir-server.ts'
import type { NoteLister } from './note-source.ts'
import { UNPACED } from './pace.ts'
import { readLines } from './read-lines.ts'
import { hasStatus, type Statuses } from './search-source.ts'

export type BulkQuestion = {
  /** `Group/<id>` or `Patient`: all patients that this client may see. */
  readonly population: string
  /** An instant: only what changed after it. */
  readonly since?: string
  readonly statuses: Statuses
}

export type BulkParts = FhirServerParts & {
  readonly question: BulkQuestion
  /** Beside the server's own; files may lie nowhere else. */
  readonly fileOrigins: readonly string[]
  readonly now: () => number
  readonly onEvent: (event: BulkEvent) => void
}

export type BulkEvent =
  /** The server's own words about how far it is; of no use but to be shown. */
  | { readonly kind: 'preparing'; readonly progress: string }
  | { readonly kind: 'reconnected'; readonly file: number; readonly line: number }
  | {
      readonly kind: 'read'
      /** Since when the next export should ask. */
      readonly transactionTime: string
      readonly documents: number
      /** Documents that name no patient or no encounter. */
      readonly skipped: number
      /** Lines that are no JSON. */
      readonly unreadable: number
      /** What the server says it could not export. */
      readonly problems: number
    }

const file = z.object({ type: z.string(), url: z.url(), count: z.optional(z.int()) })
type File = z.output<typeof file>

const manifest = z.object({
  transactionTime: z.string(),
  requiresAccessToken: z.boolean(),
  output: z.array(file),
  error: z.optional(z.array(file)),
})
type Manifest = z.output<typeof manifest>

const PAGE = 100
const DAY_MS = 24 * 60 * 60_000
const LONGEST_WAIT_MS = 120_000

/** @throws JobError from the iteration. */
export function createBulkLister(parts: BulkParts): NoteLister {
  return {
    list: async function* list(signal) {
      const status = await begin(parts)
      try {
        yield* readAll(parts, await waitFor(parts, status, signal), signal)
      } finally {
        // Also when the reader stops in between: the files hold a population's notes and should not lie about.
        await forgetExport(parts, status)
      }
    },
  }
}

async function* readAll(
  parts: BulkParts,
  found: Manifest,
  signal: AbortSignal,
): AsyncGenerator<readonly NoteReference[]> {
  let [documents, skipped, unreadable, problems] = [0, 0, 0, 0]
  const files = found.output.filter(({ type }) => type === 'DocumentReference')
  for (const [index, one] of files.entries()) {
    let page: NoteReference[] = []
    for await (const line of readFile(parts, { file: one, index, manifest: found }, signal)) {
      const resource = tryParse(line)
      if (resource === undefined) unreadable += 1
      else if (isCurrent(resource) && hasStatus(resource, parts.question.statuses)) {
        documents += 1
        const note = mapNoteReference(resource)
        if (note) page.push(note)
        else skipped += 1
      }
      if (page.length < PAGE) continue
      yield page
      page = []
    }
    if (page.length > 0) yield page
  }
  for (const [index, one] of (found.error ?? []).entries()) {
    for await (const _ of readFile(parts, { file: one, index, manifest: found }, signal)) problems += 1
  }
  parts.onEvent({ kind: 'read', transactionTime: found.transactionTime, documents, skipped, unreadable, problems })
}

/** The search asks the server for it; a file has everything. */
function isCurrent(resource: unknown): boolean {
  return asObject<{ status: string }>(resource).status === 'current'
}

function tryParse(line: string): unknown {
  try {
    return JSON.parse(line) as unknown
  } catch {
    return undefined
  }
}

/** @returns where to ask how far it is. */
async function begin(parts: BulkParts): Promise<string> {
  const { base, question } = parts
  const query = new URLSearchParams({ _outputFormat: 'application/fhir+ndjson', _type: 'DocumentReference' })
  if (question.since !== undefined) query.set('_since', question.since)
  const url = `${base.replace(/\/$/, '')}/${question.population}/$export?${query.toString()}`
  const response = await ask(parts, url, { accept: 'application/fhir+json', prefer: 'respond-async' })
  await response.body?.cancel()
  const place = response.headers.get('content-location')
  if (response.status !== 202 || place === null) throw new JobError('export-failed')
  const status = new URL(place, url)
  // The token goes there, and so it must be the EHR itself.
  if (status.origin !== new URL(base).origin) throw new JobError('foreign-address')
  return status.href
}

async function waitFor(parts: BulkParts, status: string, signal: AbortSignal): Promise<Manifest> {
  const until = parts.now() + DAY_MS
  for (let turn = 1; parts.now() < until && !signal.aborted; turn++) {
    const response = await ask(parts, status, { accept: 'application/json' })
    if (response.status !== 202) return readManifest(parts, response)
    await response.body?.cancel()
    parts.onEvent({ kind: 'preparing', progress: cleanProgress(response.headers.get('x-progress')) })
    const asked = readRetryAfter(response.headers.get('retry-after'))
    await parts.wait(Math.min(chooseWait(turn, asked), LONGEST_WAIT_MS))
  }
  throw new JobError('export-failed')
}

/** At most 100 characters by the specification; whatever could move a terminal's cursor is left out. */
function cleanProgress(progress: string | null): string {
  return (progress ?? '').replaceAll(/[^\x20-\x7E]/g, '').slice(0, 100)
}

async function readManifest({ base, fileOrigins }: BulkParts, response: Response): Promise<Manifest> {
  const { success, data } = manifest.safeParse(await response.json().catch(() => undefined))
  if (!success) throw new JobError('bad-answer')
  const allowed = new Set([new URL(base).origin, ...fileOrigins])
  const all = [...data.output, ...(data.error ?? [])]
  if (all.some(({ url }) => !allowed.has(new URL(url).origin))) throw new JobError('foreign-address')
  return data
}

/** Asked again while the server asks for a pause or does not answer. */
async function ask(parts: BulkParts, url: string, headers: Readonly<Record<string, string>>): Promise<Response> {
  for (let attempt = 1; ; attempt++) {
    try {
      const response = await sendSigned(parts, { url, headers })
      if (response.ok) return response
      throw await describeRefusal(response)
    } catch (error) {
      await waitOrGiveUp(parts, error, attempt)
    }
  }
}

/** What is not about a pause or a silence fails the export; in its own words, where those of a note would mislead. */
async function waitOrGiveUp(parts: BulkParts, error: unknown, attempt: number): Promise<void> {
  if (!(error instanceof JobError)) throw error
  if (error.code === 'not-found' || error.code === 'bad-answer') throw new JobError('export-failed', { cause: error })
  const mayPass = error.code === 'throttled' || error.code === 'unavailable'
  if (!mayPass || attempt >= ATTEMPTS) throw error
  const pause = chooseWait(attempt, error.retryAfterMs)
  if (error.code === 'throttled') await parts.pace.pause(pause)
  await parts.wait(pause)
}

type Place = { readonly file: File; readonly index: number; readonly manifest: Manifest }

/** Every line once, however often the connection breaks; a break without a new line before it counts as an attempt. */
async function* readFile(parts: BulkParts, place: Place, signal: AbortSignal): AsyncGenerator<string> {
  let line = 0
  for (let attempt = 1; !signal.aborted; attempt++) {
    const before = line
    try {
      for await (const text of readFrom(parts, place, line)) {
        line += 1
        if (text.trim() !== '') yield text
      }
      if (line < (place.file.count ?? 0)) throw new JobError('unavailable')
      return
    } catch (error) {
      if (line > before) attempt = 1
      await waitOrGiveUp(parts, error, attempt)
      parts.onEvent({ kind: 'reconnected', file: place.index, line })
    }
  }
}

/** From that line on: what was read already is read again and dropped, because servers need not know ranges. */
async function* readFrom(parts: BulkParts, { file: { url }, manifest: found }: Place, from: number) {
  const idle = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const signal = (): AbortSignal => {
    clearTimeout(timer)
    timer = setTimeout(() => idle.abort(), DEADLINE_MS)
    return idle.signal
  }
  try {
    const headers = { accept: 'application/fhir+ndjson' }
    const request = { url, headers, signal, withToken: found.requiresAccessToken }
    const response = await sendSigned(parts, request)
    if (!response.ok || response.body === null) throw await describeRefusal(response)
    let line = 0
    for await (const text of readLines(response.body, () => timer?.refresh())) {
      if (line >= from) yield text
      line += 1
    }
  } finally {
    clearTimeout(timer)
    idle.abort()
  }
}

/** A courtesy that must not fail what was read: one request, also when nobody waits for its turn any more. */
async function forgetExport(parts: BulkParts, url: string): Promise<void> {
  try {
    const response = await sendSigned({ ...parts, pace: UNPACED }, { url, method: 'DELETE', headers: {} })
    await response.body?.cancel()
  } catch (error) {
    if (!(error instanceof JobError)) throw error
  }
}
