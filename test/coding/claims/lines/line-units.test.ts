import { lineUnits } from '#coding/claims/lines/line-units.ts'
import { aLine } from '../../../fixtures/fhir/draft-claim.ts'
import { describeRule } from '../try-rule.ts'

describeRule(lineUnits, {
  flags: [0, -1, 1.5, Number.NaN].map((units) => ({
    when: `${units} units`,
    draft: { lines: [aLine('97110', { units })] },
    severity: 'error' as const,
    says: /whole number of units/,
  })),
  passes: [1, 6].map((units) => ({ when: `${units} units`, draft: { lines: [aLine('97110', { units })] } })),
})
