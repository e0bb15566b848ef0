/** A coder's remarks as they are shown and taken away. Only what somebody chose is exported. */
import type { Remark, RemarkChoice, RemarkReason, RiskRemark } from '#coding/risk-review/risk-remark.ts'
import type { CodeStanding, ReviewedCondition, RiskReview } from '#coding/risk-review/risk-review.ts'
import { buildCsv } from '../../ui/csv.ts'

export const REMARK_WORDS: Readonly<Record<Remark, string>> = {
  'assessed-present': 'Assessed: present',
  'assessed-not-present': 'Assessed: not present',
  'in-progress': 'In progress',
  'not-assessed': 'Not assessed',
  deferred: 'Deferred',
}

export const REASON_WORDS: Readonly<Record<RemarkReason, string>> = {
  'never-had-condition': 'Never had the condition',
  'inactive-condition': 'Inactive condition',
  'inapplicable-gap': 'Does not apply',
}

export const STANDING_WORDS: Readonly<Record<CodeStanding, string>> = {
  supported: 'Named and dealt with at this visit',
  listed: 'Named, but nothing says that it was dealt with',
  lesser: 'The notes name less than the code says',
  uncertain: 'Only doubted',
  past: 'Only in the past',
  denied: 'Denied',
  silent: 'Not named in the notes',
  other: 'The notes say another code of this category',
}

export type Reviewed = Extract<RiskReview, { readonly kind: 'reviewed' }>
export type Choices = ReadonlyMap<string, RemarkChoice>

export function listRemarks({ model, conditions }: Reviewed, choices: Choices): readonly RiskRemark[] {
  return conditions.flatMap(({ category, label }) => {
    const choice = choices.get(category)
    return choice ? [{ model, category, ...(label !== undefined && { label }), ...choice }] : []
  })
}

const COLUMNS = [
  'model',
  'category',
  'label',
  'codes',
  'standing',
  'proposal',
  'trumped by',
  'remark',
  'reason',
  'words',
]

export function buildRemarkCsv({ model, conditions }: Reviewed, choices: Choices): string {
  const answered = conditions.flatMap((condition) => {
    const choice = choices.get(condition.category)
    return choice ? [[model, ...describe(condition, choice)]] : []
  })
  return buildCsv([COLUMNS, ...answered])
}

/** A code whose proposal differs from its category's says so: "E11.40 (remove)". */
function describe(condition: ReviewedCondition, { remark, reason }: RemarkChoice): readonly (string | undefined)[] {
  const { category, label, codes, standing, proposal, trumpedBy, named, support } = condition
  const words = [...named, ...support.map(({ evidence }) => evidence)].map(({ quote }) => quote.replaceAll(/\s+/g, ' '))
  const listed = codes.map((one) => (one.proposal === proposal ? one.code : `${one.code} (${one.proposal})`)).join(' ')
  return [category, label, listed, standing, proposal, trumpedBy.join(' '), remark, reason, words.join(' | ')]
}
