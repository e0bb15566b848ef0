/** Who and what can be chosen at a launch: users, patients and their encounters, read from the record. */
import { formatHumanName } from '@medplum/core'
import type { Encounter, HumanName, Patient, Practitioner, PractitionerRole, Resource } from '@medplum/fhirtypes'

export type UserRole = 'provider' | 'coder' | 'auditor' | 'admin'
export type User = { readonly id: string; readonly name: string; readonly role: UserRole }
export type PatientChoice = { readonly id: string; readonly name: string; readonly detail: string }
export type EncounterChoice = { readonly id: string; readonly label: string }

/** All resources of a type; the record gives them. */
export type ListResources = <Kind extends Resource>(type: Kind['resourceType']) => readonly Kind[]

export function listUsers(list: ListResources): readonly User[] {
  const roles = list<PractitionerRole>('PractitionerRole')
  return list<Practitioner>('Practitioner').map(({ id = '', name }) => ({
    id,
    name: formatName(name),
    role: OFFICES.find((office) => roles.some((role) => isOfRole(role, id, office))) ?? 'provider',
  }))
}

const OFFICES = ['coder', 'auditor', 'admin'] as const

function isOfRole(
  { practitioner, code = [] }: PractitionerRole,
  practitionerId: string,
  office: (typeof OFFICES)[number],
): boolean {
  const words = code.flatMap(({ text, coding = [] }) => [
    text,
    ...coding.flatMap(({ code: value, display }) => [value, display]),
  ])
  return (
    practitioner?.reference === `Practitioner/${practitionerId}` &&
    words.some((word) => word?.toLowerCase().split(/\W+/).includes(office))
  )
}

export function listPatients(list: ListResources): readonly PatientChoice[] {
  const describe = ({ birthDate, gender }: Patient) =>
    [birthDate && `born ${birthDate}`, gender].filter(Boolean).join(', ')
  return list<Patient>('Patient')
    .map((patient) => ({ id: patient.id ?? '', name: formatName(patient.name), detail: describe(patient) }))
    .toSorted((a, b) => a.name.localeCompare(b.name))
}

/** Newest first. */
export function listEncounters(list: ListResources, patientId: string): readonly EncounterChoice[] {
  return list<Encounter>('Encounter')
    .filter(({ subject }) => subject?.reference === `Patient/${patientId}`)
    .toSorted((a, b) => (b.period?.start ?? '').localeCompare(a.period?.start ?? ''))
    .map((encounter) => ({ id: encounter.id ?? '', label: describeEncounter(encounter) }))
}

function describeEncounter({ period, class: encounterClass, type, reasonCode, status }: Encounter): string {
  const what = reasonCode?.[0]?.text ?? type?.[0]?.text ?? encounterClass.display ?? encounterClass.code
  return [period?.start?.slice(0, 10), what, status].filter(Boolean).join(' · ')
}

function formatName(names: readonly HumanName[] | undefined): string {
  return names?.[0] ? formatHumanName(names[0]) : 'Unnamed'
}
