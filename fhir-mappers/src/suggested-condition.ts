/** A diagnosis that a person may add to the visit: in the note's words, labelled as put together by software. */
import type { Condition } from '@medplum/fhirtypes'
import type { Icd10Code } from '#coding/domain/icd10-code.ts'
import type { EncounterId, PatientId } from '#coding/domain/ids.ts'
import { buildQueryMeta } from './ai-label.ts'
import { CONDITION_CATEGORY, CONDITION_CLINICAL, nameIcd10System } from './systems.ts'

export type SuggestedDiagnosis = {
  readonly patientId: PatientId
  readonly encounterId: EncounterId
  readonly code: Icd10Code
  /** As the note has them. */
  readonly words: string
  /** Of the EHR that is to take it. */
  readonly vendor: string
}

/** Its verification is left to the EHR: whoever adds it verifies it. */
export function buildSuggestedCondition({
  patientId,
  encounterId,
  code,
  words,
  vendor,
}: SuggestedDiagnosis): Condition {
  return {
    resourceType: 'Condition',
    meta: buildQueryMeta(),
    clinicalStatus: { coding: [{ system: CONDITION_CLINICAL, code: 'active' }] },
    category: [{ coding: [{ system: CONDITION_CATEGORY, code: 'encounter-diagnosis' }] }],
    code: { coding: [{ system: nameIcd10System(vendor), code }], text: words },
    subject: { reference: `Patient/${patientId}` },
    encounter: { reference: `Encounter/${encounterId}` },
  }
}
