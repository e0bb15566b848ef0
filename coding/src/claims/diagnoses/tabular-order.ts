import type { DraftDiagnosis } from '../../domain/draft-claim.ts'
import type { ClaimRule, ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'
import {
  buildDiagnosisHit,
  getCodingDate,
  getPlace,
  getTitle,
  guideline,
  moveBefore,
  SINCE_ICD10,
} from './diagnosis-hit.ts'

/** The words by which the classification marks a manifestation (I.A.13), where the editor's list is not loaded. */
const MANIFESTATION = /\b(?:classified|specified) elsewhere\b/i

function isManifestation(input: ClaimRuleInput, diagnosis: DraftDiagnosis): boolean {
  const answer = input.tables.listEditorFlags(diagnosis.code.code, getCodingDate(input))
  if (answer.state === 'found') return answer.value.has('manifestation')
  const title = getTitle(input, diagnosis)
  return MANIFESTATION.test(title) && !/\bnot elsewhere\b/i.test(title)
}

/** What a "code first" note of one code names and the draft holds. */
function findNamed(input: ClaimRuleInput, one: DraftDiagnosis): DraftDiagnosis | undefined {
  const on = getCodingDate(input)
  return input.draft.diagnoses.find((other) => {
    const pair = { code: one.code.code, other: other.code.code, on }
    return other !== one && (input.codeSet.listNotesNaming?.(pair, 'code-first').length ?? 0) > 0
  })
}

function checkOne(input: ClaimRuleInput, one: DraftDiagnosis): ClaimRuleHit[] {
  const named = findNamed(input, one)
  const place = getPlace(input, one)
  if (named !== undefined) {
    if (getPlace(input, named) < place) return []
    const message = `${named.code.code} is coded before ${one.code.code} (code first).`
    const advice = `Move ${named.code.code} up.`
    return [buildDiagnosisHit([named, one], { severity: 'error', message, advice, fix: moveBefore(named, one) })]
  }
  if (place > 0 || !isManifestation(input, one)) return []
  const message = `${one.code.code} is a manifestation and cannot be the first diagnosis.`
  const advice = 'Put the condition that it comes from before it.'
  return [buildDiagnosisHit([one], { severity: 'error', message, advice })]
}

/** Etiology before manifestation, by the notes of the tabular list (DX-304, DX-305, DX-307, DX-308, DX-805). */
export const tabularOrder: ClaimRule = {
  id: 'tabular-order',
  family: 'diagnoses',
  source: guideline('I.A.13, I.B.7, I.A.17'),
  effective: SINCE_ICD10,
  check: (input) => input.draft.diagnoses.flatMap((one) => checkOne(input, one)),
}
