import type { ClaimRule } from '../claim-rule.ts'
import { buildDiagnosisHit, getPlace, getSeventh, guideline, moveBefore, SINCE_ICD10 } from './diagnosis-hit.ts'

const STEM = 7
const INJURY = /^[ST]/

/** What remains comes first, then the sequela (DX-216, DX-408). */
export const sequelaAlone: ClaimRule = {
  id: 'sequela-alone',
  family: 'diagnoses',
  source: guideline('I.B.10, I.C.19.a'),
  effective: SINCE_ICD10,
  check: (input) =>
    input.draft.diagnoses.flatMap((diagnosis) => {
      const { code } = diagnosis.code
      if (!INJURY.test(code) || getSeventh(code) !== 'S') return []
      const acute = input.draft.diagnoses.find(
        (one) => one !== diagnosis && one.code.code.slice(0, STEM) === code.slice(0, STEM),
      )
      if (acute !== undefined) {
        const message = `${code} is the sequela of ${acute.code.code}: both are not reported for one event.`
        return [
          buildDiagnosisHit([diagnosis, acute], {
            severity: 'error',
            message,
            advice: 'Keep the one that is treated now.',
          }),
        ]
      }
      const residual = input.draft.diagnoses.find(({ code: other }) => !/^[STV-Y]/.test(other.code))
      if (getPlace(input, diagnosis) > 0) return []
      const message = `${code} says what came first, not what remains.`
      const advice = residual ? `Put ${residual.code.code} before it.` : 'Add the residual condition before it.'
      return [
        buildDiagnosisHit([diagnosis], {
          severity: 'error',
          message,
          advice,
          fix: residual && moveBefore(residual, diagnosis),
        }),
      ]
    }),
}
