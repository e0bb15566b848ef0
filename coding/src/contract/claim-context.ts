/** Wire shape of `ClaimContext`: what a check must know beyond note and draft. Presence and agreement, never a name. */
import * as z from 'zod/mini'
import { dateOnly, modifierCode, procedureCode } from './scalars.ts'

/** More than a chart of many years has; the newest are sent. */
export const MAX_PRIOR = 500

const professional = z.enum(['same', 'same-group-and-specialty', 'other', 'unknown'])

export const claimContext = z.strictObject({
  priorServices: z.exactOptional(
    z
      .array(
        z.strictObject({
          date: dateOnly,
          code: procedureCode,
          modifiers: z.array(modifierCode),
          units: z.number(),
          professional,
          from: z.enum(['claim', 'charge', 'procedure']),
        }),
      )
      .check(z.maxLength(MAX_PRIOR)),
  ),
  priorVisits: z.exactOptional(z.array(z.strictObject({ date: dateOnly, professional })).check(z.maxLength(MAX_PRIOR))),
  unseen: z.exactOptional(
    z
      .array(
        z.strictObject({
          source: z.enum(['billing', 'procedures', 'visits']),
          because: z.enum(['not-allowed', 'not-offered', 'failed', 'too-many', 'recent-only', 'withheld']),
        }),
      )
      .check(z.maxLength(10)),
  ),
  patient: z.exactOptional(
    z.strictObject({
      hasName: z.boolean(),
      hasAddress: z.boolean(),
      birthDate: z.exactOptional(dateOnly),
      deathDate: z.exactOptional(dateOnly),
    }),
  ),
  billing: z.exactOptional(z.strictObject({ taxNumber: z.enum(['fits', 'does-not-fit', 'absent']) })),
  coverage: z.exactOptional(
    z.strictObject({
      status: z.enum(['active', 'cancelled', 'draft', 'unknown']),
      hasSubscriberId: z.boolean(),
      subscriberIdFits: z.exactOptional(z.boolean()),
      relationship: z.exactOptional(z.enum(['self', 'other'])),
      hasSubscriber: z.boolean(),
      hasPayor: z.boolean(),
      start: z.exactOptional(dateOnly),
      end: z.exactOptional(dateOnly),
      order: z.exactOptional(z.number()),
      active: z.number(),
    }),
  ),
})
