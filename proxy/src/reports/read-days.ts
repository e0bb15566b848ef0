/** What the EHR holds of a stretch of days, read with the batch connection: appointments, visits, charges, procedures. */
import { type DateOnly, parseDateOnly } from '#coding/domain/date-only.ts'
import type { DayActivity, DayCharge, DayEncounter, DayProcedure } from '#coding/reports/day-activity.ts'
import {
  listSignedEncounters,
  mapAppointment,
  mapCharge,
  mapEncounterOfDay,
  mapProcedureOfDay,
  type ProcedureOfDay,
} from '#fhir-mappers/day-activity.ts'
import { mapFinalDiagnosis } from '#fhir-mappers/final-diagnosis.ts'
import { asObject } from '#fhir-mappers/loose.ts'
import { findReferencedId } from '#fhir-mappers/reference.ts'
import { JobError } from '../jobs/errors.ts'
import type { FhirServer } from '../jobs/fhir-server.ts'

export type ReadRange = { readonly from: DateOnly; readonly to: DateOnly }

/** Beside what a report of the day needs: the codes that a visit was closed with, where the EHR has no charge of it. */
export type SiteDay = DayActivity & { readonly diagnoses: readonly FinalDiagnosis[] }
export type FinalDiagnosis = { readonly encounterId: string; readonly code: string }

export type SiteDays = {
  readonly days: readonly SiteDay[]
  /** Resource types that this service may not read, or that the EHR does not have. */
  readonly unread: readonly string[]
}

const PAGE = 100
/** Without these two there is nothing to compare. */
const NEEDED: ReadonlySet<string> = new Set(['Encounter'])
/** What an EHR answers that does not offer a type, or not to this client. */
const NOT_OFFERED: ReadonlySet<JobError['code']> = new Set(['not-found', 'not-authorized', 'bad-answer'])

/**
 * @param onPatient after each patient that was read, for whoever waits.
 * @throws JobError where the EHR cannot be asked, or offers neither Claim nor ChargeItem.
 */
export async function readDays(
  server: Pick<FhirServer, 'search'>,
  range: ReadRange,
  onPatient: (done: number, of: number) => void,
): Promise<SiteDays> {
  const unread = new Set<string>()
  const list = createLister(server, unread)
  const dates = new URLSearchParams([
    ['date', `ge${range.from}`],
    ['date', `le${range.to}`],
    ['_count', String(PAGE)],
  ])
  const appointments = (await list('Appointment', dates.toString())).flatMap((one) => mapAppointment(one) ?? [])
  const visits = (await list('Encounter', dates.toString()))
    .flatMap((one) => mapEncounterOfDay(one) ?? [])
    .filter(({ encounter }) => encounter.day >= range.from && encounter.day <= range.to)
  const patients = [...new Set(visits.map(({ patientId }) => patientId))]
  const read: PatientDays[] = []
  for (const [index, patientId] of patients.entries()) {
    const own = visits.filter((visit) => visit.patientId === patientId).map(({ encounter }) => encounter)
    read.push(await readPatient(list, patientId, own))
    onPatient(index + 1, patients.length)
  }
  if (patients.length > 0 && unread.has('Claim') && unread.has('ChargeItem')) throw new JobError('not-authorized')
  const days = listDays(range).map((day) => {
    const encounters = read.flatMap((one) => one.encounters).filter((one) => one.day === day)
    const ids = new Set<string>(encounters.map(({ id }) => id))
    const own = <Row extends { readonly encounterId: string }>(rows: readonly Row[]) =>
      rows.filter(({ encounterId }) => ids.has(encounterId))
    return {
      day,
      appointments: appointments.filter((one) => one.day === day),
      encounters,
      charges: own(read.flatMap(({ charges }) => charges)),
      procedures: own(read.flatMap(({ procedures }) => procedures)),
      diagnoses: own(read.flatMap(({ diagnoses }) => diagnoses)),
      found: [],
    }
  })
  return { days, unread: [...unread] }
}

type List = (type: string, query: string) => Promise<readonly unknown[]>

function createLister(server: Pick<FhirServer, 'search'>, unread: Set<string>): List {
  return async (type, query) => {
    if (unread.has(type)) return []
    const found: unknown[] = []
    try {
      for await (const page of server.search(`${type}?${query}`)) found.push(...page)
      return found
    } catch (error) {
      if (NEEDED.has(type) || !(error instanceof JobError && NOT_OFFERED.has(error.code))) throw error
      unread.add(type)
      return []
    }
  }
}

type PatientDays = {
  readonly encounters: readonly DayEncounter[]
  readonly charges: readonly DayCharge[]
  readonly procedures: readonly DayProcedure[]
  readonly diagnoses: readonly FinalDiagnosis[]
}

async function readPatient(list: List, patientId: string, encounters: readonly DayEncounter[]): Promise<PatientDays> {
  // By patient, because every server can search by it; that a resource is the patient's is checked here all the same.
  const listOwn = async (type: string, more = '') =>
    (await list(type, `patient=${patientId}&_count=${PAGE}${more}`)).filter((one) => isOf(one, patientId))
  const [claims, items, procedures, documents, conditions] = await Promise.all([
    listOwn('Claim'),
    listOwn('ChargeItem'),
    listOwn('Procedure'),
    listOwn('DocumentReference', '&status=current'),
    listOwn('Condition'),
  ])
  const signed = new Set(documents.flatMap(listSignedEncounters))
  return {
    encounters: encounters.map((one) => ({ ...one, hasSignedNote: signed.has(one.id) })),
    charges: [...claims, ...items].flatMap((one) => mapCharge(one) ?? []),
    procedures: procedures.flatMap((one) => placeProcedure(mapProcedureOfDay(one), encounters)),
    diagnoses: conditions.flatMap((one) => mapFinalDiagnosis(one) ?? []),
  }
}

function isOf(resource: unknown, patientId: string): boolean {
  const { subject, patient } = asObject<{ subject: object; patient: object }>(resource)
  return findReferencedId(subject ?? patient, 'Patient') === patientId
}

/** Where the EHR names no encounter, the only visit of the day is meant; of two, neither. */
function placeProcedure(
  found: ProcedureOfDay | undefined,
  encounters: readonly DayEncounter[],
): readonly DayProcedure[] {
  if (!found) return []
  if (found.encounterId !== undefined) return [{ ...found.procedure, encounterId: found.encounterId }]
  const [only, ...others] = encounters.filter(({ day }) => day === found.day)
  return only && others.length === 0 ? [{ ...found.procedure, encounterId: only.id }] : []
}

const DAY_MS = 24 * 60 * 60_000

export function listDays({ from, to }: ReadRange): readonly DateOnly[] {
  const days: DateOnly[] = []
  for (let at = Date.parse(from); at <= Date.parse(to); at += DAY_MS) {
    days.push(parseDateOnly(new Date(at).toISOString().slice(0, 10)))
  }
  return days
}
