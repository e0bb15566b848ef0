import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule } from '../claim-rule.ts'

/** Right and left of one condition are one bilateral code where the classification has one (DX-205). */
export const bothSidesCoded: ClaimRule = {
  id: 'both-sides-coded',
  family: 'diagnoses',
  source: { title: 'ICD-10-CM Official Guidelines', edition: 'FY2026', section: 'I.B.13' },
  effective: { from: parseDateOnly('2015-10-01') },
  check: ({ draft, codeSet }) => {
    const byCode = new Map(draft.diagnoses.map((diagnosis) => [diagnosis.code.code, diagnosis]))
    return draft.diagnoses.flatMap(({ code, evidence }) => {
      const group = codeSet.findLateralityGroup(code.code, draft.dateOfService)
      const left = group?.left === undefined ? undefined : byCode.get(group.left)
      if (group?.right !== code.code || left === undefined || group.bilateral === undefined) return []
      return [
        {
          severity: 'error',
          message: `${code.code} and ${left.code.code} are the two sides of one condition.`,
          advice: `Report ${group.bilateral} in place of both.`,
          about: group.bilateral,
          evidence: [...evidence, ...left.evidence],
        },
      ]
    })
  },
}
