/** `POST /v1/risk-review`: for coders and auditors alone, which risk conditions the notes of the visit support. */
import * as z from 'zod/mini'
import { REMARK_FORMATS, REMARK_REASONS, REMARKS } from '../risk-review/risk-remark.ts'
import {
  CODE_STANDINGS,
  PROPOSALS,
  type RiskReview,
  STANDINGS,
  SUPPORT_KINDS,
  TABLE_STATES,
} from '../risk-review/risk-review.ts'
import { encounterRecord } from './encounter-record.ts'
import { evidence } from './finding.ts'
import { icd10Code, shortText } from './scalars.ts'

export const riskReviewRequest = z.strictObject({ record: encounterRecord })

/** That remarks are taken away, and which; the file itself is made in the browser. */
export const remarkExportRequest = z.strictObject({
  format: z.enum(REMARK_FORMATS),
  remarks: z
    .array(
      z.strictObject({
        model: z.string().check(z.regex(/^[A-Za-z-]{3,12}(?: ESRD)? V\d\d$/)),
        category: z.string().check(z.regex(/^\d{1,3}$/)),
        remark: z.enum(REMARKS),
        reason: z.optional(z.enum(REMARK_REASONS)),
      }),
    )
    .check(z.minLength(1), z.maxLength(200)),
})
export type RemarkExportRequest = z.infer<typeof remarkExportRequest>

const condition = z.object({
  category: shortText,
  label: z.optional(shortText),
  trumpedBy: z.array(shortText),
  codes: z.array(
    z.object({
      code: icd10Code,
      title: shortText,
      origins: z.array(z.enum(['visit', 'problem-list', 'note'])),
      standing: z.enum(CODE_STANDINGS),
      proposal: z.enum(PROPOSALS),
      named: z.array(evidence),
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
    labels: z.enum(TABLE_STATES),
    hierarchies: z.enum(TABLE_STATES),
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
