/**
 * Notes by Bulk Data: the server puts a population's documents into files, which are read line by line. A connection
 * that breaks is taken up at the same line of the same file; so is an export by whoever begins again after a stop or a
 * kill. https://hl7.org/fhir/uv/bulkdata/export.html
 */
import * as z from 'zod/mini'
import { asObject } from '#fhir-mappers/loose.ts'
import { mapNoteReference, type NoteReference } from '#fhir-mappers/note-reference.ts'
import type { ExportProgress, FileProgress, KeptExport } from '../store/bulk-exports.ts'
import { JobError, MEANINGS } from './errors.ts'
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
  readonly progress: ExportProgress
  readonly now: () => number
  readonly onEvent: (event: BulkEvent) => void
}

export type BulkEvent =
  /** An earlier run began it, and did not come to its end. */
  | { readonly kind: 'resumed'; readonly begunAt: string; readonly lines: number }
  /** The server no longer has what an earlier run began, or it is too old: another is begun. */
  | { readonly kind: 'begun-anew' }
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
      const kept = await findKept(parts)
      try {
        if (kept) {
          yield* readExport(parts, kept, signal)
          return
        }
      } catch (error) {
        if (!isGone(error)) throw error
        parts.onEvent({ kind: 'begun-anew' })
      }
      const begunAt = new Date(parts.now()).toISOString()
      const begun = { status: await begin(parts), begunAt, files: {} }
      await parts.progress.keep(begun)
      yield* readExport(parts, begun, signal)
    },
  }
}

/** Of a time when what it says is still news: what changed since would be missed by whoever expects to read all. */
async function findKept(parts: BulkParts): Promise<KeptExport | undefined> {
  const kept = await parts.progress.find()
  if (!kept) return undefined
  if (Date.parse(kept.begunAt) + DAY_MS > parts.now()) {
    const lines = Object.values(kept.files).reduce((sum, file) => sum + file.lines, 0)
    parts.onEvent({ kind: 'resumed', begunAt: kept.begunAt, lines })
    return kept
  }
  await endExport(parts, kept)
  parts.onEvent({ kind: 'begun-anew' })
  return undefined
}

async function* readExport(parts: BulkParts, kept: KeptExport, signal: AbortSignal): ReturnType<NoteLister['list']> {
  let mayGoOn = false
  try {
    const found = await waitFor(parts, kept.status, signal)
    // Another manifest than the one by which was read may have other lines behind the same address.
    const files = kept.transactionTime === found.transactionTime ? kept.files : {}
    yield* readAll(parts, { manifest: found, kept: { ...kept, transactionTime: found.transactionTime, files } }, signal)
  } catch (error) {
    mayGoOn = !(error instanceof JobError) || MEANINGS[error.code].mayPass
    throw error
  } finally {
    // Nor should the files, which hold a population's notes, lie about when the reader has enough.
    if (!mayGoOn && !signal.aborted) await endExport(parts, kept)
  }
}

async function endExport(parts: BulkParts, { status }: KeptExport): Promise<void> {
  // First: while the database is away, nothing is given up that somebody could go on with.
  await parts.progress.forget()
  await forgetExport(parts, status)
}

/** The server says that it is not there, or not any more. */
function isGone(error: unknown): boolean {
  if (!(error instanceof JobError)) return false
  return error.code === 'not-authorized' || (error.cause instanceof JobError && error.cause.code === 'not-found')
}

const NOTHING_READ: FileProgress = { lines: 0, isWhole: false, documents: 0, skipped: 0, unreadable: 0 }

type Reading = { readonly manifest: Manifest; readonly kept: KeptExport }

async function* readAll(
  parts: BulkParts,
  { manifest: found, kept }: Reading,
  signal: AbortSignal,
): ReturnType<NoteLister['list']> {
  const files = { ...kept.files }
  const listed = found.output.filter(({ type }) => type === 'DocumentReference')
  for (const [index, one] of listed.entries()) {
    let read = files[one.url] ?? NOTHING_READ
    if (read.isWhole) continue
    let page: NoteReference[] = []
    for await (const { text, line } of readFile(
      parts,
      { file: one, index, manifest: found, from: read.lines },
      signal,
    )) {
      const { note, ...counted } = readDocument(parts, text)
      read = addLine(read, counted, line)
      if (note) page.push(note)
      if (page.length < PAGE) continue
      yield page
      page = []
      files[one.url] = read
      // Whoever asks for more has queued what came before.
      await parts.progress.keep({ ...kept, files })
    }
    if (page.length > 0) yield page
    files[one.url] = { ...read, isWhole: true }
    await parts.progress.keep({ ...kept, files })
  }
  let problems = 0
  for (const [index, one] of (found.error ?? []).entries()) {
    for await (const _ of readFile(parts, { file: one, index, manifest: found, from: 0 }, signal)) problems += 1
  }
  const count = (what: keyof Counted): number => listed.reduce((sum, { url }) => sum + (files[url]?.[what] ?? 0), 0)
  const { transactionTime } = found
  const counted = { documents: count('documents'), skipped: count('skipped'), unreadable: count('unreadable') }
  parts.onEvent({ kind: 'read', transactionTime, ...counted, problems })
}

type Counted = Pick<FileProgress, 'documents' | 'skipped' | 'unreadable'>
type Document = Counted & { readonly note: NoteReference | undefined }

function readDocument({ question }: BulkParts, line: string): Document {
  const nothing = { documents: 0, skipped: 0, unreadable: 0, note: undefined }
  const resource = tryParse(line)
  if (resource === undefined) return { ...nothing, unreadable: 1 }
  if (!isCurrent(resource) || !hasStatus(resource, question.statuses)) return nothing
  const note = mapNoteReference(resource)
  return { ...nothing, documents: 1, skipped: note ? 0 : 1, note }
}

function addLine(sum: FileProgress, more: Counted, lines: number): FileProgress {
  return {
    lines,
    isWhole: false,
    documents: sum.documents + more.documents,
    skipped: sum.skipped + more.skipped,
    unreadable: sum.unreadable + more.unreadable,
  }
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
  if (error.code === 'throttled' && !error.isFromPace) await parts.pace.pause(pause)
  await parts.wait(pause)
}

type Place = {
  readonly file: File
  readonly index: number
  readonly manifest: Manifest
  /** How many lines an earlier run has read. */
  readonly from: number
}

type Line = { readonly text: string; readonly line: number }

/** Every line once, however often the connection breaks; a break without a new line before it counts as an attempt. */
async function* readFile(parts: BulkParts, place: Place, signal: AbortSignal): AsyncGenerator<Line> {
  let line = place.from
  for (let attempt = 1; !signal.aborted; attempt++) {
    const before = line
    try {
      for await (const text of readFrom(parts, place, line)) {
        line += 1
        if (text.trim() !== '') yield { text, line }
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
