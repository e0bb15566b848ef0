/** What a site says of a payer, over the defaults of `claims/payer-policy.ts`; one block for each kind of payer. */
import * as z from 'zod/mini'

const policy = z.strictObject({
  therapyMinutes: z.exactOptional(z.enum(['medicare', 'midpoint'])),
  prolonged: z.exactOptional(z.enum(['medicare', 'cpt'])),
  criticalCareSecondUnit: z.exactOptional(z.enum(['medicare', 'cpt'])),
  careManagement: z.exactOptional(z.enum(['medicare', 'cpt'])),
  takesTelemedicineVisits: z.exactOptional(z.boolean()),
  telehealth: z.exactOptional(z.enum(['place-only', 'modifier-95'])),
  bilateral: z.exactOptional(z.enum(['one-line-50', 'two-lines'])),
  acceptsXModifiers: z.exactOptional(z.boolean()),
  paysG2211: z.exactOptional(z.boolean()),
  requiresJwOrJz: z.exactOptional(z.boolean()),
  jurisdiction: z.exactOptional(z.string()),
  takesConsultations: z.exactOptional(z.boolean()),
  authorizationFor: z.exactOptional(z.array(z.string().check(z.regex(/^[0-9A-Z]{1,5}$/)))),
  needsReferral: z.exactOptional(z.boolean()),
  ncciEdits: z.exactOptional(z.enum(['medicare', 'own', 'none'])),
  timelyFilingDays: z.exactOptional(z.int().check(z.minimum(1))),
})

export const payerPolicies = z.strictObject({
  medicare: z.exactOptional(policy),
  medicaid: z.exactOptional(policy),
  commercial: z.exactOptional(policy),
  'self-pay': z.exactOptional(policy),
  other: z.exactOptional(policy),
  unknown: z.exactOptional(policy),
})
