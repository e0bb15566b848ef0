/** Which set of NCCI edits speaks of a claim (NCCI Policy Manual, chapter I: practitioner and outpatient facility differ). */
import type { Setting } from '../../domain/encounter-record.ts'
import type { EditAudience } from '../claim-tables.ts'

/** Inpatient stays of a facility are paid by group; NCCI has no edits for them. */
export function findAudience(setting: Setting): EditAudience | undefined {
  switch (setting) {
    case 'professional':
      return 'practitioner'
    case 'outpatient_facility':
      return 'facility'
    case 'inpatient_facility':
      return undefined
  }
}
