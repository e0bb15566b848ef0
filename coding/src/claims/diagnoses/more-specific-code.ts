import type { DraftDiagnosis } from '../../domain/draft-claim.ts'
import type { Evidence } from '../../domain/evidence.ts'
import type { Icd10Code } from '../../domain/icd10-code.ts'
import type { ClaimRule, ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'
import {
  buildDiagnosisHit,
  getCodingDate,
  getTitle,
  guideline,
  replaceDiagnoses,
  SINCE_ICD10,
} from './diagnosis-hit.ts'

const OF_OTHERS: readonly string[] = ['orders', 'labs', 'imaging']
const UNSPECIFIED = /\b(?:unspecified|NOS)\b/i

function isOpen(input: ClaimRuleInput, diagnosis: DraftDiagnosis): boolean {
  const { code } = diagnosis.code
  const group = input.codeSet.findLateralityGroup(code, getCodingDate(input))
  return group?.unspecified === code || UNSPECIFIED.test(getTitle(input, diagnosis))
}

/** An order or a result may name the side; the diagnosis is the provider's all the same (I.B.13, I.B.14). */
function isOfProvider({ record }: ClaimRuleInput, { noteId, section }: Evidence): boolean {
  const note = record.notes.find(({ id }) => id === noteId)
  return note?.authorRole === 'provider' && !OF_OTHERS.includes(section)
}

/** "Open fracture of the tibia" gives no side: its code says less than one that names the right one. */
function losesSide(input: ClaimRuleInput, code: Icd10Code, other: Icd10Code): boolean {
  const date = getCodingDate(input)
  const [group, others] = [
    input.codeSet.findLateralityGroup(code, date),
    input.codeSet.findLateralityGroup(other, date),
  ]
  return group !== undefined && group.unspecified !== code && others?.unspecified === other
}

/** What the engine reads from the same notes for the same concept, when it says more. */
function checkOpen(input: ClaimRuleInput, diagnosis: DraftDiagnosis): ClaimRuleHit[] {
  const { code } = diagnosis.code
  if (!isOpen(input, diagnosis)) return []
  const better = input.reading.diagnoses.find(
    ({ concept, code: found, evidence }) =>
      found !== code &&
      found.slice(0, 3) === code.slice(0, 3) &&
      concept.rows.some((row) => row.code === code) &&
      evidence[0].assertion.existence === 'present' &&
      !losesSide(input, code, found) &&
      !input.draft.diagnoses.some((one) => one.code.code === found),
  )
  if (better === undefined || input.reading.diagnoses.some((one) => one.code === code)) return []
  const isProviders = better.evidence.every((one) => isOfProvider(input, one))
  return [
    buildDiagnosisHit([diagnosis], {
      severity: isProviders ? 'error' : 'question',
      message: `${code} is unspecified, and ${isProviders ? 'the note' : 'an order, a result or another clinician'} says more.`,
      advice: isProviders ? `The note supports ${better.code}.` : `Does the provider mean ${better.code}?`,
      evidence: better.evidence,
      fix: replaceDiagnoses(input, [diagnosis], [better.code]),
    }),
  ]
}

function listConflicts(input: ClaimRuleInput): ClaimRuleHit[] {
  return input.reading.conditions.stated.flatMap(({ conflict, table }) => {
    const about = input.draft.diagnoses.filter(({ code }) => table.rows.some((row) => row.code === code.code))
    if (conflict === undefined || about.length === 0) return []
    const message = `The record names two sides: ${conflict.sides.join(' and ')}.`
    const advice = 'Ask the provider which side is meant.'
    return [
      buildDiagnosisHit(about, { severity: 'question', message, advice, evidence: [conflict.here, conflict.there] }),
    ]
  })
}

/** Specificity and side as the record supports them (DX-201 to DX-204). */
export const moreSpecificCode: ClaimRule = {
  id: 'more-specific-code',
  family: 'diagnoses',
  source: guideline('I.B.2, I.B.13, I.A.9.b'),
  effective: SINCE_ICD10,
  check: (input) => [...input.draft.diagnoses.flatMap((one) => checkOpen(input, one)), ...listConflicts(input)],
}
