/**
 * Whom and what the chart names, for masking notes before a language model reads them. Kept apart from the record, which
 * holds no names. From what is read anyway; nothing is asked of the EHR for it.
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
  Reference,
} from '@medplum/fhirtypes'
import type { MaskSeeds } from '#coding/contract/mask-seeds.ts'
import { isDateOnly } from '#coding/domain/date-only.ts'
import { asList, asObject, asText, type Loose, present } from './loose.ts'
import { canonicalSystem, SSN } from './systems.ts'

export type MaskSeedParts = {
  readonly patient: unknown
  readonly encounter: unknown
  readonly coverages: readonly unknown[]
}

type Person = MaskSeeds['persons'][number]

/** The wire takes no more (coding/src/contract/mask-seeds.ts). */
const MAX_SEEDS = 500

export function mapMaskSeeds({ patient: resource, encounter: encounterResource, coverages }: MaskSeedParts): MaskSeeds {
  const patient = asObject<Patient>(resource)
  const encounter = asObject<Encounter>(encounterResource)
  const contacts = asList<PatientContact>(patient.contact)
  const telecoms = [patient, ...contacts].flatMap(({ telecom }) => asList<ContactPoint>(telecom))
  const valuesOf = (systems: readonly unknown[]): string[] =>
    listTexts(telecoms.filter(({ system }) => systems.includes(system)).map(({ value }) => value))
  const birthDate = asText(patient.birthDate)
  return {
    persons: [
      ...asList<HumanName>(patient.name).map((name) => mapName(name, 'patient')),
      ...contacts.flatMap(({ name }) => asList<HumanName>(name)).map((name) => mapName(name, 'relative')),
      ...listProviders(patient, encounter).map(mapDisplay),
    ].slice(0, MAX_SEEDS),
    ...(birthDate !== undefined && isDateOnly(birthDate) && { birthDate }),
    identifiers: [...listIdentifiers(patient, encounter), ...listMemberships(coverages)].slice(0, MAX_SEEDS),
    phones: valuesOf(['phone', 'fax', 'sms', 'pager']),
    emails: valuesOf(['email']),
    addresses: [patient, ...contacts]
      .flatMap(({ address }) => asList<Address>(address).map(mapAddress))
      .slice(0, MAX_SEEDS),
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
function mapDisplay(display: string): Person {
  const words = display.split(/[\s,.]+/).filter((word) => word.length > 1 && !NO_NAMES.test(word))
  return { role: 'provider', given: [], family: words }
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
