/** `POST /v1/decisions` and the list that comes back at the start of every analysis. */
import * as z from 'zod/mini'
import { dismissReason, sentQuery, trackedQuestion } from './prompt-state.ts'
import { fingerprint, instant, shortText } from './scalars.ts'

/** The answer was read from the EHR, where somebody else gave it to a query that was sent. */
const via = z.exactOptional(z.literal('query'))

const choice = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('accept') }),
  z.strictObject({ kind: z.literal('edit'), code: shortText }),
  z.strictObject({
    kind: z.literal('dismiss'),
    reason: dismissReason,
    comment: z.exactOptional(shortText),
  }),
  z.strictObject({ kind: z.literal('answer'), option: shortText, via }),
  z.strictObject({ kind: z.literal('answer-other'), text: shortText, via }),
  z.strictObject({ kind: z.literal('unable-to-determine'), via }),
  z.strictObject({ kind: z.literal('snooze'), until: z.enum(['new-result', 'next-version']) }),
  z.strictObject({ kind: z.literal('send'), ...sentQuery.shape }),
  z.strictObject({ kind: z.literal('undo') }),
])

const findingKind = z.enum(['code', 'prompt', 'check'])

/** Patient and encounter come from the session, person and time from the proxy. */
export const decisionRequest = z
  .strictObject({
    fingerprint,
    findingKind,
    choice,
    /** What it is about, as the person saw it: for the history, which outlives the finding. */
    about: z.exactOptional(shortText),
  })
  .check(
    z.refine(
      (made) => made.findingKind === 'prompt' || !(made.choice.kind === 'snooze' || made.choice.kind === 'send'),
    ),
  )
export type DecisionRequest = z.output<typeof decisionRequest>

export const decision = z.object({ fingerprint, findingKind, choice, by: shortText, at: instant })

/** Where the questions stand after it; only for a decision about a question. */
export const decisionResponse = z.object({
  fingerprint,
  findingKind,
  choice,
  by: shortText,
  at: instant,
  questions: z.exactOptional(z.array(trackedQuestion)),
})
