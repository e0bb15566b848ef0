import type { DraftDiagnosis } from '../../domain/draft-claim.ts'
import type { ClaimRule, ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'
import { buildDiagnosisHit, findFirst, getTitle, guideline, SINCE_ICD10 } from './diagnosis-hit.ts'

/** The places that chapter 13 tells apart (table of I.C.13.a). */
const SITES = ['shoulders?', 'elbows?', 'wrists?', 'hands?|fingers?', 'hips?', 'knees?', 'ankles?|feet|foot'] as const
const BOTH = ['right', 'left'] as const
const NOT_NAMED = /\b(?:multiple|several|many|various) (?:joints?|sites?)\b|\bpolyarticular\b/i
const JOINT_DISEASE = 'arthritis|RA|osteoarthritis|OA|gout|synovitis|arthropathy|joint'

/** Places named in one sentence with the disease of the joints: "RA of right wrist and left knee". */
function listNamed(input: ClaimRuleInput): string[] {
  return SITES.flatMap((site) => {
    const words = `(?:${site})`
    const pattern = new RegExp(
      `\\b(?:${JOINT_DISEASE})\\b[^.;\\n]{0,60}?\\b${words}\\b|\\b${words}\\b[^.;\\n]{0,30}?\\b(?:${JOINT_DISEASE})\\b`,
      'gi',
    )
    const found = findFirst(input, pattern)
    if (found === undefined) return []
    const place = new RegExp(`\\b${words}\\b`, 'i').exec(found.match[0])?.[0] ?? ''
    const side = BOTH.find((one) => new RegExp(`\\b${one} ${words}\\b`, 'i').test(found.sentence))
    return [side === undefined ? place : `${side} ${place}`]
  })
}

function checkOne(input: ClaimRuleInput, diagnosis: DraftDiagnosis): ClaimRuleHit[] {
  if (!/^M(?:0|1)/.test(diagnosis.code.code) || !/\bmultiple sites\b/i.test(getTitle(input, diagnosis))) return []
  const named = listNamed(input)
  if (named.length < 2 || findFirst(input, new RegExp(NOT_NAMED.source, 'gi')) !== undefined) return []
  return [
    buildDiagnosisHit([diagnosis], {
      severity: 'warning',
      message: `${diagnosis.code.code} is for places that are not named; the note names ${named.join(' and ')}.`,
      advice: 'Report the code of each place that is named.',
    }),
  ]
}

/** "Multiple sites" is for places that nobody names (DX-221). */
export const namedSites: ClaimRule = {
  id: 'named-sites',
  family: 'diagnoses',
  source: guideline('I.B.20, I.C.13.a.2'),
  effective: SINCE_ICD10,
  check: (input) => input.draft.diagnoses.flatMap((one) => checkOne(input, one)),
}
