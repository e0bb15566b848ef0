/** The life of an encounter's questions on the wire and in the store: what happened, and what stands now. */
import * as z from 'zod/mini'
import type { AnalysedEvent, PersonEvent } from '../prompts/lifecycle.ts'
import { fingerprint, shortText } from './scalars.ts'

export const dismissReason = z.enum([
  'not-clinically-relevant',
  'already-documented',
  'disagree-with-evidence',
  'will-document-later',
  'other',
])

const wait = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('new-result') }),
  z.object({ kind: z.literal('next-version'), version: shortText }),
])

const state = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('draft') }),
  z.object({ kind: z.literal('shown') }),
  z.object({ kind: z.literal('snoozed'), until: wait }),
  z.object({ kind: z.literal('answered') }),
  z.object({ kind: z.literal('dismissed'), reason: dismissReason }),
  z.object({ kind: z.literal('resolved') }),
  z.object({ kind: z.literal('withdrawn') }),
  z.object({ kind: z.literal('expired') }),
])

const question = {
  fingerprint,
  about: shortText,
  asks: z.array(shortText),
  evidence: shortText,
  isConflict: z.boolean(),
  source: z.enum(['chart', 'rule', 'model', 'person']),
  isSigned: z.boolean(),
}

/** Relative references, as the EHR answered: `Task/1`. */
const reference = z.string().check(z.regex(/^[A-Z][A-Za-z]+\/[A-Za-z0-9\-._]{1,128}$/))
export const sentQuery = z.strictObject({ task: reference, response: reference })

const closedWording = z.object({
  fingerprint,
  state: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('answered') }),
    z.object({ kind: z.literal('dismissed'), reason: dismissReason }),
  ]),
})

export const trackedQuestion = z.object({
  ...question,
  state,
  closed: z.array(closedWording),
  sent: z.exactOptional(sentQuery),
})

const storedEvent = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('analysed'),
    source: question.source,
    questions: z.array(z.object({ ...question, version: shortText })),
    answered: z.array(shortText),
    newResults: z.array(shortText),
  }),
  z.object({ kind: z.literal('answered'), fingerprint }),
  z.object({ kind: z.literal('dismissed'), fingerprint, reason: dismissReason }),
  z.object({ kind: z.literal('snoozed'), fingerprint, until: wait }),
  z.object({ kind: z.literal('undone'), fingerprint }),
  z.object({ kind: z.literal('sent'), fingerprint, sent: sentQuery }),
])

/** @throws ZodError for what no version of this has stored. */
export function parseStoredEvent(value: unknown): AnalysedEvent | PersonEvent {
  return storedEvent.parse(value)
}

/** The `prompts` event of an analysis, and part of the answer to a decision. */
export const promptStates = z.object({ questions: z.array(trackedQuestion) })
