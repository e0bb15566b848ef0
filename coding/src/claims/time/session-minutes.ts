/** Which of the minutes in a note are those of the psychotherapy session. */
import type { ClinicalNote } from '../../domain/clinical-note.ts'
import { findStatedMinutes, type StatedMinutes } from './stated-minutes.ts'

const ABOUT_SESSION = /psychotherap|therapy|session|face[ -]to[ -]face|start|stop|time\b|duration/i
// A line that labels its minutes outweighs one that merely speaks of a session: "Weekly session. 15 min worry period."
const LABELLED = /duration|start|stop|total|spent|length|face[ -]to[ -]face|minutes of/i
// "Home practice 20 minutes", "walks 30 min", "wait of 15 minutes" are not the session.
const ABOUT_SOMETHING_ELSE =
  /home|practice|exercise|walk|wait|sleep|meditat|last(?:ing|ed)?|every|each|per day|daily|arriv|late|medication|evaluation and management/i

function readLine(text: string, at: number): string {
  const start = text.lastIndexOf('\n', at) + 1
  const end = text.indexOf('\n', at)
  return text.slice(start, end === -1 ? text.length : end)
}

function isAboutSession(note: ClinicalNote, { evidence }: StatedMinutes): boolean {
  const line = readLine(note.text, evidence.start)
  return ABOUT_SESSION.test(line) && !ABOUT_SOMETHING_ELSE.test(line)
}

/**
 * @returns the session's minutes when the notes agree on one number; undefined when they state none or several,
 * since a rule that guesses between two numbers proves nothing.
 */
export function findSessionMinutes(notes: readonly ClinicalNote[]): StatedMinutes | undefined {
  const about = notes.flatMap((note) =>
    findStatedMinutes(note)
      .filter((one) => isAboutSession(note, one))
      .map((one) => ({ ...one, isLabelled: LABELLED.test(readLine(note.text, one.evidence.start)) })),
  )
  const labelled = about.filter(({ isLabelled }) => isLabelled)
  const stated = labelled.length > 0 ? labelled : about
  const [first] = stated
  return first !== undefined && stated.every(({ minutes }) => minutes === first.minutes) ? first : undefined
}
