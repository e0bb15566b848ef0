/**
 * Claims, charges, procedures and visits that the EHR holds of the patient -> what the rules may know of earlier
 * services. This encounter's own procedures and drafts are left out: they are what is to be billed now.
 */
import type {
  ChargeItem,
  ChargeItemPerformer,
  Claim,
  ClaimCareTeam,
  ClaimItem,
  Encounter,
  Identifier,
  PractitionerRole,
  Procedure,
  ProcedurePerformer,
} from '@medplum/fhirtypes'
import type { EarlierServices, PriorProfessional, PriorService, PriorVisit } from '#coding/claims/claim-context.ts'
import type { SensitivityPolicy } from '#coding/contract/tenant.ts'
import type { DateOnly } from '#coding/domain/date-only.ts'
import type { EncounterId, PatientId } from '#coding/domain/ids.ts'
import { parseModifierCode, parseProcedureCode } from '#coding/domain/procedure-code.ts'
import { findCode, listCodings } from './coding.ts'
import { findDay, mapPeriod } from './date-time.ts'
import { mapEncounter } from './encounter.ts'
import { asBranded, asList, asNumber, asObject, asText, type Loose } from './loose.ts'
import { findReferencedId, findRelativeReference } from './reference.ts'
import { classifyResource } from './sensitivity.ts'
import { CHARGE_ITEM_MODIFIER, CPT, canonicalSystem, DRAFT_CHARGE_ITEM, DRAFT_CLAIM, HCPCS } from './systems.ts'

export type HistoryResources = {
  readonly claims: readonly unknown[]
  readonly chargeItems: readonly unknown[]
  readonly procedures: readonly unknown[]
  readonly encounters: readonly unknown[]
  /** PractitionerRoles of those who are named: only with them group and specialty are known. */
  readonly roles?: readonly unknown[]
}

/** The encounter that is coded now, and who bills it. */
export type HistoryScope = {
  readonly patientId: PatientId
  readonly encounterId: EncounterId
  readonly period: { readonly start?: DateOnly | undefined; readonly end?: DateOnly | undefined }
  readonly performer?: string | undefined
  readonly organization?: string | undefined
  readonly sensitivity: SensitivityPolicy
  readonly timeZone?: string | undefined
}

export type MappedHistory = Omit<EarlierServices, 'unseen'> & {
  /** How many the policy withholds. */
  readonly withheld: number
}

export function mapEarlierServices(resources: HistoryResources, scope: HistoryScope): MappedHistory {
  const judge = createJudge(resources.roles ?? [], scope)
  const keep = (list: readonly unknown[]) => list.filter((one) => isOfPatient(one, scope.patientId))
  const known = {
    claims: keep(resources.claims),
    chargeItems: keep(resources.chargeItems),
    procedures: keep(resources.procedures),
    encounters: keep(resources.encounters),
  }
  const isWithheld = (one: unknown): boolean => classifyResource(one, scope.sensitivity) === 'withhold'
  const open = (list: readonly unknown[]) => list.filter((one) => !isWithheld(one))
  const claimed = open(known.claims).flatMap((claim) => listClaimed(claim, scope, judge))
  const charged = open(known.chargeItems).flatMap((item) => listCharged(item, scope, judge))
  const done = open(known.procedures).flatMap((procedure) => listDone(procedure, scope, judge))
  return {
    priorServices: mergeSources([claimed, charged, done]).toSorted((a, b) => b.date.localeCompare(a.date)),
    priorVisits: open(known.encounters)
      .flatMap((encounter) => listVisit(encounter, scope, judge))
      .toSorted((a, b) => b.date.localeCompare(a.date)),
    withheld: Object.values(known).flat().filter(isWithheld).length,
  }
}

/** Who else is named, so that their roles can be asked for. */
export function listHistoryProfessionals(resources: HistoryResources): readonly string[] {
  const named = [
    ...resources.claims.flatMap((claim) => [...findClaimTeam(asObject<Claim>(claim)).values()]),
    ...resources.chargeItems.map((item) => findPerformer(asObject<ChargeItem>(item).performer)),
    ...resources.procedures.map((procedure) => findPerformer(asObject<Procedure>(procedure).performer)),
    ...resources.encounters.map(findSeenBy),
  ]
  return [...new Set(named.filter((reference) => reference?.startsWith('Practitioner/') === true))].flatMap(
    (reference) => reference ?? [],
  )
}

type Subjects = { readonly subject: unknown; readonly patient: unknown }

/** Stricter than for the chart: what does not say whose it is counts for nobody. */
function isOfPatient(resource: unknown, patientId: PatientId): boolean {
  const { subject, patient } = asObject<Subjects>(resource)
  return findReferencedId(subject ?? patient, 'Patient') === patientId
}

type Judge = (reference: string | undefined) => PriorProfessional

type Membership = { readonly organization: string | undefined; readonly specialties: readonly string[] }

/** The performer may be named as a person or as a role of one. */
function createJudge(resources: readonly unknown[], { performer, organization }: HistoryScope): Judge {
  const members = new Map<string, readonly Membership[]>()
  const people = new Map<string, string>()
  for (const resource of resources) {
    const role = asObject<PractitionerRole>(resource)
    const person = findRelativeReference(role.practitioner)
    if (person === undefined) continue
    people.set(`PractitionerRole/${asText(role.id) ?? ''}`, person)
    const specialties = listCodings(role.specialty).flatMap(({ code }) => code ?? [])
    const membership = { organization: findRelativeReference(role.organization), specialties }
    members.set(person, [...(members.get(person) ?? []), membership])
  }
  const findPerson = (reference: string): string => people.get(reference) ?? reference
  const me = performer === undefined ? undefined : findPerson(performer)
  const mine = (members.get(me ?? '') ?? []).filter((one) => isOneGroup(one.organization, organization))
  return (reference) => {
    if (reference === undefined || me === undefined) return 'unknown'
    const person = findPerson(reference)
    if (person === me) return 'same'
    const theirs = members.get(person) ?? []
    const pairs = mine.flatMap((own) => theirs.map((other) => compare(own, other)))
    if (pairs.includes('same-group-and-specialty')) return 'same-group-and-specialty'
    return pairs.length > 0 && !pairs.includes('unknown') ? 'other' : 'unknown'
  }
}

const isOneGroup = (one: string | undefined, other: string | undefined): boolean =>
  one === undefined || other === undefined || one === other

function compare(one: Membership, other: Membership): PriorProfessional {
  if (one.organization !== undefined && other.organization !== undefined && one.organization !== other.organization) {
    return 'other'
  }
  if (one.specialties.length === 0 || other.specialties.length === 0) return 'unknown'
  if (!one.specialties.some((code) => other.specialties.includes(code))) return 'other'
  return one.organization === undefined || other.organization === undefined ? 'unknown' : 'same-group-and-specialty'
}

/** One service that is on record in two ways is one: the bill speaks before the chart. */
function mergeSources(sources: readonly (readonly PriorService[])[]): readonly PriorService[] {
  const merged: PriorService[] = []
  for (const source of sources) {
    const known = new Set(merged.map(({ date, code }) => `${date} ${code}`))
    merged.push(...source.filter(({ date, code }) => !known.has(`${date} ${code}`)))
  }
  return merged
}

type Coded = Pick<PriorService, 'code' | 'modifiers' | 'units'>

function readCoded(concept: unknown, modifiers: readonly unknown[], quantity: unknown): Coded | undefined {
  const code = asBranded(parseProcedureCode, findCode(concept, CPT) ?? findCode(concept, HCPCS))
  if (code === undefined) return undefined
  const units = asNumber(asObject<{ value: number }>(quantity).value)
  return {
    code,
    modifiers: modifiers.flatMap(
      (modifier) =>
        listCodings(modifier)
          .map((coding) => asBranded(parseModifierCode, coding.code))
          .find((found) => found !== undefined) ?? [],
    ),
    units: units !== undefined && units > 0 ? units : 1,
  }
}

function hasOwnIdentifier(identifiers: unknown, system: string): boolean {
  return asList<Identifier>(identifiers).some((one) => canonicalSystem(asText(one.system) ?? '') === system)
}

/** `sequence` of the care team -> person; 0 for whoever stands for the whole claim. */
function findClaimTeam(claim: Loose<Claim>): ReadonlyMap<number, string> {
  const members = asList<ClaimCareTeam>(claim.careTeam).flatMap((member) => {
    const reference = findRelativeReference(member.provider)
    const isPerformer = listCodings(member.role).some(({ code }) => code === 'primary' || code === 'rendering')
    return reference === undefined ? [] : [{ sequence: asNumber(member.sequence) ?? 0, reference, isPerformer }]
  })
  const team = new Map(members.map(({ sequence, reference }) => [sequence, reference]))
  const lead = members.find(({ isPerformer }) => isPerformer)?.reference ?? findRelativeReference(claim.provider)
  if (lead !== undefined) team.set(0, lead)
  return team
}

/** Claims that were sent: neither drafts nor requests for authorization. */
function listClaimed(resource: unknown, { encounterId, timeZone }: HistoryScope, judge: Judge): PriorService[] {
  const claim = asObject<Claim>(resource)
  if (claim.resourceType !== 'Claim' || claim.status !== 'active' || (claim.use ?? 'claim') !== 'claim') return []
  const items = asList<ClaimItem>(claim.item)
  const isOfThisVisit = items.some((item) =>
    asList<object>(item.encounter).some((one) => findReferencedId(one, 'Encounter') === encounterId),
  )
  // What Postil filed for this visit, and somebody has made active, is this draft.
  if (isOfThisVisit && hasOwnIdentifier(claim.identifier, DRAFT_CLAIM)) return []
  const team = findClaimTeam(claim)
  const billed = findDay(mapPeriod(claim.billablePeriod).start, timeZone)
  return items.flatMap((item) => {
    const coded = readCoded(item.productOrService, asList<object>(item.modifier), item.quantity)
    const date =
      findDay(asText(item.servicedDate), timeZone) ?? findDay(mapPeriod(item.servicedPeriod).start, timeZone) ?? billed
    const sequences: readonly unknown[] = Array.isArray(item.careTeamSequence) ? item.careTeamSequence : []
    const named = sequences.map((one) => team.get(asNumber(one) ?? 0)).find((one) => one !== undefined)
    return coded === undefined || date === undefined
      ? []
      : [{ date, ...coded, professional: judge(named ?? team.get(0)), from: 'claim' as const }]
  })
}

const CHARGED: readonly unknown[] = ['billable', 'billed']

function listCharged(resource: unknown, { encounterId, timeZone }: HistoryScope, judge: Judge): PriorService[] {
  const charge = asObject<ChargeItem>(resource)
  if (charge.resourceType !== 'ChargeItem' || !CHARGED.includes(charge.status)) return []
  const isOfThisVisit = findReferencedId(charge.context, 'Encounter') === encounterId
  if (isOfThisVisit && hasOwnIdentifier(charge.identifier, DRAFT_CHARGE_ITEM)) return []
  const modifiers = asList<{ url: string; valueCodeableConcept: unknown }>(charge.extension)
    .filter(({ url }) => url === CHARGE_ITEM_MODIFIER)
    .map(({ valueCodeableConcept }) => valueCodeableConcept)
  const coded = readCoded(charge.code, modifiers, charge.quantity)
  const date =
    findDay(asText(charge.occurrenceDateTime), timeZone) ?? findDay(mapPeriod(charge.occurrencePeriod).start, timeZone)
  if (coded === undefined || date === undefined) return []
  return [{ date, ...coded, professional: judge(findPerformer(charge.performer)), from: 'charge' }]
}

function findPerformer(performers: unknown): string | undefined {
  const listed = asList<ChargeItemPerformer & ProcedurePerformer>(performers)
  const main = listed.find(({ function: role }) => listCodings(role).some(({ code }) => code === 'PPRF'))
  return findRelativeReference((main ?? listed[0])?.actor)
}

function listDone(resource: unknown, scope: HistoryScope, judge: Judge): PriorService[] {
  const procedure = asObject<Procedure>(resource)
  if (procedure.resourceType !== 'Procedure' || procedure.status !== 'completed') return []
  const { encounterId, period, timeZone } = scope
  const coded = readCoded(procedure.code, [], undefined)
  const date =
    findDay(asText(procedure.performedDateTime), timeZone) ??
    findDay(mapPeriod(procedure.performedPeriod).start, timeZone)
  if (coded === undefined || date === undefined) return []
  const visit = findReferencedId(procedure.encounter, 'Encounter')
  const isInPeriod = (period.start ?? date) <= date && date <= (period.end ?? date)
  if (visit === undefined ? isInPeriod : visit === encounterId) return []
  return [{ date, ...coded, professional: judge(findPerformer(procedure.performer)), from: 'procedure' }]
}

function findSeenBy(resource: unknown): string | undefined {
  const mapped = mapEncounter(resource)
  return mapped.ok ? mapped.value.performer : undefined
}

function listVisit(resource: unknown, { encounterId, timeZone }: HistoryScope, judge: Judge): PriorVisit[] {
  const mapped = mapEncounter(asObject<Encounter>(resource))
  if (!mapped.ok || mapped.value.id === encounterId || mapped.value.status !== 'finished') return []
  const { period, performer, encounterClass } = mapped.value
  const date = findDay(period.start, timeZone)
  // A message or a line in a schedule is no service of a professional face to face.
  return date === undefined || encounterClass === 'other' ? [] : [{ date, professional: judge(performer) }]
}
