import type { DraftDiagnosis } from '../../domain/draft-claim.ts'
import type { ClaimRule, ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'
import { buildDiagnosisHit, guideline, listWithPrefix, replaceDiagnoses, SINCE_ICD10 } from './diagnosis-hit.ts'

/** The newborn period ends with the 28th day (I.C.16). */
const NEWBORN_DAYS = 28

function isInfant({ record: { age } }: ClaimRuleInput): boolean {
  return age !== undefined && (age.unit === 'days' || age.value === 0)
}

function isPastNewborn({ record: { age } }: ClaimRuleInput): boolean {
  return age !== undefined && (age.unit === 'years' || age.value > NEWBORN_DAYS)
}

function checkBirth(input: ClaimRuleInput, births: readonly DraftDiagnosis[]): ClaimRuleHit[] {
  const [first, ...more] = births
  if (first === undefined) return []
  const isMother = listWithPrefix(input, ['O']).length > 0
  if (isMother || isPastNewborn(input)) {
    return [
      buildDiagnosisHit(births, {
        severity: 'error',
        message: `${first.code.code} is reported once, on the record of the birth of the child.`,
        advice: isMother ? 'The outcome of delivery on the record of the mother is Z37.' : 'Take it off.',
        fix: replaceDiagnoses(input, births, []),
      }),
    ]
  }
  if (more.length === 0) return []
  const message = 'A birth has one code of Z38.'
  return [buildDiagnosisHit(births, { severity: 'error', message, advice: 'Keep the one that the note supports.' })]
}

/** Codes of the mother and codes of the child stand on their own records (DX-602). */
export const motherAndNewborn: ClaimRule = {
  id: 'mother-and-newborn',
  family: 'diagnoses',
  source: guideline('I.C.15.a.2, I.C.16.a.1, I.C.16.a.2'),
  effective: SINCE_ICD10,
  check: (input) => {
    const ofMother = listWithPrefix(input, ['O'])
    const ofChild = listWithPrefix(input, ['P'])
    const births = checkBirth(input, listWithPrefix(input, ['Z38']))
    if (ofMother.length === 0 || (ofChild.length === 0 && !isInfant(input))) return births
    return [
      ...births,
      buildDiagnosisHit([...ofMother, ...ofChild], {
        severity: 'error',
        message: 'Codes of chapter 15 belong to the mother alone, codes of chapter 16 to the child alone.',
        advice: 'Whose record is this? The other codes come off.',
        fix: replaceDiagnoses(input, isInfant(input) ? ofMother : ofChild, []),
      }),
    ]
  },
}
