/** Diagnoses and inpatient procedures of a Claim, each with the part it plays. */
import type { ClaimDiagnosis, ClaimProcedure, CodeableConcept } from '@medplum/fhirtypes'
import type { DraftClaim, DraftDiagnosis, PresentOnAdmission } from '#coding/domain/draft-claim.ts'
import { buildElementLabels } from './ai-label.ts'
import { buildConcept } from './claim-supporting-info.ts'
import { buildDiagnosisConcept } from './draft-concepts.ts'
import { CARIN_DIAGNOSIS_TYPE, DIAGNOSIS_TYPE, ICD10PCS, PRESENT_ON_ADMISSION, PROCEDURE_TYPE } from './systems.ts'

const ADMISSION_CODES: Readonly<Record<PresentOnAdmission, string>> = {
  yes: 'Y',
  no: 'N',
  unknown: 'U',
  undetermined: 'W',
}

/** The admitting diagnosis stands behind all others (837I, HI*ABJ), unless it is one of them. */
export function buildDiagnoses(draft: DraftClaim): ClaimDiagnosis[] {
  const { diagnoses, kind, admittingDiagnosis: admitting } = draft
  const listed = diagnoses.map((diagnosis, index) => buildDiagnosis(draft, diagnosis, index))
  const isListed = diagnoses.some(({ code }) => code.code === admitting?.code)
  if (kind !== 'institutional' || admitting === undefined || isListed) return listed
  const diagnosisCodeableConcept = buildDiagnosisConcept({ code: admitting }, draft)
  const type = [buildConcept(DIAGNOSIS_TYPE, 'admitting')]
  return [...listed, { sequence: listed.length + 1, diagnosisCodeableConcept, type }]
}

function buildDiagnosis(draft: DraftClaim, diagnosis: DraftDiagnosis, index: number): ClaimDiagnosis {
  const type = listTypes(draft, diagnosis, index)
  return {
    ...buildElementLabels(diagnosis),
    sequence: index + 1,
    diagnosisCodeableConcept: buildDiagnosisConcept(diagnosis, draft),
    ...(type.length > 0 && { type }),
    ...(diagnosis.presentOnAdmission && {
      onAdmission: buildConcept(PRESENT_ON_ADMISSION, ADMISSION_CODES[diagnosis.presentOnAdmission]),
    }),
  }
}

function listTypes(
  { kind, admittingDiagnosis }: DraftClaim,
  { code }: DraftDiagnosis,
  index: number,
): CodeableConcept[] {
  if (index === 0 && kind === 'professional') return [buildConcept(DIAGNOSIS_TYPE, 'principal')]
  if (kind === 'professional') return []
  const part =
    index === 0
      ? buildConcept(DIAGNOSIS_TYPE, 'principal')
      : buildConcept(CARIN_DIAGNOSIS_TYPE, findOtherType(code.code))
  return code.code === admittingDiagnosis?.code ? [part, buildConcept(DIAGNOSIS_TYPE, 'admitting')] : [part]
}

/** 837I keeps external causes apart from other diagnoses (HI*ABN, HI*ABF). */
function findOtherType(code: string): string {
  return /^[V-Y]/.test(code) ? 'externalcauseofinjury' : 'other'
}

export function buildProcedures({ kind, procedures = [] }: DraftClaim): ClaimProcedure[] {
  if (kind !== 'institutional') return []
  return procedures.map(({ code, date }, index) => ({
    sequence: index + 1,
    type: [buildConcept(PROCEDURE_TYPE, index === 0 ? 'primary' : 'secondary')],
    ...(date !== undefined && { date }),
    procedureCodeableConcept: buildConcept(ICD10PCS, code),
  }))
}
