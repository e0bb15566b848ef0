import type { ClaimRule } from '../claim-rule.ts'
import {
  buildDiagnosisHit,
  findFirst,
  getSeventh,
  guideline,
  replaceDiagnoses,
  SINCE_ICD10,
  withSeventh,
} from './diagnosis-hit.ts'

const IN_HEALING =
  /\b(?:cast (?:check|change|removal)|suture removal|follow[- ]?up|f\/u|healing well|well[- ]healing|healed|post[- ]?op(?:erative)? (?:check|visit))\b/gi
const INJURY = /^S/

/** A is active treatment, D is routine care in healing (DX-213). */
export const injuryPhase: ClaimRule = {
  id: 'injury-phase',
  family: 'diagnoses',
  source: guideline('I.C.19.a'),
  effective: SINCE_ICD10,
  check: (input) => {
    const healing = findFirst(input, IN_HEALING)
    if (healing === undefined) return []
    return input.draft.diagnoses
      .filter(({ code }) => INJURY.test(code.code) && getSeventh(code.code) === 'A')
      .map((diagnosis) => {
        const later = withSeventh(diagnosis.code.code, 'D')
        return buildDiagnosisHit([diagnosis], {
          severity: 'question',
          message: `${diagnosis.code.code} says active treatment; the note speaks of healing.`,
          advice: `${later} is routine care in healing. Which phase is it?`,
          evidence: [healing.evidence],
          fix: replaceDiagnoses(input, [diagnosis], [later]),
        })
      })
  },
}
