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

type Earlier = Pick<PriorService, 'date' | 'professional'>

/** Those before the day, within the span that counts, the latest first; what another specialty did does not count. */
function listWithin<One extends Earlier>(list: readonly One[] | undefined, on: DateOnly): readonly One[] {
  const since = goBack(on, visitRules.new_patient_years)
  return (list ?? [])
    .filter(({ date, professional }) => professional !== 'other' && date > since && date < on)
    .toSorted((a, b) => b.date.localeCompare(a.date))
}

const isKnown = ({ professional }: Earlier): boolean => professional !== 'unknown'

/** The latest professional service of this group and specialty before the day. */
export function findEarlierService(context: ClaimContext, on: DateOnly): PriorService | undefined {
  return listWithin(context.priorServices, on).find(isKnown)
}

/** Nobody of this group and specialty, as far as the EHR holds it, and nothing of it was left unread. */
function isSeenToBeNew({ priorServices, priorVisits, unseen = [] }: ClaimContext, on: DateOnly): boolean {
  const isOpen = unseen.some(({ source, because }) => source !== 'procedures' && because !== 'recent-only')
  if (priorServices === undefined || isOpen) return false
  return listWithin(priorServices, on).length + listWithin(priorVisits, on).length === 0
}

function describeUnknown(context: ClaimContext, on: DateOnly): string {
  const [service] = listWithin(context.priorServices, on)
  const [visit] = listWithin(context.priorVisits, on)
  if (service !== undefined) {
    return `${service.code} of ${service.date} is on record, by somebody whose group and specialty the EHR does not give.`
  }
  if (visit !== undefined) {
    return `A visit of ${visit.date} is on record, with somebody whose group and specialty the EHR does not give.`
  }
  return context.priorServices === undefined
    ? 'Earlier services were not looked up, and the note does not say.'
    : 'Earlier services could not be seen in full, and the note does not say.'
}

/** What was billed decides, then visits on record, then the words of the note. */
export function readPatientStatus(passages: readonly Passage[], context: ClaimContext, on: DateOnly): PatientStatus {
  const earlier = findEarlierService(context, on)
  if (earlier !== undefined) {
    return { status: 'established', because: `${earlier.code} of ${earlier.date} is on record.`, evidence: [] }
  }
  const visit = listWithin(context.priorVisits, on).find(isKnown)
  if (visit !== undefined) {
    return { status: 'established', because: `A visit of ${visit.date} is on record.`, evidence: [] }
  }
  const stated = [
    ['new', findHits(passages, NEW)],
    ['established', findHits(passages, ESTABLISHED)],
  ] as const
  const first = stated
    .map(([status, hits]) => [status, hits.find((one) => isAffirmed(one) || status === 'established')] as const)
    .find(([, hit]) => hit !== undefined)
  if (isSeenToBeNew(context, on)) {
    const [status, hit] = first ?? []
    // The group may have seen the patient before it had this EHR.
    if (status === 'established' && hit !== undefined) {
      const because = 'The note says so; no earlier service is on record.'
      return { status: 'established', because, evidence: [cutHit(hit)] }
    }
    return {
      status: 'new',
      because: 'No service of this group and specialty within three years is on record.',
      evidence: [],
    }
  }
  const [status, hit] = first ?? []
  if (status !== undefined && hit !== undefined) {
    const why = context.priorServices === undefined ? 'were not looked up' : 'could not be seen in full'
    return { status, because: `The note says so; earlier services ${why}.`, evidence: [cutHit(hit)] }
  }
  return { status: 'unknown', because: describeUnknown(context, on), evidence: [] }
}
