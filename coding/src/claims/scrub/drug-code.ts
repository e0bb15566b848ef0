import { parseDateOnly } from '../../domain/date-only.ts'
import type { LineDrug } from '../../domain/filing-facts.ts'
import type { ClaimRule, ClaimRuleHit } from '../claim-rule.ts'
import { DRUG } from '../line-needs.ts'

/** HCPCS J codes are drugs given other than by mouth, and chemotherapy. */
const isDrug = (code: string): boolean => DRUG.test(code)
const NDC = /^\d{11}$/

function findProblem({ ndc, amount }: LineDrug): string | undefined {
  if (!NDC.test(ndc)) return 'has a national drug code that is not eleven digits without dashes'
  return amount > 0 ? undefined : 'gives no amount of its drug'
}

/** A drug line gives its national drug code where the payer asks, in its right form (SCR-33). */
export const drugCode: ClaimRule = {
  id: 'drug-code',
  family: 'scrub',
  source: {
    title: 'Social Security Act',
    edition: 'section 1927(a)(7), 42 CFR 447.520',
    section: 'drug code; ASC X12 837P LIN and CTP',
  },
  effective: { from: parseDateOnly('2015-10-01') },
  check: ({ draft, record: { payer } }) =>
    draft.lines.flatMap(({ code: { code }, drug }, index): ClaimRuleHit[] => {
      const problem = drug
        ? findProblem(drug)
        : isDrug(code) && payer === 'medicaid'
          ? 'has no national drug code'
          : undefined
      if (problem === undefined) return []
      const message = `Line ${index + 1} (${code}) ${problem}.`
      const advice = 'Take it from the package or the administration record: eleven digits, unit and amount.'
      return [{ severity: 'error', message, advice, about: `line ${index + 1}`, evidence: [] }]
    }),
}
