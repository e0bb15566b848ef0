import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule } from '../claim-rule.ts'

/** Who bills is named with an NPI (SCR-05). */
export const billingNumberMissing: ClaimRule = {
  id: 'billing-number-missing',
  family: 'scrub',
  source: { title: 'Medicare Claims Processing Manual', edition: 'chapter 26, rev. 2024', section: '10.4, item 33a' },
  effective: { from: parseDateOnly('2015-10-01') },
  check: ({ draft: { billingProvider } }) => {
    if (billingProvider === undefined || billingProvider.npi !== undefined) return []
    const message = 'The chart gives no valid NPI for who bills.'
    const advice = 'Add it to the organization or person in the EHR.'
    return [{ severity: 'warning', message, advice, about: 'billingProvider', evidence: [] }]
  },
}
