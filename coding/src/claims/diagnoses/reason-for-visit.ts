import { cutTokens } from '../../diagnoses/condition.ts'
import { hasPrefix } from '../../diagnoses/diagnosis.ts'
import type { DraftDiagnosis } from '../../domain/draft-claim.ts'
import type { Evidence } from '../../domain/evidence.ts'
import type { ClaimRule, ClaimRuleInput } from '../claim-rule.ts'
import { buildDiagnosisHit, guideline, moveBefore, SINCE_ICD10 } from './diagnosis-hit.ts'

const REASON = 'chief-complaint'
const CATEGORY = 3

type Reason = { readonly one: DraftDiagnosis; readonly evidence: Evidence }

/** Diagnoses of the draft that the notes name as why the patient came. */
function listReasons({ draft, readings }: ClaimRuleInput): Reason[] {
  return draft.diagnoses.flatMap((one) => {
    const places = readings.flatMap((reading) =>
      reading.mentions
        .filter(({ sentence, assertion }) => sentence.section.id === REASON && assertion.existence === 'present')
        .filter(({ concept }) => concept.rows.some((row) => row.code === one.code.code))
        .map((mention) => cutTokens({ reading, mention }, mention)),
    )
    return places.slice(0, 1).map((evidence) => ({ one, evidence }))
  })
}

/** Some codes stand first whatever the reason, and some never do; a symptom gives way to its diagnosis (IV.D). */
function isOrderGiven({ knowledge }: ClaimRuleInput, first: string, reason: string): boolean {
  const { firstListed, neverFirst, order } = knowledge.relations
  const isPair = order.some(([before, after]) => first.startsWith(before) && reason.startsWith(after))
  return isPair || hasPrefix(first, [...firstListed, 'O', 'Z']) || hasPrefix(reason, [...neverFirst, 'R', 'Z'])
}

/** First-listed is the reason that is chiefly responsible for the services of an outpatient visit (DX-715). */
export const reasonForVisit: ClaimRule = {
  id: 'reason-for-visit',
  family: 'diagnoses',
  source: guideline('IV.A, IV.G'),
  effective: SINCE_ICD10,
  check: (input) => {
    const [first] = input.draft.diagnoses
    const [reason, ...others] = listReasons(input)
    if (input.record.setting === 'inpatient_facility' || first === undefined || reason === undefined) return []
    if (others.length > 0 || reason.one === first) return []
    // Two codes of one illness: which of them leads, the words of a complaint do not tell.
    if (reason.one.code.code.slice(0, CATEGORY) === first.code.code.slice(0, CATEGORY)) return []
    if (isOrderGiven(input, first.code.code, reason.one.code.code)) return []
    return [
      buildDiagnosisHit([reason.one, first], {
        severity: 'warning',
        message: `The patient came for ${reason.one.code.code}; ${first.code.code} stands first.`,
        advice:
          'First comes what is chiefly responsible for the services. Move it up, unless the visit turned to the other.',
        evidence: [reason.evidence],
        fix: moveBefore(reason.one, first),
      }),
    ]
  },
}
