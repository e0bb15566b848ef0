/** ICD-10-PCS procedures of the chart, for a facility's inpatient claim. */
import type { DraftProcedure } from '../domain/draft-claim.ts'
import type { EncounterRecord, RecordedProcedure } from '../domain/encounter-record.ts'
import { parseIcd10PcsCode } from '../domain/icd10-pcs-code.ts'

/** 837I: one principal and 24 other procedures (HI*BBR, HI*BBQ). */
export const MAX_PROCEDURES = 25

function readProcedure({ code, performed }: RecordedProcedure): DraftProcedure[] {
  if (code?.system !== 'icd10pcs') return []
  try {
    return [{ code: parseIcd10PcsCode(code.value), ...(performed !== undefined && { date: performed }) }]
  } catch {
    // A code of another shape than its system's is the EHR's to correct; no claim can carry it.
    return []
  }
}

/** Only of inpatient stays: HIPAA names ICD-10-PCS for no other claim (45 CFR 162.1002(c)(3)). */
export function listInpatientProcedures({ setting, procedures }: EncounterRecord): readonly DraftProcedure[] {
  return setting === 'inpatient_facility' ? procedures.flatMap(readProcedure).slice(0, MAX_PROCEDURES) : []
}
