/** One chart -> all of its FHIR resources. */
import type { Appointment, Coverage, Encounter, Patient, Resource } from '@medplum/fhirtypes'
import { ACT_CODE, IDENTIFIER_TYPE, PARTICIPANT_TYPE, POSTIL_BASE, SOURCE_OF_PAYMENT } from '#fhir-mappers/systems.ts'
import { buildBilled } from './build-billing.ts'
import { buildConditions, buildMedications, buildObservations, buildProcedures } from './build-clinical.ts'
import { buildNote } from './build-note.ts'
import type { Calendar } from './calendar.ts'
import type { Chart, Visit, VisitPlace } from './chart.ts'
import { findStaffName, ORGANIZATION_ID, PAYERS, PLACES } from './staff.ts'

function buildPatient(chart: Chart, recordNumber: string, calendar: Calendar): Patient {
  return {
    resourceType: 'Patient',
    id: `pat-${chart.slug}`,
    active: true,
    identifier: [
      {
        type: { coding: [{ system: IDENTIFIER_TYPE, code: 'MR' }] },
        system: `${POSTIL_BASE}/sandbox-record-number`,
        value: recordNumber,
      },
    ],
    name: [{ use: 'official', given: [...chart.given], family: chart.family }],
    gender: chart.gender,
    birthDate: calendar.birthDate(chart.age),
    // 555-0100 to 555-0199 are kept free for fiction (North American Numbering Plan).
    telecom: [{ system: 'phone', value: `555-01${recordNumber.slice(-2)}`, use: 'home' }],
    address: [{ city: 'Riverbend', state: 'IA', country: 'US' }],
    managingOrganization: { reference: `Organization/${ORGANIZATION_ID}` },
  }
}

function buildCoverage({ slug, payer }: Chart, recordNumber: string): Coverage[] {
  if (payer === 'none') return []
  const { id, name, sourceOfPayment } = PAYERS[payer]
  return [
    {
      resourceType: 'Coverage',
      id: `cov-${slug}`,
      status: 'active',
      type: { coding: [{ system: SOURCE_OF_PAYMENT, code: sourceOfPayment }] },
      subscriberId: `SUB-${recordNumber}`,
      beneficiary: { reference: `Patient/pat-${slug}` },
      relationship: {
        coding: [{ system: 'http://terminology.hl7.org/CodeSystem/subscriber-relationship', code: 'self' }],
      },
      payor: [{ reference: `Organization/${id}`, display: name }],
    },
  ]
}

const CLASSES: Readonly<
  Record<VisitPlace, { readonly code: string; readonly display: string; readonly type: string }>
> = {
  office: { code: 'AMB', display: 'ambulatory', type: 'Office visit' },
  'urgent-care': { code: 'AMB', display: 'ambulatory', type: 'Urgent care visit' },
  emergency: { code: 'EMER', display: 'emergency', type: 'Emergency department visit' },
  inpatient: { code: 'IMP', display: 'inpatient encounter', type: 'Hospital stay' },
}

const SLOT_MS = 20 * 60_000

/** What was arranged beforehand; nobody arranges an emergency or urgent care. */
function hasAppointment({ place }: Visit): boolean {
  return place === 'office'
}

function findVisitId(chart: Chart, visit: Visit): string {
  return visit === chart.earlierVisit ? `${chart.slug}-earlier` : chart.slug
}

function buildAppointment(chart: Chart, visit: Visit, calendar: Calendar): Appointment {
  const provider = findStaffName(visit.provider)
  const start = calendar.dateTime(visit.daysAgo, visit.start)
  return {
    resourceType: 'Appointment',
    id: `appt-${findVisitId(chart, visit)}`,
    status: visit.status === 'finished' ? 'fulfilled' : 'arrived',
    appointmentType: { text: CLASSES[visit.place].type },
    start,
    end: new Date(Date.parse(start) + SLOT_MS).toISOString(),
    participant: [
      { actor: { reference: `Patient/pat-${chart.slug}` }, status: 'accepted' },
      {
        actor: {
          reference: `Practitioner/${visit.provider}`,
          ...(provider !== undefined && { display: provider }),
        },
        status: 'accepted',
      },
    ],
  }
}

function buildEncounter(chart: Chart, visit: Visit, calendar: Calendar): Encounter {
  const { code, display, type } = CLASSES[visit.place]
  const place = PLACES[visit.place]
  const providerName = findStaffName(visit.provider)
  return {
    resourceType: 'Encounter',
    id: `enc-${findVisitId(chart, visit)}`,
    status: visit.status,
    class: { system: ACT_CODE, code, display },
    type: [{ text: type }],
    subject: { reference: `Patient/pat-${chart.slug}` },
    participant: [
      {
        type: [{ coding: [{ system: PARTICIPANT_TYPE, code: visit.place === 'inpatient' ? 'ATND' : 'PPRF' }] }],
        individual: {
          reference: `Practitioner/${visit.provider}`,
          ...(providerName !== undefined && { display: providerName }),
        },
      },
    ],
    period: {
      start: calendar.dateTime(visit.daysAgo, visit.start),
      ...(visit.end !== undefined && { end: calendar.dateTime(visit.daysAgo, visit.end) }),
    },
    ...(hasAppointment(visit) && {
      appointment: [{ reference: `Appointment/appt-${findVisitId(chart, visit)}` }],
    }),
    reasonCode: [{ text: visit.reason }],
    location: [{ location: { reference: `Location/${place.id}`, display: place.name } }],
    serviceProvider: { reference: `Organization/${ORGANIZATION_ID}` },
  }
}

/** @param position in the list of charts, counted from 1: it makes the record number */
export function buildChart(chart: Chart, position: number, calendar: Calendar): Resource[] {
  const recordNumber = `SBX-${String(position).padStart(6, '0')}`
  const visits = chart.earlierVisit === undefined ? [chart.visit] : [chart.visit, chart.earlierVisit]
  return [
    buildPatient(chart, recordNumber, calendar),
    ...buildCoverage(chart, recordNumber),
    ...visits.map((visit) => buildEncounter(chart, visit, calendar)),
    ...visits.filter(hasAppointment).map((visit) => buildAppointment(chart, visit, calendar)),
    ...chart.notes.flatMap((_, index) => buildNote(chart, index + 1, calendar)),
    ...buildConditions(chart, calendar),
    ...buildObservations(chart, calendar),
    ...buildMedications(chart, calendar),
    ...buildProcedures(chart, calendar),
    ...buildBilled(chart, calendar),
  ]
}
