/**
 * Who and what the chart names: sent beside a record so that these words can be taken out of its notes before a language
 * model reads them. It serves for nothing else: it is not stored, not logged and no part of the record.
 */
import * as z from 'zod/mini'
import { dateOnly, shortText } from './scalars.ts'

const MAX_SEEDS = 500
const words = z.array(shortText).check(z.maxLength(MAX_SEEDS))

const person = z.strictObject({
  role: z.enum(['patient', 'relative', 'provider']),
  given: words,
  family: words,
})

const identifier = z.strictObject({
  kind: z.enum(['mrn', 'account', 'health-plan', 'ssn', 'licence', 'device', 'other']),
  value: shortText,
})

const address = z.strictObject({ lines: words, city: z.exactOptional(shortText), zip: z.exactOptional(shortText) })

export const maskSeeds = z.strictObject({
  persons: z.array(person).check(z.maxLength(MAX_SEEDS)),
  birthDate: z.exactOptional(dateOnly),
  identifiers: z.array(identifier).check(z.maxLength(MAX_SEEDS)),
  phones: words,
  emails: words,
  addresses: z.array(address).check(z.maxLength(MAX_SEEDS)),
  facilities: words,
})
export type MaskSeeds = z.output<typeof maskSeeds>
