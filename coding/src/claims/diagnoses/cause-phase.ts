import type { ClaimRule } from '../claim-rule.ts'
import {
  buildDiagnosisHit,
  getSeventh,
  guideline,
  replaceDiagnoses,
  SINCE_ICD10,
  withSeventh,
} from './diagnosis-hit.ts'

const PHASED_CAUSE = /^[V-Y]/
const INJURY = /^[ST]/

/** Causes know three phases; the letters of fractures say more (I.C.19.c). */
function phaseOf(code: string): string {
  const seventh = getSeventh(code) ?? ''
  if ('ABC'.includes(seventh)) return 'A'
  return seventh === 'S' ? 'S' : 'D'
}

/** Cause and injury share the seventh character (DX-217). */
export const causePhase: ClaimRule = {
  id: 'cause-phase',
  family: 'diagnoses',
  source: guideline('I.C.20.a.2'),
  effective: SINCE_ICD10,
  check: (input) => {
    const phases = new Set(
      input.draft.diagnoses.filter(({ code }) => INJURY.test(code.code)).map(({ code }) => phaseOf(code.code)),
    )
    const [phase] = phases
    return input.draft.diagnoses
      .filter(({ code }) => PHASED_CAUSE.test(code.code))
      .flatMap((cause) => {
        const own = getSeventh(cause.code.code)
        if (own === undefined || phase === undefined || phases.has(own)) return []
        return [
          buildDiagnosisHit([cause], {
            severity: 'error',
            message: `${cause.code.code} ends in ${own}, the injury is reported with ${phase}.`,
            advice: 'Cause and injury share the seventh character.',
            fix:
              phases.size === 1 ? replaceDiagnoses(input, [cause], [withSeventh(cause.code.code, phase)]) : undefined,
          }),
        ]
      })
  },
}
