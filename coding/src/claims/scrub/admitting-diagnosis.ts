import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule } from '../claim-rule.ts'

/** Why the patient was admitted is asked of every inpatient claim (UB-04, FL 69). */
export const admittingDiagnosis: ClaimRule = {
  id: 'admitting-diagnosis',
  family: 'scrub',
  source: {
    title: 'Medicare Claims Processing Manual',
    edition: 'chapter 25, rev. 2024',
    section: '75, form locator 69',
  },
  effective: { from: parseDateOnly('2015-10-01') },
  check: ({ draft, record }) => {
    if (draft.kind !== 'institutional' || record.setting !== 'inpatient_facility') return []
    if (draft.admittingDiagnosis !== undefined || draft.diagnoses.length === 0) return []
    const message = 'The claim of an inpatient stay names no admitting diagnosis.'
    const advice = 'State the condition or symptom that the patient was admitted for, as the admission note has it.'
    return [{ severity: 'warning', message, advice, about: 'admitting diagnosis', evidence: [] }]
  },
}
