import type { ClaimRule } from '../claim-rule.ts'
import { findStatements } from '../find-statement.ts'
import {
  buildDiagnosisHit,
  getSeventh,
  guideline,
  replaceDiagnoses,
  SINCE_ICD10,
  withSeventh,
} from './diagnosis-hit.ts'

/** "Follow up as needed" and "will follow up" are of a visit to come; what has "healed" must be the injury. */
const IN_HEALING =
  /\b(?:cast (?:check|change|removal)|suture removal|(?<!\b(?:will|to|should|can|may|please|and|must|her|his|their|outpatient|close|further|appropriate|routine) )(?:follow[- ]?up|f\/u)(?! (?:with|in|as|prn|for (?:any|his|her|the) |if|after|appointment|care|instructions|next|on|per|by|within|sooner|here|plan|was|is|will|should|recommended))|healing well|well[- ]healing|(?:fracture|wound|incision|laceration)s?[^.;\n]{0,20} healed|post[- ]?op(?:erative)? (?:check|visit))\b/gi
/** Where the plan for later stands. */
const LATER: ReadonlySet<string> = new Set(['plan', 'patient-instructions', 'disposition'])
const INJURY = /^S/

/** A is active treatment, D is routine care in healing (DX-213). */
export const injuryPhase: ClaimRule = {
  id: 'injury-phase',
  family: 'diagnoses',
  source: guideline('I.C.19.a'),
  effective: SINCE_ICD10,
  check: (input) => {
    const healing = findStatements(input.readings, IN_HEALING).find(({ evidence }) => !LATER.has(evidence.section))
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
