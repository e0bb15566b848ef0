/**
 * `GET /v1/reports/feedback`: what was suggested, from which masked words, and what a person decided, for better rules
 * and models. No reference of a patient, a visit or a person, no time, and in no order that says anything.
 */
import * as z from 'zod/mini'
import { shortText } from './scalars.ts'

const masked = z.string().check(z.maxLength(2000))

export const feedback = z.object({
  kind: z.enum(['code', 'prompt', 'check']),
  /** The code, the question's concept or the rule. */
  about: shortText,
  direction: z.exactOptional(z.enum(['add', 'refine', 'remove'])),
  confidence: z.exactOptional(z.number()),
  source: z.enum(['chart', 'rule', 'model', 'person']),
  engine: shortText,
  spans: z.array(z.object({ text: masked, section: shortText, existence: z.enum(['present', 'absent', 'uncertain']) })),
})

export const feedbackRow = z.extend(feedback, {
  choice: shortText,
  /** Of a dismissal; of a closed list. Words that somebody typed are never among it. */
  reason: z.exactOptional(shortText),
  /** Of an edit: what it became. */
  changedTo: z.exactOptional(shortText),
  /** Of an answer: which of the options. */
  option: z.exactOptional(shortText),
})
export type FeedbackRow = z.output<typeof feedbackRow>

export const feedbackAnswer = z.object({ rows: z.array(feedbackRow) })
export type FeedbackAnswer = z.output<typeof feedbackAnswer>
