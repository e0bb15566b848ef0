/** Evidence as a card shows it: the sentence around the words, who wrote them and when. */
import type { AuthorRole, ClinicalNote, NoteStatus } from '#coding/domain/clinical-note.ts'
import { type Evidence, isEvidenceIn } from '#coding/domain/evidence.ts'
import { cutContext, type QuoteContext } from '../../ui/cut-context.ts'
import { formatMoment } from '../../ui/format-date.ts'

export type EvidenceView = { readonly context: QuoteContext; readonly source: string }

const AUTHOR: Record<AuthorRole, string> = {
  provider: 'Provider',
  nurse: 'Nurse',
  therapist: 'Therapist',
  student: 'Student',
  patient: 'Patient',
  other: 'Other author',
}
const STATUS: Record<NoteStatus, string> = { draft: 'draft', signed: 'signed', amended: 'amended' }

export function describeEvidence(evidence: Evidence, notes: readonly ClinicalNote[], now: Date): EvidenceView {
  const note = notes.find(({ id }) => id === evidence.noteId)
  const section = evidence.section.replaceAll(/[-_]/g, ' ')
  if (!(note && isEvidenceIn(note, evidence))) {
    const bare = { before: '', quote: evidence.quote, after: '', cutBefore: false, cutAfter: false }
    return { context: bare, source: `Earlier version of the note · ${section}` }
  }
  const parts = [
    `${AUTHOR[note.authorRole]}, ${STATUS[note.status]}`,
    ...(note.time === undefined ? [] : [formatMoment(note.time, now)]),
    section,
  ]
  return { context: cutContext(note.text, evidence.start, evidence.end), source: parts.join(' · ') }
}
