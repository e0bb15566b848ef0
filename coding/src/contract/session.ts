/** Exchange of the EHR's tokens for a ten-minute proxy session (design: proxy; proxy-llm reference 3.2). */
import * as z from 'zod/mini'
import { encounterId, instant, patientId, shortText, tenantKey } from './scalars.ts'
import { writeTarget } from './tenant.ts'

const token = z.string().check(z.minLength(1), z.maxLength(16_384))

export const sessionRequest = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('smart'),
    issuer: shortText,
    idToken: token,
    accessToken: token,
    patientId,
    encounterId,
  }),
  /** For a person's work that is not about one patient: the coders' list. */
  z.strictObject({ kind: z.literal('smart-person'), issuer: shortText, idToken: token, accessToken: token }),
  /** Open public servers exist only in the sandbox profile. */
  z.strictObject({ kind: z.literal('open-server'), issuer: shortText, patientId, encounterId }),
])
export type SessionRequest = z.output<typeof sessionRequest>

export const role = z.enum(['provider', 'coder', 'auditor', 'admin'])
export type Role = z.output<typeof role>

export const sessionResponse = z.object({
  session: token,
  expiresAt: instant,
  tenant: tenantKey,
  role,
  /** Opaque reference of the person, as decisions carry it. */
  actor: shortText,
  /** Whether a language model reads masked notes: only then, or for feedback, does the app say whom the chart names. */
  model: z.exactOptional(z.enum(['on', 'off'])),
  /** Whether masked words behind decisions are kept for feedback; these are masked in the same way. */
  feedback: z.exactOptional(z.enum(['on', 'off'])),
  /** Forms of a draft that the EHR refused of late, for this person or for everybody: passed over unless tried again. */
  refusedTargets: z.exactOptional(z.array(writeTarget)),
})
export type SessionResponse = z.output<typeof sessionResponse>
