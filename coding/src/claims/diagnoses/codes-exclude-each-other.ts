import { hasPrefix } from '../../diagnoses/diagnosis.ts'
import type { ClaimRule } from '../claim-rule.ts'
import { buildDiagnosisHit, guideline, listWithPrefix, replaceDiagnoses, SINCE_ICD10 } from './diagnosis-hit.ts'
import { isOtherSide } from './diagnosis-side.ts'

/** One code says what another says and more (DX-412, DX-413, DX-425, and the others of relations.yaml). */
export const codesExcludeEachOther: ClaimRule = {
  id: 'codes-exclude-each-other',
  family: 'diagnoses',
  source: guideline('I.A.12.a, I.C.5.b.2, I.C.14.a.1'),
  effective: SINCE_ICD10,
  check: (input) => {
    const seen = new Set<string>()
    return input.knowledge.relations.exclusive.flatMap(({ when, drop, section, severity }) => {
      const reasons = listWithPrefix(input, when)
      if (reasons.length === 0) return []
      const dropped = listWithPrefix(input, drop).filter(
        ({ code }) => !hasPrefix(code.code, when) && !hasPrefix(code.code, ['R']) && !seen.has(code.code),
      )
      return dropped.flatMap((one) => {
        const kept = reasons.find((reason) => !isOtherSide(input, reason, one))
        if (kept === undefined) return []
        seen.add(one.code.code)
        return buildDiagnosisHit([kept, one], {
          severity: severity === 'error' ? 'error' : 'recode',
          message: `${kept.code.code} and ${one.code.code} are not reported together (${section}).`,
          advice: `${kept.code.code} stays, ${one.code.code} comes off.`,
          fix: replaceDiagnoses(input, [one], []),
        })
      })
    })
  },
}
