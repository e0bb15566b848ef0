/** Whether each diagnosis of a hospital stay was there when the patient was admitted, as the person stated it. Pure. */
import type { DraftClaim, PresentOnAdmission } from '#coding/domain/draft-claim.ts'
import type { Setting } from '#coding/domain/encounter-record.ts'
import type { Icd10Code } from '#coding/domain/icd10-code.ts'
import type { ClaimDetails } from '#coding/domain/kept-draft.ts'

/** Official Guidelines, Appendix I; the letter is what the claim carries. */
export const ON_ADMISSION: readonly (readonly [PresentOnAdmission, letter: string])[] = [
  ['yes', 'Y'],
  ['no', 'N'],
  ['unknown', 'U'],
  ['undetermined', 'W'],
]

export const ON_ADMISSION_WORDS: Readonly<Record<PresentOnAdmission, string>> = {
  yes: 'Present on admission',
  no: 'Not present on admission',
  unknown: 'Not documented whether present on admission',
  undetermined: 'Clinically undetermined whether present on admission',
}

/** Only a hospital's claim for a stay says it. */
export function stateOnAdmission(draft: DraftClaim, details: ClaimDetails, setting: Setting): DraftClaim {
  const { onAdmission } = details
  if (onAdmission === undefined || setting !== 'inpatient_facility') return draft
  const diagnoses = draft.diagnoses.map((diagnosis) => {
    const present = onAdmission[diagnosis.code.code]
    return present === undefined ? diagnosis : { ...diagnosis, presentOnAdmission: present }
  })
  return { ...draft, diagnoses }
}

export function setOnAdmission(
  details: ClaimDetails,
  code: Icd10Code,
  present: PresentOnAdmission | undefined,
): ClaimDetails {
  const { [code]: _, ...others } = details.onAdmission ?? {}
  return { ...details, onAdmission: present === undefined ? others : { ...others, [code]: present } }
}
