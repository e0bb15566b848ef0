import { parseDateOnly } from '../../domain/date-only.ts'
import type { ClaimRule } from '../claim-rule.ts'

/** Only a signed note supports a claim (SCR-41). */
export const noteNotSigned: ClaimRule = {
  id: 'note-not-signed',
  family: 'scrub',
  source: { title: 'Medicare Program Integrity Manual', edition: 'chapter 3, rev. 2024', section: '3.3.2.4' },
  effective: { from: parseDateOnly('2010-01-01') },
  check: ({ draft, record }) => {
    const named = new Set(draft.supportingNotes.map(({ id }) => id))
    const open = record.notes.filter(({ id, status }) => named.has(id) && status === 'draft')
    if (open.length === 0) return []
    const message =
      open.length === 1
        ? 'The note behind this draft is not signed.'
        : `${open.length} notes behind this draft are not signed.`
    return [{ severity: 'warning', message, advice: 'File after the author has signed.', about: 'notes', evidence: [] }]
  },
}
