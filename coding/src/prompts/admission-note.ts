/** Which notes of a stay tell what was there when it began. */
import type { NoteReading } from '../notes/read-note.ts'
import { getNoteWords } from './note-words.ts'

const DAY_MS = 24 * 60 * 60 * 1000

/** A note of the first day that names a condition says by itself that it was there. */
export function isFromFirstDay({ note: { time } }: NoteReading, start: string | undefined): boolean {
  return start !== undefined && time !== undefined && Date.parse(time) - Date.parse(start) < DAY_MS
}

const LATER_DAY =
  /\b(?:hospital (?:day|course)|course in (?:the )?hospital|hd ?#? ?\d|pod ?#? ?\d|post ?-?op\w* day|overnight|discharge (?:summary|diagnos[ei]s)|discharged?|progress note|transferred from)\b/

/** Words of a later day: of a course, of a progress note. */
export function isOfLaterDay(reading: NoteReading): boolean {
  return LATER_DAY.test(getNoteWords(reading))
}

const TITLED =
  /\b(?:history (?:and|&) physical|h ?& ?p|admission note|admit note|history of present(?:ing)? illness|hpi|chief complaint)\b/i

/** A history and physical is written at admission: what it assesses was there. */
export function isAdmissionNote(reading: NoteReading): boolean {
  return !isOfLaterDay(reading) && TITLED.test(reading.text)
}
