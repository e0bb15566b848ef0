/** `/v1/queue`: the coders' list. Counts and measures of encounters, never a code or a word of a note. */
import * as z from 'zod/mini'
import type { QueueItem, QueueStep } from '../domain/queue-item.ts'
import { dateOnly, encounterId, instant, patientId, shortText } from './scalars.ts'
import { holdReason } from './work.ts'

export const queueOutcome = z.enum(['filed', 'nothing-to-code', 'duplicate', 'coded-elsewhere'])
const disagreementKind = z.enum(['unsupported', 'not-on-chart', 'other-code', 'model-alone', 'model-against-rules'])
const count = z.int().check(z.nonnegative())

export const queueState = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('open') }),
  z.object({ kind: z.literal('held'), reason: holdReason }),
  z.object({ kind: z.literal('returned') }),
  z.object({ kind: z.literal('finished'), outcome: queueOutcome }),
])

export const queueCounts = z.object({ codes: count, questions: count, checks: count })
export const queueDisagreements = z.partialRecord(disagreementKind, count)

export const queueItem = z.object({
  id: shortText,
  patientId,
  encounterId,
  serviceLine: shortText,
  serviceDate: dateOnly,
  finishedAt: instant,
  confidence: z.number(),
  complexity: z.number(),
  counts: queueCounts,
  disagreements: queueDisagreements,
  state: queueState,
  lock: z.exactOptional(z.object({ by: shortText, until: instant })),
  assignedTo: z.exactOptional(shortText),
  prepared: z.exactOptional(z.enum(['review', 'full-review'])),
  since: z.exactOptional(instant),
  version: count,
  priority: z.number(),
}) satisfies z.ZodMiniType<QueueItem>

/** What the list shows of all: `locked` is what a coder has now, `mine` what this one has or was given, `here` the session's encounter. */
export const queueView = z.enum(['here', 'open', 'locked', 'mine', 'held', 'returned', 'finished'])
export const queueSort = z.enum(['priority', 'date', 'confidence', 'complexity', 'line'])

const PAGE = 200

/** Of the query string. */
export const queueQuestion = z.strictObject({
  view: queueView,
  sort: queueSort,
  line: z.exactOptional(shortText),
  /** Only where rules, model and chart disagree; in one way, or in any. */
  disagree: z.exactOptional(z.union([disagreementKind, z.literal('any')])),
  offset: z.coerce.number().check(z.int(), z.minimum(0), z.maximum(1_000_000)),
  limit: z.coerce.number().check(z.int(), z.minimum(1), z.maximum(PAGE)),
})
export type QueueQuestion = z.output<typeof queueQuestion>

/** `seen` is the version of the page that the person has before them: unchanged, it is not sent and not read again. */
export const queueRequest = z.extend(queueQuestion, { seen: z.exactOptional(shortText) })
export type QueueRequest = z.output<typeof queueRequest>

export const queuePage = z.object({
  items: z.array(queueItem),
  /** Of the question, before offset and limit. */
  total: count,
  /** Of everything that is not finished. */
  lines: z.array(shortText),
  /** The person who asks, as `lock.by` names them. */
  me: shortText,
  /** Of everything above but the priorities, which rise with the hours alike for all. */
  version: shortText,
})
export type QueuePage = z.output<typeof queuePage>

/** Nothing of the list: the version that was seen still stands. */
export const queueUnchanged = z.object({ unchanged: z.literal(true) })
export type QueueUnchanged = z.output<typeof queueUnchanged>

/** `GET /v1/queue/coders`: whom an encounter may be given to. */
const queueCoder = z.object({
  /** As `lock.by` names them. */
  id: shortText,
  /** The EHR's reference, for `assign`. */
  person: shortText,
  /** Where the EHR says it at the sign-in. */
  name: z.exactOptional(shortText),
})
export type QueueCoder = z.output<typeof queueCoder>
export const queueCoders = z.object({ coders: z.array(queueCoder) })
export type QueueCoders = z.output<typeof queueCoders>

export type QueueView = z.output<typeof queueView>
export type QueueSort = z.output<typeof queueSort>

export const nextRequest = z.strictObject({ line: z.exactOptional(shortText) })

/** Without an item where nothing is open. */
export const nextAnswer = z.object({ item: z.exactOptional(queueItem) })

const step = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('take') }),
  z.strictObject({ kind: z.literal('renew') }),
  z.strictObject({ kind: z.literal('give-back') }),
  z.strictObject({ kind: z.literal('hold'), reason: holdReason, comment: z.exactOptional(shortText) }),
  z.strictObject({ kind: z.literal('return') }),
  z.strictObject({ kind: z.literal('finish'), outcome: queueOutcome }),
  z.strictObject({ kind: z.literal('resume') }),
  /** By the EHR's reference of a practitioner; absent to give it to nobody in particular. */
  z.strictObject({ kind: z.literal('assign'), to: z.exactOptional(shortText) }),
]) satisfies z.ZodMiniType<QueueStep>

/** @property version - of the item as the person saw it. */
export const queueStepRequest = z.strictObject({ version: count, step })
export type QueueStepRequest = z.output<typeof queueStepRequest>
export const queueStepAnswer = z.object({ item: queueItem })
