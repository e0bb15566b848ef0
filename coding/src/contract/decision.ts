/** `POST /v1/decisions` and the list that comes back at the start of every analysis. */
import * as z from 'zod/mini'
import { fingerprint, instant, shortText } from './scalars.ts'

const choice = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('accept') }),
  z.strictObject({ kind: z.literal('edit'), code: shortText }),
  z.strictObject({
    kind: z.literal('dismiss'),
    reason: z.enum([
      'not-clinically-relevant',
      'already-documented',
      'disagree-with-evidence',
      'will-document-later',
      'other',
    ]),
    comment: z.exactOptional(shortText),
  }),
  z.strictObject({ kind: z.literal('answer'), option: shortText }),
  z.strictObject({ kind: z.literal('answer-other'), text: shortText }),
  z.strictObject({ kind: z.literal('unable-to-determine') }),
  z.strictObject({ kind: z.literal('undo') }),
])

const findingKind = z.enum(['code', 'prompt', 'check'])

/** Patient and encounter come from the session, person and time from the proxy. */
export const decisionRequest = z.strictObject({ fingerprint, findingKind, choice })
export type DecisionRequest = z.output<typeof decisionRequest>

export const decision = z.object({ fingerprint, findingKind, choice, by: shortText, at: instant })
