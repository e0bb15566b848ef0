import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule } from '../claim-rule.ts'

/** A claim is sent to a payer by its number, not by its name (SCR-03). */
export const payerNumberMissing: ClaimRule = {
  id: 'payer-number-missing',
  family: 'scrub',
  source: { title: 'ASC X12 837P and 837I', edition: '005010X222A1, 005010X223A2', section: 'loop 2010BB, NM109' },
  effective: { from: parseDateOnly('2012-01-01') },
  check: ({ draft, record }) => {
    if (draft.coverage === undefined || record.payer === 'self-pay') return []
    if (draft.filing?.payerNumber !== undefined) return []
    const message = 'The chart gives no number of the payer.'
    const advice =
      'A coder enters it under Claim details, as the clearing house lists it; or registration adds it to the payer.'
    return [{ severity: 'warning', message, advice, about: 'payerNumber', evidence: [] }]
  },
}
