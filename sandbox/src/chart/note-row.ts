/** One line of the list of notes. */
import { formatVersion } from './autosave-status.ts'
import { formatReference, getConceptText } from './concept-text.ts'
import type { NoteDocument } from './fhir-client.ts'
import { formatDay, formatDayAndTime, formatTime } from './format-date.ts'
import { getAttachment, isRestricted, isSigned } from './note-document.ts'

export type NoteRow = {
  readonly id: string
  readonly title: string
  readonly author: string
  readonly time: string
  /** Without the year, where there is little room. */
  readonly shortTime: string
  readonly status: 'Signed' | 'Unsigned'
  readonly version: string
  readonly isAddendum: boolean
  readonly isRestricted: boolean
}

export function buildNoteRow(note: NoteDocument): NoteRow {
  const isAddendum = note.relatesTo?.some((relation) => relation.code === 'appends') ?? false
  return {
    id: note.id,
    title: getAttachment(note).title ?? getConceptText(note.type),
    author: formatReference(note.author?.[0]),
    time: formatDayAndTime(note.date),
    shortTime: `${formatDay(note.date).slice(0, 5)} ${formatTime(note.date)}`,
    status: isSigned(note) ? 'Signed' : 'Unsigned',
    version: formatVersion(note.meta?.versionId),
    isAddendum,
    isRestricted: isRestricted(note),
  }
}

export type NoteGroups = { readonly ofVisit: readonly NoteDocument[]; readonly others: readonly NoteDocument[] }

/** Newest last, as a visit is read. Notes without a link to any visit stand with the other documents. */
export function groupNotes(notes: readonly NoteDocument[], encounterId: string): NoteGroups {
  const sorted = notes.toSorted((a, b) => (a.date ?? '').localeCompare(b.date ?? ''))
  const isOfVisit = ({ context }: NoteDocument): boolean =>
    (context?.encounter ?? []).some((encounter) => encounter.reference === `Encounter/${encounterId}`)
  return { ofVisit: sorted.filter(isOfVisit), others: sorted.filter((note) => !isOfVisit(note)) }
}

/** The note that a clinician goes on writing, or else the first of the visit; a restricted one only when asked for. */
export function findNoteToOpen({ ofVisit, others }: NoteGroups): NoteDocument | undefined {
  const open = ofVisit.filter((note) => !isRestricted(note))
  return open.findLast((note) => !isSigned(note)) ?? open[0] ?? others.find((note) => !isRestricted(note))
}
