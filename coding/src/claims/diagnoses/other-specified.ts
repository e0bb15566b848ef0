import type { DraftDiagnosis } from '../../domain/draft-claim.ts'
import type { ClaimRule, ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'
import { buildDiagnosisHit, findValid, getTitle, guideline, replaceDiagnoses, SINCE_ICD10 } from './diagnosis-hit.ts'

const OTHER = /^other\b|\bother specified\b/i
const UNSPECIFIED = /\bunspecified\b/i

function checkOne(input: ClaimRuleInput, diagnosis: DraftDiagnosis): ClaimRuleHit[] {
  const { code } = diagnosis.code
  if (!OTHER.test(getTitle(input, diagnosis))) return []
  const { conditions, diagnoses } = input.reading
  const isNamed = conditions.stated.some(({ rows }) => rows.length === 1 && rows[0]?.code === code)
  if (isNamed || diagnoses.some((one) => one.code === code)) return []
  const category = code.slice(0, 3)
  const read = diagnoses.find(
    (one) => one.code.startsWith(category) && UNSPECIFIED.test(findValid(input, one.code)?.title ?? ''),
  )
  if (read === undefined || input.draft.diagnoses.some((one) => one.code.code === read.code)) return []
  return [
    buildDiagnosisHit([diagnosis], {
      severity: 'warning',
      message: `${code} is for a kind that the note names and that has no code of its own; the note names none.`,
      advice: `${read.code} says that the kind is not given.`,
      evidence: read.evidence,
      fix: replaceDiagnoses(input, [diagnosis], [read.code]),
    }),
  ]
}

/** "Other" needs a detail that has no code; without a detail the code is "unspecified" (DX-312). */
export const otherSpecified: ClaimRule = {
  id: 'other-specified',
  family: 'diagnoses',
  source: guideline('I.A.9'),
  effective: SINCE_ICD10,
  check: (input) => input.draft.diagnoses.flatMap((one) => checkOne(input, one)),
}
