/** What a check may say to whom: nothing about payment, and nothing about levels of visits, reaches a clinician. */
import type { CheckFinding } from '../domain/finding.ts'
import { claimRules } from './claim-rules.generated.ts'

const levelRules: ReadonlySet<string> = new Set(
  claimRules.filter(({ family }) => family === 'visits').map(({ id }) => id),
)

/** The words of lint rule Q8, and those of claims. A payer may be named; what it pays may not. */
const MONEY =
  /\b(?:pay|pays|paid|payable|payments?|fees?|reimburs\w*|revenue|rvu|drg|ms-drg|hcc|raf|denied|denials?|audits?(?!-c))\b/i

/** What these say is about payment, whatever its words. */
const PAYMENT_RULES: ReadonlySet<string> = new Set(['line-charge', 'coverage-policy'])

export function isForCoders({ rule, message, advice }: CheckFinding): boolean {
  return levelRules.has(rule) || PAYMENT_RULES.has(rule) || MONEY.test(`${message} ${advice}`)
}
