/** What every refused request answers: a code to switch on and words that are safe to show. */
import * as z from 'zod/mini'
import { shortText } from './scalars.ts'

export const problemCode = z.enum([
  'bad-request',
  'too-large',
  'unauthorized',
  'session-expired',
  'forbidden',
  /** Postil is off for the visit, or only watches it. */
  'not-active',
  'not-found',
  'conflict',
  /** Errors that the rules see keep a draft from being filed, posted or released; `rules` names them. */
  'draft-errors',
  /** Another coder has the encounter now. */
  'locked',
  'busy',
  'unavailable',
  /** Of a CDS Hooks call: neither prefetch nor token lets the service read what it needs. */
  'needs-data',
  'internal',
])
export type ProblemCode = z.output<typeof problemCode>

export const problem = z.object({
  code: problemCode,
  message: shortText,
  requestId: z.exactOptional(shortText),
  retryAfterMs: z.exactOptional(z.number()),
  /** Of `draft-errors`: ids of the rules. */
  rules: z.exactOptional(z.array(shortText)),
})
export type Problem = z.output<typeof problem>
