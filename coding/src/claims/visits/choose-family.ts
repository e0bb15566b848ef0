/** In which family of codes a visit is counted: the draft's own line first, then where and when the patient was seen. */
import type { DraftClaim } from '../../domain/draft-claim.ts'
import type { EncounterRecord } from '../../domain/encounter-record.ts'
import type { NonEmpty } from '../../domain/result.ts'
import type { PatientStatus, VisitFamilyId } from '../../domain/visit-grid.ts'
import { findVisitLevel } from '../visit-levels.ts'
import { hasMatch, joinPatterns } from './passages.ts'
import { visitWords } from './visit-words.generated.ts'

const { stay } = visitWords
const DISCHARGE = joinPatterns(stay.discharge)
const INITIAL = joinPatterns(stay.initial)
const CONSULT = joinPatterns(stay.consult)
const SUBSEQUENT = joinPatterns(stay.subsequent)

type Stage = 'initial' | 'subsequent' | 'discharge' | 'consult'

export type FamilyChoice = { readonly families: NonEmpty<VisitFamilyId>; readonly because: string }

const HEAD = 400

/** The type of the note, then how it is headed. */
function findStage({ notes }: EncounterRecord): Stage {
  const written = notes.filter(({ authorRole }) => authorRole === 'provider')
  const newest = written.toSorted((a, b) => (b.time ?? '').localeCompare(a.time ?? ''))[0]
  const typed = stay.types[newest?.type ?? '']
  if (typed !== undefined) return typed
  const head = newest?.text.slice(0, HEAD).replaceAll(/\s/g, ' ') ?? ''
  if (hasMatch(CONSULT, head)) return 'consult'
  if (hasMatch(DISCHARGE, head)) return 'discharge'
  if (hasMatch(SUBSEQUENT, head)) return 'subsequent'
  return hasMatch(INITIAL, head) ? 'initial' : 'subsequent'
}

/** Admission and discharge of one day have codes of their own (coding rules, EM-01). */
function isSameDay({ period }: EncounterRecord): boolean {
  return period.start !== undefined && period.start.slice(0, 10) === period.end?.slice(0, 10)
}

function chooseOfStay(record: EncounterRecord, takesConsultations: boolean): FamilyChoice {
  const stage = findStage(record)
  // Without codes for consultations the first visit of a specialty is an initial one (chapter 12, 30.6.10).
  if (stage === 'consult' && !takesConsultations) {
    return { families: ['hospital-initial'], because: 'A consultation, for which this payer takes initial visits.' }
  }
  if (stage === 'consult') return { families: ['consult-hospital'], because: 'A consultation within a hospital stay.' }
  if (stage === 'discharge') {
    const families = isSameDay(record) ? (['hospital-same-day'] as const) : (['hospital-discharge'] as const)
    return { families, because: 'The note is of the day of discharge.' }
  }
  return stage === 'initial'
    ? { families: ['hospital-initial'], because: 'The note is of the admission or first day of a hospital stay.' }
    : { families: ['hospital-subsequent'], because: 'The note is of a later day of a hospital stay.' }
}

type ByPatient = { readonly new: VisitFamilyId; readonly established: VisitFamilyId; readonly where: string }

const OFFICE: ByPatient = {
  new: 'office-new',
  established: 'office-established',
  where: 'The encounter is of an office',
}
const HOME: ByPatient = { new: 'home-new', established: 'home-established', where: 'The encounter is at home' }

function chooseByPatient({ status }: PatientStatus, by: ByPatient): FamilyChoice {
  if (status === 'unknown') {
    return { families: [by.new, by.established], because: `${by.where}; new or established is not known.` }
  }
  return { families: [by[status]], because: `${by.where}; the patient is ${status}.` }
}

/** Nursing facilities by their place of service (CMS places 31 and 32); the record's class does not tell them apart. */
const NURSING_PLACES = new Set(['31', '32'])

/** @returns the families in which the level is shown: two where new or established is not known. */
export function chooseFamilies(
  record: EncounterRecord,
  patient: PatientStatus,
  { draft, takesConsultations }: { readonly draft: DraftClaim | undefined; readonly takesConsultations: boolean },
): FamilyChoice {
  const lines = draft?.lines ?? []
  const line = lines.map(({ code }) => findVisitLevel(code.code)).find((level) => level !== undefined)
  const isDisputed = line !== undefined && /-(?:new|established)$/.test(line.family) && patient.status !== 'unknown'
  if (line !== undefined && !isDisputed) return { families: [line.family], because: `Line ${line.code} of the draft.` }
  if (lines.some(({ placeOfService }) => NURSING_PLACES.has(placeOfService ?? ''))) {
    const isFirst = findStage(record) === 'initial'
    return {
      families: [isFirst ? 'nursing-initial' : 'nursing-subsequent'],
      because: 'The place is a nursing facility.',
    }
  }
  switch (record.encounterClass) {
    case 'emergency':
      return { families: ['emergency'], because: 'The encounter is of the emergency department.' }
    case 'inpatient':
    case 'observation':
      return chooseOfStay(record, takesConsultations)
    case 'home':
      return chooseByPatient(patient, HOME)
    case 'ambulatory':
    case 'virtual':
    case 'other':
      if (takesConsultations && findStage(record) === 'consult') {
        return { families: ['consult-office'], because: 'Another clinician asked for an opinion.' }
      }
      return chooseByPatient(patient, OFFICE)
  }
}
