/** One line of the patient list, and the search over it. */
import type { Encounter, Patient } from '@medplum/fhirtypes'
import { formatListName, getConceptText } from './concept-text.ts'
import type { Stored } from './fhir-client.ts'
import { formatAge, formatDay, formatTime } from './format-date.ts'

export type PatientRow = {
  readonly id: string
  readonly name: string
  readonly recordNumber: string
  /** "67 y F" */
  readonly demographics: string
  readonly reason: string
  /** Start of the latest visit, ISO 8601. */
  readonly start: string
  /** The time of a visit of today, or the day of an older one. */
  readonly when: string
  readonly isOpen: boolean
}

const SEXES: Readonly<Record<string, string>> = { female: 'F', male: 'M', other: 'X', unknown: '?' }

export function formatDemographics(patient: Patient, today: Date): string {
  const age = patient.birthDate === undefined ? '' : formatAge(patient.birthDate, today)
  return `${age} ${SEXES[patient.gender ?? 'unknown'] ?? ''}`.trim()
}

export function findRecordNumber(patient: Patient): string {
  return patient.identifier?.find((one) => one.type?.coding?.[0]?.code === 'MR')?.value ?? ''
}

/** Newest first. */
export function listEncountersOf(patientId: string, encounters: readonly Stored<Encounter>[]): Stored<Encounter>[] {
  return encounters
    .filter((encounter) => encounter.subject?.reference === `Patient/${patientId}`)
    .toSorted((a, b) => (b.period?.start ?? '').localeCompare(a.period?.start ?? ''))
}

function formatWhen(start: string, today: Date): string {
  if (start === '') return ''
  const day = formatDay(start)
  return day === formatDay(today.toISOString()) ? formatTime(start) : day.slice(0, 5)
}

function buildRow(patient: Stored<Patient>, encounter: Encounter | undefined, today: Date): PatientRow {
  const start = encounter?.period?.start ?? ''
  return {
    id: patient.id,
    name: formatListName(patient),
    recordNumber: findRecordNumber(patient),
    demographics: formatDemographics(patient, today),
    reason: getConceptText(encounter?.reasonCode?.[0]),
    start,
    when: formatWhen(start, today),
    isOpen: encounter?.status === 'in-progress',
  }
}

/** Visits in progress first, then by the time at which they began. */
export function buildPatientRows(
  patients: readonly Stored<Patient>[],
  encounters: readonly Stored<Encounter>[],
  today: Date,
): PatientRow[] {
  return patients
    .map((patient) => buildRow(patient, listEncountersOf(patient.id, encounters)[0], today))
    .toSorted((a, b) => Number(b.isOpen) - Number(a.isOpen) || a.start.localeCompare(b.start))
}

/** Accents and case do not matter: "lukasz" and "treviño" both find theirs. */
function fold(text: string): string {
  // Ł does not decompose into a letter and a mark.
  return text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[łŁ]/g, 'l').replace(/[øØ]/g, 'o').toLowerCase()
}

export function filterPatientRows(rows: readonly PatientRow[], query: string): PatientRow[] {
  const words = fold(query).split(/\s+/).filter(Boolean)
  return rows.filter((row) => {
    const text = fold(`${row.name} ${row.recordNumber} ${row.reason} ${row.id}`)
    return words.every((word) => text.includes(word))
  })
}
