/**
 * A coder's answer about a condition category, in the words of the Da Vinci Risk Adjustment guide (HL7, 2026-03-13): the
 * payer's gap itself stays as it is. Only what somebody chose is exported.
 */
import type { ReviewedCondition, RiskReview, Standing } from '#coding/risk-review/risk-review.ts'
import { buildCsv } from '../../ui/csv.ts'

export const REMARKS = [
  ['assessed-present', 'Assessed: present'],
  ['assessed-not-present', 'Assessed: not present'],
  ['in-progress', 'In progress'],
  ['not-assessed', 'Not assessed'],
  ['deferred', 'Deferred'],
] as const
export type Remark = (typeof REMARKS)[number][0]

export const REASONS = [
  ['never-had-condition', 'Never had the condition'],
  ['inactive-condition', 'Inactive condition'],
  ['inapplicable-gap', 'Does not apply'],
] as const
export type Reason = (typeof REASONS)[number][0]

export type RemarkChoice = { readonly remark: Remark; readonly reason?: Reason }

export const STANDING_WORDS: Readonly<Record<Standing, string>> = {
  supported: 'Named and dealt with at this visit',
  listed: 'Named, but nothing says that it was dealt with',
  lesser: 'The notes name less than the code says',
  uncertain: 'Only doubted',
  past: 'Only in the past',
  denied: 'Denied',
  silent: 'Not named in the notes',
}

const COLUMNS = ['model', 'category', 'codes', 'standing', 'proposal', 'remark', 'reason', 'words']

export function buildRemarkCsv(
  { model, conditions }: Extract<RiskReview, { readonly kind: 'reviewed' }>,
  choices: ReadonlyMap<string, RemarkChoice>,
): string {
  const answered = conditions.flatMap((condition) => {
    const choice = choices.get(condition.category)
    return choice ? [[model, ...describe(condition, choice)]] : []
  })
  return buildCsv([COLUMNS, ...answered])
}

function describe(condition: ReviewedCondition, { remark, reason }: RemarkChoice): readonly (string | undefined)[] {
  const { category, codes, standing, proposal, named, support } = condition
  const words = [...named, ...support.map(({ evidence }) => evidence)].map(({ quote }) => quote.replaceAll(/\s+/g, ' '))
  return [category, codes.map(({ code }) => code).join(' '), standing, proposal, remark, reason, words.join(' | ')]
}
