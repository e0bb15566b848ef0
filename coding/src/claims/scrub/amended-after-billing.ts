import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule } from '../claim-rule.ts'

/** A note that was amended after its services were billed is read again before the claim is sent or corrected (SCR-41). */
export const amendedAfterBilling: ClaimRule = {
  id: 'amended-after-billing',
  family: 'scrub',
  source: { title: 'Medicare Program Integrity Manual', edition: 'chapter 3, rev. 2024', section: '3.3.2.5' },
  effective: { from: parseDateOnly('2010-01-01') },
  check: ({ draft, record, context: { priorServices = [] } }) => {
    const named = new Set(draft.supportingNotes.map(({ id }) => id))
    const isAmended = record.notes.some(({ id, status }) => named.has(id) && status === 'amended')
    const billed = draft.lines.find(({ code, date }) =>
      priorServices.some((prior) => prior.from !== 'procedure' && prior.code === code.code && prior.date === date),
    )
    // Corrections name the claim that they correct: their reader knows of the change.
    if (!isAmended || billed === undefined || draft.filing?.originalReference !== undefined) return []
    return [
      {
        severity: 'question',
        message: `The note was amended, and ${billed.code.code} of ${billed.date} is billed already.`,
        advice:
          'See whether the addendum changes what was billed. If it does, file a replacement with the payer’s control number.',
        about: 'notes',
        evidence: [],
      },
    ]
  },
}
