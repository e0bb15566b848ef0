import type { DraftDiagnosis } from '../../domain/draft-claim.ts'
import type { ClaimRule, ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'
import { buildDiagnosisHit, findAbout, getCodingDate, guideline, SINCE_ICD10 } from './diagnosis-hit.ts'

const UNRELATED = /\b(?:unrelated|not related|separate (?:problem|condition|process)|independent of)\b/gi

/** Neoplasms and injuries: two of them at two places are two conditions, whatever their categories exclude. */
const AT_PLACES = /^[CDST]/

function listPairs({ draft }: ClaimRuleInput): [DraftDiagnosis, DraftDiagnosis][] {
  return draft.diagnoses.flatMap((one, index) =>
    draft.diagnoses.slice(index + 1).map((other): [DraftDiagnosis, DraftDiagnosis] => [one, other]),
  )
}

function checkPair(input: ClaimRuleInput, [one, other]: [DraftDiagnosis, DraftDiagnosis]): ClaimRuleHit[] {
  const pair = { code: one.code.code, other: other.code.code, on: getCodingDate(input) }
  const [conflict] = input.codeSet.listExcludes1Conflicts?.(pair) ?? []
  if (conflict === undefined) return []
  const unrelated = findAbout(input, UNRELATED, [one, other])
  const isSameChapter = pair.code.charAt(0) === pair.other.charAt(0) && !AT_PLACES.test(pair.code)
  const message = `Excludes1 at ${conflict.note.printedAt}: ${pair.code} and ${pair.other} are not reported together.`
  if (isSameChapter && unrelated === undefined) {
    return [
      buildDiagnosisHit([one, other], { severity: 'error', message, advice: 'Keep the one that the note supports.' }),
    ]
  }
  const advice =
    'Are the two conditions related or separate? Both may stay when the provider documents that they are unrelated.'
  const evidence = unrelated ? [unrelated.evidence] : [...one.evidence, ...other.evidence]
  return [buildDiagnosisHit([one, other], { severity: 'question', message, advice, evidence })]
}

/** Excludes1 notes of the tabular list (DX-301 to DX-303). */
export const excludesNote: ClaimRule = {
  id: 'excludes-note',
  family: 'diagnoses',
  source: guideline('I.A.12.a, I.A.12.b'),
  effective: SINCE_ICD10,
  check: (input) =>
    input.codeSet.listExcludes1Conflicts === undefined
      ? []
      : listPairs(input).flatMap((pair) => checkPair(input, pair)),
}
