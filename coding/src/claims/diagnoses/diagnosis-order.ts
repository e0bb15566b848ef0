import type { ClaimRule, ClaimRuleHit } from '../claim-rule.ts'
import { buildDiagnosisHit, getPlace, guideline, listWithPrefix, moveBefore, SINCE_ICD10 } from './diagnosis-hit.ts'

/** Pairs of the knowledge in which one code stands before the other (DX-305, DX-401 to DX-405, DX-409). */
export const diagnosisOrder: ClaimRule = {
  id: 'diagnosis-order',
  family: 'diagnoses',
  source: guideline('I.A.13, I.A.17, I.C.9.a'),
  effective: SINCE_ICD10,
  check: (input) =>
    input.knowledge.relations.order.flatMap(([first, second]): ClaimRuleHit[] => {
      const [lead] = listWithPrefix(input, [first])
      const [follower] = listWithPrefix(input, [second])
      if (lead === undefined || follower === undefined || getPlace(input, lead) <= getPlace(input, follower)) return []
      return [
        buildDiagnosisHit([lead, follower], {
          severity: 'error',
          message: `${lead.code.code} belongs before ${follower.code.code}.`,
          advice: `Move ${lead.code.code} up.`,
          fix: moveBefore(lead, follower),
        }),
      ]
    }),
}
