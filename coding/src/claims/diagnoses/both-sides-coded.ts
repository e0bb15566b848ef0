import type { ClaimRule } from '../claim-rule.ts'
import { buildDiagnosisHit, guideline, replaceDiagnoses, SINCE_ICD10 } from './diagnosis-hit.ts'

/** Right and left of one condition are one bilateral code where the classification has one (DX-205). */
export const bothSidesCoded: ClaimRule = {
  id: 'both-sides-coded',
  family: 'diagnoses',
  source: guideline('I.B.13'),
  effective: SINCE_ICD10,
  check: (input) => {
    const { draft, codeSet } = input
    const byCode = new Map(draft.diagnoses.map((diagnosis) => [diagnosis.code.code, diagnosis]))
    return draft.diagnoses.flatMap((right) => {
      const { code } = right
      const group = codeSet.findLateralityGroup(code.code, draft.dateOfService)
      const left = group?.left === undefined ? undefined : byCode.get(group.left)
      if (group?.right !== code.code || left === undefined || group.bilateral === undefined) return []
      return [
        buildDiagnosisHit([right, left], {
          severity: 'recode',
          message: `${code.code} and ${left.code.code} are the two sides of one condition.`,
          advice: `${group.bilateral} is reported in place of both.`,
          fix: replaceDiagnoses(input, [right, left], [group.bilateral]),
        }),
      ]
    })
  },
}
