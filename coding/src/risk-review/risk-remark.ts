/**
 * A coder's answer about a condition category, in the words of the Da Vinci Risk Adjustment guide (HL7, 2026-03-13): the
 * payer's gap itself stays as it is.
 */
export const REMARKS = ['assessed-present', 'assessed-not-present', 'in-progress', 'not-assessed', 'deferred'] as const
export type Remark = (typeof REMARKS)[number]

/** Why `assessed-not-present`. */
export const REMARK_REASONS = ['never-had-condition', 'inactive-condition', 'inapplicable-gap'] as const
export type RemarkReason = (typeof REMARK_REASONS)[number]

export type RemarkChoice = { readonly remark: Remark; readonly reason?: RemarkReason }

/** What is taken away: no words of the chart, only where they stand. */
export type RiskRemark = RemarkChoice & {
  /** "CMS-HCC V28". */
  readonly model: string
  readonly category: string
  readonly label?: string
}

export const REMARK_FORMATS = ['csv', 'fhir'] as const
export type RemarkFormat = (typeof REMARK_FORMATS)[number]
