import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule } from '../claim-rule.ts'

/** A corrected or voided claim names the one it corrects (SCR-32). */
export const resubmission: ClaimRule = {
  id: 'resubmission',
  family: 'scrub',
  source: {
    title: 'Medicare Claims Processing Manual',
    edition: 'chapter 26, rev. 2024',
    section: '10.4, item 22; ASC X12 837, CLM05-3 and REF*F8',
  },
  effective: { from: parseDateOnly('2015-10-01') },
  check: ({ draft: { filing = {} } }) => {
    const { frequency, originalReference } = filing
    const isCorrection = frequency === 'replacement' || frequency === 'void'
    if (isCorrection === (originalReference !== undefined)) return []
    const message = isCorrection
      ? `The draft is a ${frequency === 'void' ? 'void' : 'replacement'} and does not name the claim that it is for.`
      : 'The draft names an earlier claim of the payer, and is marked as an original.'
    const advice = isCorrection
      ? 'Enter the payer’s control number from the remittance.'
      : 'Mark it as replacement or void, or take the number off.'
    return [{ severity: isCorrection ? 'error' : 'warning', message, advice, about: 'resubmission', evidence: [] }]
  },
}
