import { hasPrefix } from '../../diagnoses/diagnosis.ts'
import type { ClaimRule } from '../claim-rule.ts'
import { buildDiagnosisHit, guideline, moveBefore, SINCE_ICD10 } from './diagnosis-hit.ts'

/** Encounters may be for these themselves, so the guideline leaves the first place to them (I.C.21.c.16). */
const MAY_LEAD = ['Z79', 'Z80', 'Z81', 'Z82', 'Z83', 'Z84', 'Z85', 'Z86', 'Z87', 'Z88', 'Z89', 'Z9', 'D63']

/** Social determinants are secondary by the guideline; a claim is not returned for them (I.C.21.c.17). */
const CIRCUMSTANCES = ['Z55', 'Z56', 'Z57', 'Z58', 'Z59', 'Z60', 'Z62', 'Z63', 'Z64', 'Z65']

/** Causes, organisms, index values and circumstances never lead (DX-703, DX-704, DX-712, DX-806, SCR-17). */
export const neverFirst: ClaimRule = {
  id: 'never-first',
  family: 'diagnoses',
  source: guideline('I.C.20.a.6, I.C.21.c.3, I.B.14'),
  effective: SINCE_ICD10,
  check: ({ draft, knowledge }) => {
    const isSecondary = (code: string): boolean =>
      hasPrefix(code, knowledge.relations.neverFirst) && !hasPrefix(code, MAY_LEAD)
    const [first] = draft.diagnoses
    if (first === undefined || !isSecondary(first.code.code)) return []
    const leader = draft.diagnoses.find(({ code }) => !isSecondary(code.code))
    return [
      buildDiagnosisHit([first], {
        severity: hasPrefix(first.code.code, CIRCUMSTANCES) ? 'warning' : 'error',
        message: `${first.code.code} cannot be the first diagnosis.`,
        advice: leader ? `Put ${leader.code.code} first.` : 'Add the condition that it belongs to.',
        fix: leader && moveBefore(leader, first),
      }),
    ]
  },
}
