import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule } from '../claim-rule.ts'

/** A plan that asks for a referral gets its number (SCR-30). */
export const referralMissing: ClaimRule = {
  id: 'referral-missing',
  family: 'scrub',
  source: {
    title: 'Medicare Claims Processing Manual',
    edition: 'chapter 26, rev. 2024',
    section: '10.4, items 17 and 23; ASC X12 837P REF*9F',
  },
  effective: { from: parseDateOnly('2015-10-01') },
  check: ({ draft: { filing, kind }, policy }) => {
    if (policy.needsReferral !== true || kind === 'institutional' || filing?.referral !== undefined) return []
    const message = 'This plan asks for a referral, and the draft has none.'
    const advice = 'Look for it in the order, or ask the primary care provider for it.'
    return [{ severity: 'error', message, advice, about: 'referral', evidence: [] }]
  },
}
