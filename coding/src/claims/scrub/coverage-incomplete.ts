import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule } from '../claim-rule.ts'

/** The coverage names payer, subscriber and relationship (SCR-02). */
export const coverageIncomplete: ClaimRule = {
  id: 'coverage-incomplete',
  family: 'scrub',
  source: {
    title: 'Medicare Claims Processing Manual',
    edition: 'chapter 26, rev. 2024',
    section: '10.2, items 1a, 4, 6 and 7',
  },
  effective: { from: parseDateOnly('2015-10-01') },
  check: ({ context: { coverage } }) => {
    if (coverage === undefined) return []
    const missing = [
      ...(coverage.hasPayor ? [] : ['the payer']),
      ...(coverage.hasSubscriberId ? [] : ['the subscriber’s number']),
      ...(coverage.relationship === 'other' && !coverage.hasSubscriber ? ['who the subscriber is'] : []),
    ]
    if (missing.length === 0 && coverage.subscriberIdFits !== false) return []
    if (missing.length === 0) {
      const message = 'The subscriber’s number does not have the form of a Medicare beneficiary number.'
      const advice = 'Registration compares it with the card: eleven places, letters without S, L, O, I, B and Z.'
      return [{ severity: 'error', message, advice, about: 'coverage', evidence: [] }]
    }
    const message = `The coverage lacks ${missing.join(', ')}.`
    return [
      { severity: 'error', message, advice: 'Registration completes it in the EHR.', about: 'coverage', evidence: [] },
    ]
  },
}
