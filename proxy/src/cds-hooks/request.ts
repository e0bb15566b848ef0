/** The wire shapes of CDS Hooks 2.0 as far as they are used; whatever else an EHR sends is dropped. */
import * as z from 'zod/mini'
import { encounterId, patientId } from '#coding/contract/scalars.ts'

const MAX_TEXT = 4096
const text = z.string().check(z.minLength(1), z.maxLength(MAX_TEXT))
const uuid = z.string().check(z.minLength(8), z.maxLength(128), z.regex(/^[\w-]+$/))

/** FHIR has a meaning for null within its lists, and is read by the mappers. */
const FHIR_MEMBERS: ReadonlySet<string> = new Set(['prefetch', 'draftOrders'])

/** Some EHRs write what they do not have as null, where the specification leaves it out. */
function dropNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(dropNulls)
  if (typeof value !== 'object' || value === null) return value
  const known = Object.entries(value).filter(([, own]) => own !== null)
  return Object.fromEntries(known.map(([name, own]) => [name, FHIR_MEMBERS.has(name) ? own : dropNulls(own)]))
}

/** https://cds-hooks.hl7.org/2.0/#passing-the-access-token-to-the-cds-service */
const fhirAuthorization = z.object({
  access_token: z.string().check(z.minLength(1), z.maxLength(16_384), z.regex(/^[\x21-\x7e]+$/)),
  token_type: z.literal('Bearer'),
  expires_in: z.number(),
  scope: z.string().check(z.maxLength(MAX_TEXT)),
  subject: text,
  patient: z.exactOptional(patientId),
})

const context = z.object({
  /** `Practitioner/…` or `PractitionerRole/…`; patients and relatives are asked nothing. */
  userId: z.string().check(z.maxLength(256), z.regex(/^[A-Z][A-Za-z]+\/[A-Za-z0-9\-._]+$/)),
  patientId,
  encounterId: z.exactOptional(encounterId),
  draftOrders: z.exactOptional(z.looseObject({ resourceType: z.literal('Bundle') })),
})

const request = z.object({
  hook: z.enum(['patient-view', 'encounter-start', 'encounter-discharge', 'order-sign']),
  hookInstance: uuid,
  fhirServer: z.exactOptional(text),
  fhirAuthorization: z.exactOptional(fhirAuthorization),
  context,
  /** Judged by the mappers, resource by resource. */
  prefetch: z.exactOptional(z.record(z.string(), z.unknown())),
})
export const hookRequest = z.pipe(z.transform(dropNulls), request)
export type HookRequest = z.output<typeof request>

/** Parsed apart from the rest: a hook without an encounter is answered, with no card. */
export type HookContext = HookRequest['context']

const reason = z.object({ code: text, system: text, display: z.exactOptional(text) })

const feedbackItem = z.discriminatedUnion('outcome', [
  z.object({
    card: uuid,
    outcome: z.literal('accepted'),
    acceptedSuggestions: z.exactOptional(z.array(z.object({ id: uuid })).check(z.maxLength(20))),
    outcomeTimestamp: z.iso.datetime({ offset: true }),
  }),
  z.object({
    card: uuid,
    outcome: z.literal('overridden'),
    overrideReason: z.exactOptional(
      z.object({
        reason: z.exactOptional(reason),
        userComment: z.exactOptional(z.string().check(z.maxLength(MAX_TEXT))),
      }),
    ),
    outcomeTimestamp: z.iso.datetime({ offset: true }),
  }),
])
export type FeedbackItem = z.output<typeof feedbackItem>

/** https://cds-hooks.hl7.org/2.0/#feedback: may come in batches, late, and more than once. */
export const hookFeedback = z.pipe(
  z.transform(dropNulls),
  z.object({ feedback: z.array(feedbackItem).check(z.minLength(1), z.maxLength(100)) }),
)
