/** What a check may say to whom: nothing about payment, and nothing about levels of visits, reaches a clinician. */
import type { CheckFinding } from '../domain/finding.ts'
import { MONEY_PHRASES } from '../domain/money-phrases.ts'
import { claimRules } from './claim-rules.generated.ts'

const levelRules: ReadonlySet<string> = new Set(
  claimRules.filter(({ family }) => family === 'visits').map(({ id }) => id),
)

/** Beside those that no prompt may hold: a payer may be named, what it pays may not. */
const CLAIM_WORDS = ['pay', 'paid', 'payable', 'fee', 'reimburs\\w*', 'denied']
// AUDIT-C is a questionnaire.
const MONEY = new RegExp(`\\b(?:${[...MONEY_PHRASES, ...CLAIM_WORDS].join('|')})s?\\b(?!-c\\b)`, 'i')

/** What these say is about payment, whatever its words. */
const PAYMENT_RULES: ReadonlySet<string> = new Set(['line-charge', 'coverage-policy'])

export function isForCoders({ rule, message, advice }: CheckFinding): boolean {
  return levelRules.has(rule) || PAYMENT_RULES.has(rule) || MONEY.test(`${message} ${advice}`)
}
