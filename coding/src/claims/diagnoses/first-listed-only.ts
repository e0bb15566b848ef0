import { hasPrefix } from '../../diagnoses/diagnosis.ts'
import type { ClaimRule } from '../claim-rule.ts'
import { buildDiagnosisHit, guideline, listWithPrefix, moveBefore, SINCE_ICD10 } from './diagnosis-hit.ts'

/** Within these categories, codes that may stand anywhere (I.C.21.c.15). */
const ANYWHERE = ['Z00.6', 'Z52.9']

/** Z codes that are first-listed only, chemotherapy and radiation among them (DX-420, DX-701, DX-716). */
export const firstListedOnly: ClaimRule = {
  id: 'first-listed-only',
  family: 'diagnoses',
  source: guideline('I.C.21.c.15, I.C.2.e.2, IV.M'),
  effective: SINCE_ICD10,
  check: (input) => {
    const wanted = listWithPrefix(input, input.knowledge.relations.firstListed).filter(
      ({ code }) => !hasPrefix(code.code, ANYWHERE),
    )
    const [leader] = input.draft.diagnoses
    const [first] = wanted
    // Radiation and chemotherapy on one day: either leads (note at Z51). A birth record leads with Z38 alone.
    if (leader === undefined || first === undefined || wanted.includes(leader)) return []
    return [
      buildDiagnosisHit([first], {
        severity: 'error',
        message: `${first.code.code} may only be the first diagnosis.`,
        advice: `Put it before ${leader.code.code}, or take it off.`,
        fix: moveBefore(first, leader),
      }),
    ]
  },
}
