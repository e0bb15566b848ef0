/** A site's settings of what it bills for the hospital, as its tenant row writes them. */
import * as z from 'zod/mini'
import { encounterClass } from './encounter-class.ts'
import { shortText } from './scalars.ts'

const name = shortText.check(z.minLength(1))

export const billedBy = z.enum(['professional', 'facility'])

export const facilityBilling = z.strictObject({
  visits: z
    .array(
      z
        .strictObject({
          class: z.exactOptional(encounterClass),
          serviceLine: z.exactOptional(name),
          place: z.exactOptional(name),
        })
        // An empty row would make every visit the hospital's.
        .check(z.refine((visit) => Object.keys(visit).length > 0)),
    )
    .check(z.maxLength(200)),
  coderMayChange: z.exactOptional(z.boolean()),
})
