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

function nameSection(section: string): string {
  return section === 'assessment-plan' ? 'assessment and plan' : section.replaceAll(/[-_]/g, ' ')
}

/** What the engine says, with the parts of the note as people call them: `assessment-plan: '…'`. */
export function nameSections(words: string): string {
  return words.replaceAll(/\b[a-z]+(?:-[a-z]+)*(?=: ')/g, nameSection)
}

export function describeEvidence(evidence: Evidence, notes: readonly ClinicalNote[], now: Date): EvidenceView {
  const note = notes.find(({ id }) => id === evidence.noteId)
  const section = nameSection(evidence.section)
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
