import type { Condition } from '../../diagnoses/condition.ts'
import { cutMention } from '../../diagnoses/condition.ts'
import { hasPrefix } from '../../diagnoses/diagnosis.ts'
import type { DraftDiagnosis } from '../../domain/draft-claim.ts'
import type { ClaimRule, ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'
import { buildDiagnosisHit, guideline, listWithPrefix, replaceDiagnoses, SINCE_ICD10 } from './diagnosis-hit.ts'

/** A professional claim for a hospital stay obeys the outpatient rule (section IV, introduction; DX-504). */
function isInpatientClaim({ draft, record }: ClaimRuleInput): boolean {
  return draft.kind === 'institutional' && record.setting === 'inpatient_facility'
}

const speaksOf = (code: string) => (condition: Condition) => condition.rows.some((row) => row.code === code)

function findSuspicion({ reading }: ClaimRuleInput, { code }: DraftDiagnosis): Condition | undefined {
  const about = reading.conditions.stated.filter(speaksOf(code.code))
  return about.every(({ certainty }) => certainty === 'uncertain') ? about[0] : undefined
}

function listSymptoms({ knowledge }: ClaimRuleInput, code: string): readonly string[] {
  return Object.entries(knowledge.relations.integral).flatMap(([prefix, symptoms]) =>
    code.startsWith(prefix) ? symptoms : [],
  )
}

function checkCoded(input: ClaimRuleInput, diagnosis: DraftDiagnosis): ClaimRuleHit[] {
  const { code } = diagnosis.code
  const suspicion = findSuspicion(input, diagnosis)
  const isConfirmedOnly = hasPrefix(code, input.knowledge.relations.confirmedOnly)
  if (suspicion === undefined || (isInpatientClaim(input) && !isConfirmedOnly)) return []
  const symptoms = input.reading.diagnoses
    .filter(({ concept }) => concept.kind === 'symptom')
    .map((one) => String(one.code))
  const missing = symptoms.filter((one) => !input.draft.diagnoses.some((other) => other.code.code === one))
  return [
    buildDiagnosisHit([diagnosis], {
      severity: 'error',
      message: isConfirmedOnly
        ? `${code} is coded only when it is confirmed.`
        : `The note only suspects ${code}; this claim does not code what is uncertain.`,
      advice: missing.length > 0 ? `Report ${missing.join(', ')} in its place.` : 'Report what is known: the symptoms.',
      evidence: [cutMention(suspicion.places[0])],
      fix: replaceDiagnoses(input, [diagnosis], missing),
    }),
  ]
}

/** On an inpatient facility claim the probable diagnosis takes the place of its symptoms (II.H, III.C; DX-502). */
function checkDropped(input: ClaimRuleInput): ClaimRuleHit[] {
  if (!isInpatientClaim(input)) return []
  return input.reading.diagnoses.flatMap(({ code, evidence }) => {
    const isUncertain = evidence[0].assertion.existence === 'uncertain'
    if (!isUncertain || input.draft.diagnoses.some((one) => one.code.code === code)) return []
    const symptoms = listWithPrefix(input, listSymptoms(input, code))
    if (symptoms.length === 0) return []
    return [
      buildDiagnosisHit(symptoms, {
        severity: 'recode',
        message: `A diagnosis that is probable at discharge is coded as established: ${code}.`,
        advice: `${code} takes the place of its symptoms.`,
        evidence,
        fix: replaceDiagnoses(input, symptoms, [code]),
      }),
    ]
  })
}

/** Uncertain words count by setting and kind of claim (DX-501 to DX-504). */
export const uncertainDiagnosis: ClaimRule = {
  id: 'uncertain-diagnosis',
  family: 'diagnoses',
  source: guideline('II.H, IV.H, I.C.1.g.1.a'),
  effective: SINCE_ICD10,
  check: (input) => [...input.draft.diagnoses.flatMap((one) => checkCoded(input, one)), ...checkDropped(input)],
}
