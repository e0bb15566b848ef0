/** Encounter: what kind of contact it was, when, who took part, and which rule book its coding follows. */
import type { CodeableConcept, Encounter, EncounterLocation, EncounterParticipant } from '@medplum/fhirtypes'
import type { DateOnly } from '#coding/domain/date-only.ts'
import type { EncounterClass, EncounterRecord, EncounterStatus, Setting } from '#coding/domain/encounter-record.ts'
import { type BilledBy, decideBilledBy, type FacilityBilling } from '#coding/domain/facility-billing.ts'
import { type EncounterId, type PatientId, parseEncounterId, parsePatientId } from '#coding/domain/ids.ts'
import type { Visit } from '#coding/domain/visit-facts.ts'
import { findByCode, findConceptText, listCodings } from './coding.ts'
import { findDay, mapPeriod } from './date-time.ts'
import { asBranded, asList, asObject, asText, type Loose, present } from './loose.ts'
import { type Mapped, mapped, unmapped } from './mapping-problem.ts'
import { findReferencedId, findRelativeReference, parseReference } from './reference.ts'

export type MappedEncounter = {
  readonly id: EncounterId
  /** To be compared with the launch patient before anything else is read. */
  readonly patientId?: PatientId
  readonly encounterClass: EncounterClass
  readonly status: EncounterStatus
  readonly period: EncounterRecord['period']
  /** What the EHR calls this kind of visit, for the encounter picker. */
  readonly label: string
  /** `Practitioner/…` or `PractitionerRole/…` of the one who saw the patient. */
  readonly performer?: string
  readonly serviceProvider?: string
  /** `Location/…` where the patient is or last was. */
  readonly facility?: string
  /** `Practitioner/…` who sent the patient. */
  readonly referrer?: string
  readonly visit: Visit
}

// v3-ActCode, ActEncounterCode. SS, short stay: admitted for less than a day, so as observation.
const CLASSES: ReadonlyMap<string, EncounterClass> = new Map([
  ['amb', 'ambulatory'],
  ['emer', 'emergency'],
  ['imp', 'inpatient'],
  ['acute', 'inpatient'],
  ['nonac', 'inpatient'],
  ['obsenc', 'observation'],
  ['ss', 'observation'],
  ['vr', 'virtual'],
  ['hh', 'home'],
])

// Sites such as Epic's send their own class codes, of which only the words can be understood. The order matters:
// "outpatient observation" is observation, "video visit to home" is virtual.
const CLASS_WORDS: readonly (readonly [RegExp, EncounterClass])[] = [
  [/\bobservation\b/i, 'observation'],
  [/\b(emergency|ed)\b/i, 'emergency'],
  [/\b(inpatient|hospital encounter)\b/i, 'inpatient'],
  [/\b(virtual|video|telehealth|telemedicine|telephone)\b/i, 'virtual'],
  [/\bhome\b/i, 'home'],
  [/\b(outpatient|ambulatory|office|clinic|appointment)\b/i, 'ambulatory'],
]

const STATUSES: ReadonlyMap<string, EncounterStatus> = new Map([
  ['planned', 'planned'],
  ['arrived', 'in-progress'],
  ['triaged', 'in-progress'],
  ['in-progress', 'in-progress'],
  ['onleave', 'in-progress'],
  ['finished', 'finished'],
  // FHIR R5.
  ['discharged', 'finished'],
  ['completed', 'finished'],
  ['cancelled', 'cancelled'],
])

export function mapEncounter(resource: unknown): Mapped<MappedEncounter> {
  const encounter = asObject<Encounter>(resource)
  if (encounter.resourceType !== 'Encounter') return unmapped('Encounter', 'wrong-type')
  const id = asBranded(parseEncounterId, encounter.id)
  if (id === undefined) return unmapped('Encounter', 'no-id')
  return mapped({
    id,
    encounterClass: mapClass(encounter.class),
    status: findByCode(encounter.status, STATUSES) ?? 'unknown',
    period: mapPeriod(encounter.period),
    visit: mapVisit(encounter),
    label: findConceptText(encounter.type) ?? findConceptText(encounter.class) ?? 'Encounter',
    ...present({
      patientId: asBranded(parsePatientId, findReferencedId(encounter.subject, 'Patient')),
      performer: findPerformer(encounter.participant),
      referrer: findReferrer(encounter.participant),
      serviceProvider: findRelativeReference(encounter.serviceProvider),
      facility: findFacility(encounter.location),
    }),
  })
}

/** The patient is in one place at a time: the active one, else the last of the list. */
function findFacility(locations: unknown): string | undefined {
  const known = asList<EncounterLocation>(locations).flatMap(({ location, status }) => {
    const reference = findRelativeReference(location)
    return reference?.startsWith('Location/') === true ? [{ reference, isActive: status === 'active' }] : []
  })
  return (known.find(({ isActive }) => isActive) ?? known.at(-1))?.reference
}

function mapClass(value: unknown): EncounterClass {
  const byCode = findByCode(value, CLASSES)
  if (byCode !== undefined) return byCode
  const words = listCodings(value)
    .map((coding) => coding.display ?? coding.code ?? '')
    .join(' ')
  return CLASS_WORDS.find(([pattern]) => pattern.test(words))?.[1] ?? 'other'
}

// Wire limits (coding/src/contract/mode.ts).
const MAX_TYPES = 20
const MAX_PROVIDERS = 100

/** In the EHR's own words; what says a type twice (code, display, text) is all kept, because a site may name any. */
function mapVisit({ serviceType, type, participant }: Loose<Encounter>): Visit {
  const providers = asList<EncounterParticipant>(participant).flatMap(({ individual }) => {
    const reference = findRelativeReference(individual)
    return reference?.startsWith('Practitioner') === true ? [reference] : []
  })
  return {
    ...present({ serviceLine: findConceptText(serviceType) ?? listCodings(serviceType)[0]?.code }),
    types: [...new Set(asList<CodeableConcept>(type).flatMap(listNames))].slice(0, MAX_TYPES),
    providers: [...new Set(providers)].slice(0, MAX_PROVIDERS),
  }
}

function listNames(concept: Loose<CodeableConcept>): readonly string[] {
  const words = listCodings(concept).flatMap(({ code, display }) => [code, display])
  return [asText(concept.text), ...words].filter((word) => word !== undefined)
}

// v3-ParticipationType: primary performer, attender; without a type the first clinician.
const PERFORMER_RANK: ReadonlyMap<string, number> = new Map([
  ['pprf', 2],
  ['atnd', 1],
])
// Who sent the patient did not see them.
const REFERRER: ReadonlyMap<string, true> = new Map([['ref', true]])

function findPerformer(participants: unknown): string | undefined {
  const clinicians = asList<EncounterParticipant>(participants).flatMap((participant) => {
    const reference = parseReference(participant.individual)
    if (reference.kind !== 'resource' || !reference.resourceType.startsWith('Practitioner')) return []
    if (findByCode(participant.type, REFERRER)) return []
    const rank = findByCode(participant.type, PERFORMER_RANK) ?? 0
    return [{ reference: `${reference.resourceType}/${reference.id}`, rank }]
  })
  return clinicians.toSorted((a, b) => b.rank - a.rank)[0]?.reference
}

/** v3-ParticipationType REF; the claim names a person, so a role alone will do as little as an organization. */
function findReferrer(participants: unknown): string | undefined {
  const referrer = asList<EncounterParticipant>(participants).find(({ type }) => findByCode(type, REFERRER))
  const reference = findRelativeReference(referrer?.individual)
  return reference?.startsWith('Practitioner/') === true ? reference : undefined
}

/**
 * Whether the hospital or the physician bills a visit, by the site's settings.
 * @param chosen by a coder for this encounter; counts only where the site lets them choose.
 */
export function findBilledBy(
  { encounterClass, visit, serviceProvider, facility }: MappedEncounter,
  settings: FacilityBilling | undefined,
  chosen?: BilledBy,
): BilledBy {
  const places = [serviceProvider, facility].filter((place) => place !== undefined)
  return decideBilledBy(settings, { class: encounterClass, ...visit, places }, chosen)
}

/**
 * Which rule book applies. An EHR does not say whether its user codes for the physician or for the hospital, and one
 * inpatient stay is coded by both: only the caller's `facility` (from the tenant or the user's role) opens a facility
 * setting, everything else is professional.
 */
export function mapSetting(encounterClass: EncounterClass, facility: boolean): Setting {
  if (!facility) return 'professional'
  return encounterClass === 'inpatient' ? 'inpatient_facility' : 'outpatient_facility'
}

/** Facility inpatient is coded by the day of discharge, all else by the first day (design: code sets). */
export function findDateOfService(
  encounter: Pick<MappedEncounter, 'period'>,
  setting: Setting,
  timeZone?: string,
): DateOnly | undefined {
  const start = findDay(encounter.period.start, timeZone)
  const end = findDay(encounter.period.end, timeZone)
  return setting === 'inpatient_facility' ? end : (start ?? end)
}

// CMS place of service code set. A virtual visit is 02 or 10 by where the patient was, which an Encounter does not say;
// "ambulatory" is taken as an office, since a hospital's clinic (19, 22) cannot be told from it.
const PLACES: Readonly<Record<EncounterClass, string | undefined>> = {
  ambulatory: '11',
  emergency: '23',
  inpatient: '21',
  observation: '22',
  home: '12',
  virtual: undefined,
  other: undefined,
}

export function findPlaceOfService(encounterClass: EncounterClass): string | undefined {
  return PLACES[encounterClass]
}
