import { parseDateOnly } from '../../domain/date-only.ts'
import { isEvidenceIn } from '../../domain/evidence.ts'
import type { ClaimRule } from '../claim-rule.ts'

/** The words behind a code still stand in the note (SCR-42). */
export const evidenceGone: ClaimRule = {
  id: 'evidence-gone',
  family: 'scrub',
  source: { title: 'Medicare Program Integrity Manual', edition: 'chapter 3, rev. 2024', section: '3.3.2.1' },
  effective: { from: parseDateOnly('2010-01-01') },
  check: ({ draft, record }) => {
    const notes = new Map(record.notes.map((note) => [note.id, note]))
    return draft.diagnoses.flatMap(({ code, evidence }) => {
      const known = evidence.filter(({ noteId }) => notes.has(noteId))
      const stands = known.some((one) => {
        const note = notes.get(one.noteId)
        return note !== undefined && (isEvidenceIn(note, one) || note.text.includes(one.quote))
      })
      if (known.length === 0 || stands) return []
      const message = `The words behind ${code.code} no longer stand in the note.`
      const advice = 'Read the note again: the diagnosis may have been changed or taken out.'
      return [{ severity: 'error', message, advice, about: code.code, evidence: [] }]
    })
  },
}
