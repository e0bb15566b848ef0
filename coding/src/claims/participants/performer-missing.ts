import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule } from '../claim-rule.ts'

/** A claim names who gave the service, by NPI. */
export const performerMissing: ClaimRule = {
  id: 'performer-missing',
  family: 'participants',
  source: { title: 'Medicare Claims Processing Manual', edition: 'chapter 26, rev. 2024', section: '10.4, item 24J' },
  effective: { from: parseDateOnly('2015-10-01') },
  check: ({ draft: { performer } }) => {
    if (performer?.npi !== undefined) return []
    const message =
      performer === undefined
        ? 'The chart does not say who gave the service.'
        : 'The chart gives no valid NPI for who gave the service.'
    const advice = 'Add it in the EHR, or leave it to the coder.'
    return [{ severity: 'warning', message, advice, about: 'draft', evidence: [] }]
  },
}
