import type { ClinicalNote } from '#coding/domain/clinical-note.ts'
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'

/** What is read of an encounter: its chart, and what its author has written here. */
export function addDraftNote(record: EncounterRecord, note: ClinicalNote | undefined): EncounterRecord {
  return note ? { ...record, notes: [...record.notes, note] } : record
}
