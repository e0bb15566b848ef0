/** A site's settings of how much Postil does, as its tenant row writes them, and the mode on the wire. */
import * as z from 'zod/mini'
import { dateOnly, shortText } from './scalars.ts'

export const mode = z.enum(['off', 'shadow', 'assisted', 'auto-draft'])

const names = z.array(shortText.check(z.minLength(1))).check(z.minLength(1))

export const modeSettings = z.strictObject({
  mode,
  lines: z.array(
    z.strictObject({
      serviceLine: z.exactOptional(shortText.check(z.minLength(1))),
      mode,
      from: z.exactOptional(dateOnly),
      until: z.exactOptional(dateOnly),
      pilot: z.exactOptional(
        z.strictObject({
          providers: z.exactOptional(names),
          visitTypes: z.exactOptional(names),
          others: z.enum(['off', 'shadow']),
        }),
      ),
    }),
  ),
})

/** What the EHR says of a visit; see `domain/visit-facts.ts`. */
export const visit = z.strictObject({
  serviceLine: z.exactOptional(shortText),
  types: z.readonly(z.array(shortText).check(z.maxLength(20))),
  providers: z.readonly(z.array(shortText).check(z.maxLength(100))),
})
