/** Which of the minutes in a note are those of the psychotherapy session. */
import type { ClinicalNote } from '../../domain/clinical-note.ts'
import { readSentence } from './service-minutes.ts'
import { findStatedMinutes, type StatedMinutes } from './stated-minutes.ts'

const ABOUT_SESSION = /psychotherap|therapy|session|face[ -]to[ -]face|start|stop|time\b|duration/i
// "Home practice 20 minutes", "walks 30 min", "wait of 15 minutes" are not the session.
const ABOUT_SOMETHING_ELSE =
  /home|practice|exercise|walk|wait|sleep|meditat|last(?:ing|ed)?|every|each|per day|daily|arriv|late|medication|evaluation and management/i

function isAboutSession(note: ClinicalNote, { evidence }: StatedMinutes): boolean {
  const sentence = readSentence(note.text, evidence.start)
  return ABOUT_SESSION.test(sentence) && !ABOUT_SOMETHING_ELSE.test(sentence)
}

/**
 * @returns the session's minutes when the notes agree on one number; undefined when they state none or several,
 * since a rule that guesses between two numbers proves nothing.
 */
export function findSessionMinutes(notes: readonly ClinicalNote[]): StatedMinutes | undefined {
  const stated = notes.flatMap((note) => findStatedMinutes(note).filter((one) => isAboutSession(note, one)))
  const [first] = stated
  return first !== undefined && stated.every(({ minutes }) => minutes === first.minutes) ? first : undefined
}
