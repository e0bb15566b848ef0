import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule } from '../claim-rule.ts'

const PARTS = [
  ['hasName', 'the name'],
  ['hasAddress', 'the address'],
] as const

/** A claim names the patient, with birth date and address (SCR-01). */
export const registrationIncomplete: ClaimRule = {
  id: 'registration-incomplete',
  family: 'scrub',
  source: {
    title: 'Medicare Claims Processing Manual',
    edition: 'chapter 26, rev. 2024',
    section: '10.2, items 2, 3 and 5',
  },
  effective: { from: parseDateOnly('2015-10-01') },
  check: ({ context: { patient } }) => {
    if (patient === undefined) return []
    const missing = PARTS.filter(([part]) => !patient[part]).map(([, words]) => words)
    const all = [...missing, ...(patient.birthDate === undefined ? ['the birth date'] : [])]
    if (all.length === 0) return []
    const message = `Registration lacks ${all.join(', ')} of the patient.`
    return [
      { severity: 'error', message, advice: 'Registration completes it in the EHR.', about: 'patient', evidence: [] },
    ]
  },
}
