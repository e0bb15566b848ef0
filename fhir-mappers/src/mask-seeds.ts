/**
 * Whom and what the chart names, for masking notes before a language model reads them. Kept apart from the record, which
 * holds no names. From what is read anyway; only relatives are asked for, and only where the EHR offers and grants them.
 */
import type {
  Address,
  ContactPoint,
  Coverage,
  Encounter,
  EncounterParticipant,
  HumanName,
  Identifier,
  Patient,
  PatientContact,
  Practitioner,
  Reference,
  RelatedPerson,
} from '@medplum/fhirtypes'
import type { MaskSeeds } from '#coding/contract/mask-seeds.ts'
import { isDateOnly } from '#coding/domain/date-only.ts'
import { asList, asObject, asText, type Loose, present } from './loose.ts'
import { canonicalSystem, SSN } from './systems.ts'

export type MaskSeedParts = {
  readonly patient: unknown
  readonly encounter: unknown
  readonly coverages: readonly unknown[]
  readonly relatedPersons: readonly unknown[]
  /** Providers that were read; other kinds of resource among them name nobody. */
  readonly practitioners: readonly unknown[]
  /** What else was read of the chart: who wrote, ordered or did it is named beside the reference. */
  readonly resources: readonly unknown[]
}

type Person = MaskSeeds['persons'][number]

/** The wire takes no more (coding/src/contract/mask-seeds.ts). */
const MAX_SEEDS = 500

export function mapMaskSeeds(parts: MaskSeedParts): MaskSeeds {
  const patient = asObject<Patient>(parts.patient)
  const encounter = asObject<Encounter>(parts.encounter)
  const contacts = asList<PatientContact>(patient.contact)
  const relatives = parts.relatedPersons.map((one) => asObject<RelatedPerson>(one))
  const persons = [patient, ...contacts, ...relatives]
  const telecoms = persons.flatMap(({ telecom }) => asList<ContactPoint>(telecom))
  const valuesOf = (systems: readonly unknown[]): string[] =>
    listTexts(telecoms.filter(({ system }) => systems.includes(system)).map(({ value }) => value))
  const birthDate = asText(patient.birthDate)
  return {
    persons: removeRepeats([
      ...asList<HumanName>(patient.name).map((name) => mapName(name, 'patient')),
      ...contacts.flatMap(({ name }) => asList<HumanName>(name)).map((name) => mapName(name, 'relative')),
      ...relatives.flatMap(({ name }) => asList<HumanName>(name)).map((name) => mapName(name, 'relative')),
      ...listProviders(patient, encounter).map((display) => mapDisplay(display, 'provider')),
      ...parts.practitioners.flatMap(mapPractitioner),
      ...parts.resources.flatMap(listNamed),
    ]).slice(0, MAX_SEEDS),
    ...(birthDate !== undefined && isDateOnly(birthDate) && { birthDate }),
    identifiers: [...listIdentifiers(patient, encounter), ...listMemberships(parts.coverages)].slice(0, MAX_SEEDS),
    phones: valuesOf(['phone', 'fax', 'sms', 'pager']),
    emails: valuesOf(['email']),
    addresses: persons.flatMap(({ address }) => asList<Address>(address).map(mapAddress)).slice(0, MAX_SEEDS),
    facilities: listDisplays([encounter.serviceProvider, patient.managingOrganization]),
  }
}

function listTexts(values: readonly unknown[]): string[] {
  return [...new Set(values.flatMap((value) => asText(value) ?? []))].slice(0, MAX_SEEDS)
}

function listAll(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value]
}

function mapName({ given, family, text }: Loose<HumanName>, role: Person['role']): Person {
  const person = { role, given: listTexts(listAll(given)), family: listTexts([family]) }
  const whole = asText(text)
  const isBare = person.given.length === 0 && person.family.length === 0
  return isBare && whole !== undefined ? { role, given: [], family: whole.split(/[\s,]+/) } : person
}

function listProviders({ generalPractitioner }: Loose<Patient>, { participant }: Loose<Encounter>): string[] {
  return listDisplays([
    ...listAll(generalPractitioner),
    ...asList<EncounterParticipant>(participant).map(({ individual }) => individual),
  ])
}

function listDisplays(references: readonly unknown[]): string[] {
  return listTexts(references.map((reference) => asObject<Reference>(reference).display))
}

const NO_NAMES = /^(?:dr|mr|mrs|ms|prof|md|do|np|pa|rn|phd|jr|sr|iii?)$/i

/** "Dr. Jane Q. Doe, MD": its words, without those that everyone's title has. */
function mapDisplay(display: string, role: Person['role']): Person {
  const words = display.split(/[\s,.]+/).filter((word) => word.length > 1 && !NO_NAMES.test(word))
  return { role, given: [], family: words }
}

function mapPractitioner(resource: unknown): Person[] {
  const { resourceType, name } = asObject<Practitioner>(resource)
  return resourceType === 'Practitioner' ? asList<HumanName>(name).map((one) => mapName(one, 'provider')) : []
}

/** FHIR R4: who answers for a DocumentReference, Condition, Procedure, Observation or MedicationRequest. */
const ANSWERABLE = ['author', 'authenticator', 'recorder', 'asserter', 'requester', 'performer'] as const

/**
 * Only references that say that they lead to a person: the display of another one ("Emergency department", "Family
 * medicine") holds words that a note needs.
 */
function listNamed(resource: unknown): Person[] {
  const entry = asObject<Record<string, unknown>>(resource)
  return ANSWERABLE.flatMap((key) => listAll(entry[key])).flatMap((value) => {
    const participant = asObject<{ readonly actor: unknown }>(value)
    const { reference, type, display } = asObject<Reference>(participant.actor ?? value)
    const [, kind] = /(?:^|\/)(Practitioner|RelatedPerson)\/[^/]+/.exec(asText(reference) ?? '') ?? [
      undefined,
      asText(type),
    ]
    const name = asText(display)
    if (name === undefined) return []
    if (kind === 'Practitioner') return [mapDisplay(name, 'provider')]
    return kind === 'RelatedPerson' ? [mapDisplay(name, 'relative')] : []
  })
}

function removeRepeats(persons: readonly Person[]): Person[] {
  return [...new Map(persons.map((person) => [JSON.stringify(person), person])).values()]
}

function listIdentifiers(patient: Loose<Patient>, encounter: Loose<Encounter>): MaskSeeds['identifiers'] {
  const read = (identifiers: unknown, kind: 'mrn' | 'account'): MaskSeeds['identifiers'] =>
    asList<Identifier>(identifiers).flatMap(({ system, value }) => {
      const text = asText(value)
      if (text === undefined) return []
      return [{ kind: canonicalSystem(asText(system) ?? '') === SSN ? ('ssn' as const) : kind, value: text }]
    })
  return [...read(patient.identifier, 'mrn'), ...read(encounter.identifier, 'account')]
}

function listMemberships(coverages: readonly unknown[]): MaskSeeds['identifiers'] {
  return coverages.flatMap((resource) => {
    const { subscriberId, identifier } = asObject<Coverage>(resource)
    const values = listTexts([subscriberId, ...asList<Identifier>(identifier).map(({ value }) => value)])
    return values.map((value) => ({ kind: 'health-plan' as const, value }))
  })
}

function mapAddress({ line, city, postalCode }: Loose<Address>): MaskSeeds['addresses'][number] {
  return { lines: listTexts(listAll(line)), ...present({ city: asText(city), zip: asText(postalCode) }) }
}
