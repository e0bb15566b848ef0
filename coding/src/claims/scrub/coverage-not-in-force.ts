import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule } from '../claim-rule.ts'

/** The coverage on the claim is in force on the date of service (SCR-03). */
export const coverageNotInForce: ClaimRule = {
  id: 'coverage-not-in-force',
  family: 'scrub',
  source: {
    title: 'HL7 FHIR R4, Coverage; CMS, Medicare Claims Processing Manual',
    edition: 'chapter 1, rev. 2024',
    section: '60',
  },
  effective: { from: parseDateOnly('2015-10-01') },
  check: ({ context: { coverage }, draft }) => {
    if (coverage === undefined) return []
    const on = draft.dateOfService
    const about = 'coverage'
    const advice = 'Verify eligibility for the date of service, or name the coverage that was in force.'
    if (coverage.status === 'cancelled' || coverage.status === 'draft') {
      const message = `The coverage on the claim is ${coverage.status}.`
      return [{ severity: 'error', message, advice, about, evidence: [] }]
    }
    if ((coverage.start ?? on) <= on && on <= (coverage.end ?? on)) return []
    const span = `${coverage.start ?? 'an open beginning'} to ${coverage.end ?? 'an open end'}`
    const message = `The coverage on the claim runs from ${span}; the service was on ${on}.`
    return [{ severity: 'error', message, advice, about, evidence: [] }]
  },
}
