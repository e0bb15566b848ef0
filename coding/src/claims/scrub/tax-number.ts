import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule } from '../claim-rule.ts'

/** Who bills is known to the payer by a tax number of nine digits (SCR-05). */
export const taxNumber: ClaimRule = {
  id: 'tax-number',
  family: 'scrub',
  source: { title: 'Medicare Claims Processing Manual', edition: 'chapter 26, rev. 2024', section: '10.4, item 25' },
  effective: { from: parseDateOnly('2012-01-01') },
  check: ({ context: { billing } }) => {
    if (billing === undefined || billing.taxNumber === 'fits') return []
    const isAbsent = billing.taxNumber === 'absent'
    const message = isAbsent
      ? 'The directory gives no tax number for who bills.'
      : 'The tax number of who bills does not have nine digits.'
    const advice = 'It stands in the billing system or in the EHR’s directory; Postil does not send it.'
    return [{ severity: isAbsent ? 'information' : 'error', message, advice, about: 'taxNumber', evidence: [] }]
  },
}
