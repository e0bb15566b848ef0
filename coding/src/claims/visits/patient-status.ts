/**
 * New or established: no professional service of the same group and specialty within three years makes a patient new
 * (AMA CPT E/M guidelines 2023, new and established patients; Medicare Claims Processing Manual, chapter 12, section 30.6.7).
 */
import type { DateOnly } from '../../domain/date-only.ts'
import type { PatientStatus } from '../../domain/visit-grid.ts'
import type { ClaimContext, PriorService } from '../claim-context.ts'
import { cutHit, findHits, isAffirmed, joinPatterns, type Passage } from './passages.ts'
import { visitRules } from './visit-rules.generated.ts'
import { visitWords } from './visit-words.generated.ts'

const NEW = joinPatterns(visitWords.patient.new)
const ESTABLISHED = joinPatterns(visitWords.patient.established)

/** Dates compare as text, also with a 29th of February that the earlier year lacks. */
function goBack(on: DateOnly, years: number): string {
  return `${Number(on.slice(0, 4)) - years}${on.slice(4)}`
}

/** The latest professional service of this group and specialty before the day, within the span that counts. */
export function findEarlierService(context: ClaimContext, on: DateOnly): PriorService | undefined {
  const since = goBack(on, visitRules.new_patient_years)
  return context.priorServices
    ?.filter(({ date, professional }) => professional !== 'other' && date > since && date < on)
    .toSorted((a, b) => b.date.localeCompare(a.date))[0]
}

/** What was billed decides; the words of the note only where nobody could look. */
export function readPatientStatus(passages: readonly Passage[], context: ClaimContext, on: DateOnly): PatientStatus {
  const earlier = findEarlierService(context, on)
  if (earlier !== undefined) {
    return { status: 'established', because: `${earlier.code} of ${earlier.date} is on record.`, evidence: [] }
  }
  if (context.priorServices !== undefined) {
    return {
      status: 'new',
      because: 'No service of this group and specialty within three years is on record.',
      evidence: [],
    }
  }
  const stated = [
    ['new', findHits(passages, NEW)],
    ['established', findHits(passages, ESTABLISHED)],
  ] as const
  for (const [status, hits] of stated) {
    const hit = hits.find((one) => isAffirmed(one) || status === 'established')
    if (hit !== undefined) {
      return { status, because: 'The note says so; earlier services were not looked up.', evidence: [cutHit(hit)] }
    }
  }
  return { status: 'unknown', because: 'Earlier services were not looked up, and the note does not say.', evidence: [] }
}
