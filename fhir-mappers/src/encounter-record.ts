/** Puts one encounter together from what was read, and says what had to be left out. */
import type { Condition, Procedure } from '@medplum/fhirtypes'
import { MAX_ENTRIES, MAX_NOTES, MAX_NOTES_LENGTH } from '#coding/contract/encounter-record.ts'
import type { SensitivityPolicy } from '#coding/contract/tenant.ts'
import type { ClinicalNote } from '#coding/domain/clinical-note.ts'
import type { DateOnly } from '#coding/domain/date-only.ts'
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import type { EncounterId, NoteId, PatientId, TenantKey } from '#coding/domain/ids.ts'
import { findByCode } from './coding.ts'
import { mapCondition } from './condition.ts'
import { findPrimaryCoverage, mapCoverage } from './coverage.ts'
import { findDay, mapPeriod } from './date-time.ts'
import { findDateOfService, type MappedEncounter, mapEncounter, mapSetting } from './encounter.ts'
import { mapMedicationRequest, mapObservation } from './indicator.ts'
import { asObject, present } from './loose.ts'
import type { MappingProblem } from './mapping-problem.ts'
import { findAge, mapPatient } from './patient.ts'
import { mapProcedure } from './procedure.ts'
import { findReferencedId } from './reference.ts'
import { type MappedList, mapResources } from './resource-list.ts'

/** Resources as the EHR sent them; an empty list where nothing could be read. */
export type EncounterParts = {
  readonly tenant: TenantKey
  /** From the launch. A resource about somebody else is left out, whatever search brought it. */
  readonly patientId: PatientId
  readonly encounterId: EncounterId
  readonly encounter: unknown
  readonly patient: unknown
  readonly conditions: readonly unknown[]
  readonly procedures: readonly unknown[]
  readonly observations: readonly unknown[]
  readonly medicationRequests: readonly unknown[]
  readonly coverages: readonly unknown[]
  /** Decoded by the app from the documents that `classifyNote` let through; newest first. */
  readonly notes: readonly ClinicalNote[]
  readonly sensitivity: SensitivityPolicy
  /** True when the user codes for a facility; see `mapSetting`. */
  readonly facility: boolean
  readonly performer: EncounterRecord['performer']
  /** The date of service when the encounter states none. */
  readonly today: DateOnly
  /** The day of a stay that the person chose; the newest with a note where it is none of them. */
  readonly day?: DateOnly | undefined
  /** IANA zone of the site, for servers that write every time in UTC. */
  readonly timeZone?: string
}

/** One day of a stay, with its notes: what a physician bills of it is a draft of its own. */
export type VisitDay = { readonly day: DateOnly; readonly noteIds: readonly NoteId[] }

export type EncounterRecordResult = {
  readonly record: EncounterRecord
  /** The oldest first; of a stay that a physician bills, and of nothing else. */
  readonly visitDays?: readonly VisitDay[]
  readonly problems: readonly MappingProblem[]
}

/** Conditions and procedures of other encounters are not problems: several servers cannot search by encounter. */
export function mapEncounterRecord(parts: EncounterParts): EncounterRecordResult {
  const encounters = mapResources([parts.encounter], parts, mapEncounter)
  const patients = mapResources([parts.patient], parts, mapPatient)
  const encounter = encounters.values.find(({ id }) => id === parts.encounterId)
  const patient = patients.values.find(({ id }) => id === parts.patientId)

  const encounterClass = encounter?.encounterClass ?? 'other'
  const period = encounter?.period ?? {}
  const setting = mapSetting(encounterClass, parts.facility)
  const visitDays = findVisitDays(parts, encounter)
  const statedDate = findVisitDay(visitDays ?? [], parts.day) ?? findDateOfService({ period }, setting, parts.timeZone)
  const dateOfService = statedDate ?? parts.today

  const ownConditions = parts.conditions.filter((resource) => isRelevantCondition(resource, parts.encounterId))
  const ownProcedures = parts.procedures.filter((resource) => isOwnProcedure(resource, parts, period))
  const observations = mapResources(parts.observations, parts, mapObservation)
  const medications = mapResources(parts.medicationRequests, parts, mapMedicationRequest)
  const coverages = mapResources(parts.coverages, parts, mapCoverage)

  const notes = limit({ values: parts.notes, problems: [] }, countFitting(parts.notes), 'DocumentReference')
  const conditions = limit(mapResources(ownConditions, parts, mapCondition), MAX_ENTRIES, 'Condition')
  const procedures = limit(mapResources(ownProcedures, parts, mapProcedure), MAX_ENTRIES, 'Procedure')
  const indicators = limit(
    {
      values: [...observations.values.flat(), ...medications.values],
      problems: [...observations.problems, ...medications.problems],
    },
    MAX_ENTRIES,
    'Observation',
  )

  return {
    record: {
      tenant: parts.tenant,
      patientId: parts.patientId,
      encounterId: parts.encounterId,
      setting,
      encounterClass,
      status: encounter?.status ?? 'unknown',
      period,
      dateOfService,
      ...present({ age: findAge(patient?.birthDate, dateOfService) }),
      sex: patient?.sex ?? 'unknown',
      ...present({ language: patient?.language }),
      notes: notes.values,
      conditions: conditions.values,
      procedures: procedures.values,
      indicators: indicators.values,
      payer: findPrimaryCoverage(coverages.values, dateOfService)?.payer ?? 'unknown',
      ...present({ visit: encounter?.visit }),
      performer: parts.performer,
    },
    ...(visitDays && { visitDays }),
    problems: [
      ...(statedDate === undefined ? [{ resourceType: 'Encounter', code: 'no-date' } as const] : []),
      ...[encounters, patients, coverages, notes, conditions, procedures, indicators].flatMap((list) => list.problems),
    ],
  }
}

/**
 * A stay is one Encounter with a visit for each day: what a physician bills of it is dated by a note of a provider that
 * is surely of this stay, within its days. All else is dated by the encounter.
 */
function findVisitDays(parts: EncounterParts, encounter: MappedEncounter | undefined): readonly VisitDay[] | undefined {
  const isStay = encounter?.encounterClass === 'inpatient' || encounter?.encounterClass === 'observation'
  if (parts.facility || !isStay) return undefined
  const from = findDay(encounter.period.start, parts.timeZone)
  const to = findDay(encounter.period.end, parts.timeZone) ?? parts.today
  const dated = parts.notes.flatMap((note) => {
    const day = findDay(note.time, parts.timeZone)
    return day !== undefined && (from ?? day) <= day && day <= to ? [{ note, day }] : []
  })
  const own = dated.filter(({ note }) => note.authorRole === 'provider' && note.encounterCertain)
  return [...new Set(own.map(({ day }) => day))].toSorted().map((day) => ({
    day,
    noteIds: dated.filter((one) => one.day === day).map(({ note }) => note.id),
  }))
}

function findVisitDay(days: readonly VisitDay[], chosen: DateOnly | undefined): DateOnly | undefined {
  return (days.find(({ day }) => day === chosen) ?? days.at(-1))?.day
}

/** The problem list speaks for every encounter; diagnoses of a visit only for their own (Oracle returns both). */
function isRelevantCondition(resource: unknown, encounterId: EncounterId): boolean {
  const condition = asObject<Condition>(resource)
  const owner = findReferencedId(condition.encounter, 'Encounter')
  const isVisitDiagnosis = findByCode(condition.category, new Map([['encounter-diagnosis', true]])) ?? false
  return !isVisitDiagnosis || owner === undefined || owner === encounterId
}

/** Procedure has no `encounter` search parameter in US Core: the link decides, else the day. */
function isOwnProcedure(resource: unknown, parts: EncounterParts, period: EncounterRecord['period']): boolean {
  const procedure = asObject<Procedure>(resource)
  // What is no Procedure at all is for the mapper to report.
  if (procedure.resourceType !== 'Procedure') return true
  const owner = findReferencedId(procedure.encounter, 'Encounter')
  if (owner !== undefined) return owner === parts.encounterId
  const time = procedure.performedDateTime ?? mapPeriod(procedure.performedPeriod).start
  const day = findDay(time, parts.timeZone)
  const from = findDay(period.start, parts.timeZone)
  if (day === undefined || from === undefined) return false
  return from <= day && day <= (findDay(period.end, parts.timeZone) ?? parts.today)
}

/** The wire shape of a record has limits; one entry too many would have the whole record refused. */
/** How many of the notes, which come newest first, a record takes. */
function countFitting(notes: EncounterParts['notes']): number {
  let length = 0
  const tooLong = notes.findIndex(({ text }) => {
    length += text.length
    return length > MAX_NOTES_LENGTH
  })
  return tooLong < 0 ? MAX_NOTES : Math.min(tooLong, MAX_NOTES)
}

function limit<Value>(list: MappedList<Value>, most: number, resourceType: string): MappedList<Value> {
  if (list.values.length <= most) return list
  return {
    values: list.values.slice(0, most),
    problems: [...list.problems, { resourceType, code: 'too-many' }],
  }
}
