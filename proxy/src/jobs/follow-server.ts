/**
 * Keeps up with a server's notes: looks when the server says that something changed, and regularly, because what it says
 * may be lost. Each look searches from where the last one ended, so a gap of any length is caught up.
 */
import { asObject } from '#fhir-mappers/loose.ts'
import { mapNoteReference, type NoteReference } from '#fhir-mappers/note-reference.ts'
import { findEhrSubscription, keepReadUntil } from '../store/ehr-subscriptions.ts'
import { type Subscribed, type SubscriptionParts, subscribe } from './ehr-subscription.ts'
import { JobError } from './errors.ts'
import type { JobQueue } from './job-queue.ts'
import { hasStatus, PAGE, type Statuses } from './search-source.ts'

export type FollowParts = Omit<SubscriptionParts, 'endpoint'> & {
  /** Where the site lets us subscribe. */
  readonly endpoint?: string
  readonly queue: JobQueue
  readonly statuses: Statuses
  /** Where the first look begins. */
  readonly from: Date
  /** Between two looks, when nothing is heard. */
  readonly lookEveryMs: number
  readonly wait: (ms: number) => Promise<unknown>
  readonly onEvent: (event: FollowEvent) => void
}

export type FollowEvent =
  | { readonly kind: 'subscription'; readonly state: Subscribed }
  | { readonly kind: 'looked'; readonly found: number; readonly added: number; readonly skipped: number }
  /** Did not answer; the next look makes up for it. */
  | { readonly kind: 'away' }

const LISTEN_MS = 1000
/** Versions that were stored while a page was read may bear an earlier time than what was found. */
const OVERLAP_MS = 5 * 60_000

/** Until it is told to stop. @throws JobError for what does not pass by itself. */
export async function followServer(parts: FollowParts, signal: AbortSignal): Promise<void> {
  const { db, tenant, wait, now, lookEveryMs, onEvent } = parts
  let last: Subscribed = 'as-before'
  while (!signal.aborted) {
    // Before the search: what is said while it runs is a reason to look again.
    const { heard } = await findEhrSubscription(db, tenant)
    try {
      const state: Subscribed =
        parts.endpoint === undefined ? last : await subscribe({ ...parts, endpoint: parts.endpoint })
      if (state !== last && state !== 'as-before') onEvent({ kind: 'subscription', state })
      last = state
      onEvent({ kind: 'looked', ...(await catchUp(parts)) })
    } catch (error) {
      if (!(error instanceof JobError) || !(error.code === 'unavailable' || error.code === 'throttled')) throw error
      onEvent({ kind: 'away' })
    }
    const until = now() + lookEveryMs
    while (!signal.aborted && now() < until) {
      await wait(LISTEN_MS)
      if ((await findEhrSubscription(db, tenant)).heard !== heard) break
    }
  }
}

type Looked = { readonly found: number; readonly added: number; readonly skipped: number }

/** What was queued before is not queued again, so an overlap costs a search and nothing more. */
export async function catchUp({ db, tenant, server, queue, statuses, from, now }: FollowParts): Promise<Looked> {
  const { readUntil } = await findEhrSubscription(db, tenant)
  const since = readUntil ? new Date(readUntil.getTime() - OVERLAP_MS) : from
  const query = new URLSearchParams({
    status: 'current',
    _count: String(PAGE),
    _lastUpdated: `ge${since.toISOString()}`,
  })
  let [found, added, skipped, newest] = [0, 0, 0, readUntil?.getTime() ?? 0]
  for await (const page of server.search(`DocumentReference?${query.toString()}`)) {
    const documents = page.filter((resource) => hasStatus(resource, statuses))
    const notes = documents.flatMap((document): readonly NoteReference[] => {
      const note = mapNoteReference(document)
      return note ? [note] : []
    })
    found += notes.length
    skipped += documents.length - notes.length
    added += await queue.add(notes, 'sooner')
    for (const resource of page) newest = Math.max(newest, findUpdated(resource))
  }
  // Only after every page: one that breaks off begins again where the last whole one ended.
  if (newest > 0) await keepReadUntil(db, tenant, { until: new Date(newest), at: new Date(now()) })
  return { found, added, skipped }
}

function findUpdated(resource: unknown): number {
  const { lastUpdated } = asObject<{ lastUpdated: string }>(asObject<{ meta: object }>(resource).meta)
  const at = typeof lastUpdated === 'string' ? Date.parse(lastUpdated) : Number.NaN
  return Number.isNaN(at) ? 0 : at
}
