/** `POST /v1/risk-review`: for coders and auditors alone, which risk conditions the notes of the visit support. */
import * as z from 'zod/mini'
import { PROPOSALS, type RiskReview, STANDINGS, SUPPORT_KINDS } from '../risk-review/risk-review.ts'
import { encounterRecord } from './encounter-record.ts'
import { evidence } from './finding.ts'
import { icd10Code, shortText } from './scalars.ts'

export const riskReviewRequest = z.strictObject({ record: encounterRecord })

const condition = z.object({
  category: shortText,
  codes: z.array(
    z.object({
      code: icd10Code,
      title: shortText,
      origins: z.array(z.enum(['visit', 'problem-list', 'note'])),
    }),
  ),
  standing: z.enum(STANDINGS),
  proposal: z.enum(PROPOSALS),
  named: z.array(evidence),
  support: z.array(z.object({ kind: z.enum(SUPPORT_KINDS), evidence })),
})

const riskReview = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('reviewed'),
    model: shortText,
    release: shortText,
    conditions: z.array(condition),
  }),
  z.object({ kind: z.literal('no-data') }),
  z.object({ kind: z.literal('outside-releases'), nearest: shortText }),
])

/** @returns the review, or undefined when the text on the wire is none. */
export function tryParseRiskReview(value: unknown): RiskReview | undefined {
  const parsed = riskReview.safeParse(value)
  return parsed.success ? parsed.data : undefined
}
