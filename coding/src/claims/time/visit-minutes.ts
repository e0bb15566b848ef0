/** The total time of a visit, where the notes state one: «Total time 32 minutes». */
import type { ClinicalNote } from '../../domain/clinical-note.ts'
import { agreeOnOne, asCount, isStatedAbout } from './service-minutes.ts'
import { EXCEEDED, findStatedMinutes } from './stated-minutes.ts'

const ABOUT_VISIT =
  /total time|total encounter time|total of\b.{0,40}minutes|(?:i|we) (?:personally )?spent|time spent|minutes (?:were )?spent|discharge (?:took|required|lasted)|spent (?:a total of )?\d/i
// Time of another service, of staff, or of the patient is not the time of the visit (CPT E/M guidelines, «Time»).
const ABOUT_ANOTHER =
  /psychotherap|therapy|session|tobacco|smoking|cessation|advance care|critical care|procedure|infusion|\bstaff\b|nurse|\bMA\b|medical assistant|resident|student|scribe|technician|exercise|walk|wait|monitoring|screen time|travel/i

/** @returns the minutes when the notes agree on one number; undefined when they state none or several. */
export function findVisitMinutes(notes: readonly ClinicalNote[]): number | undefined {
  const stated = notes.flatMap((note) =>
    findStatedMinutes(note)
      .filter(({ evidence }) => isStatedAbout(note, evidence.start, { about: ABOUT_VISIT, notAbout: ABOUT_ANOTHER }))
      .map((minutes) => ({
        ...asCount(minutes),
        isExceeded: EXCEEDED.test(note.text.slice(Math.max(0, minutes.evidence.start - 20), minutes.evidence.start)),
      })),
  )
  // "More than 30 minutes (35 min)": what was exceeded says less than the number itself.
  const exact = stated.filter(({ isExceeded }) => !isExceeded)
  return agreeOnOne(exact.length > 0 ? exact : stated)?.count
}
