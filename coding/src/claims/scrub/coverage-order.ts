import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule } from '../claim-rule.ts'

/** With several coverages, the claim says which pays first (SCR-04). */
export const coverageOrder: ClaimRule = {
  id: 'coverage-order',
  family: 'scrub',
  source: { title: 'CMS, Medicare Secondary Payer Manual', edition: 'chapter 3, rev. 2024', section: '10' },
  effective: { from: parseDateOnly('2015-10-01') },
  check: ({ context: { coverage } }) => {
    if (coverage === undefined || coverage.active < 2 || coverage.order !== undefined) return []
    const message = `The patient has ${coverage.active} active coverages, and none says which pays first.`
    const advice = 'Registration sets the order of benefits.'
    return [{ severity: 'warning', message, advice, about: 'coverage', evidence: [] }]
  },
}
