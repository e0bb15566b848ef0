/** Appointment, Encounter, Claim, ChargeItem and Procedure as a day's report needs them; no name of a patient among it. */
import type {
  Appointment,
  AppointmentParticipant,
  ChargeItem,
  Claim,
  ClaimDiagnosis,
  ClaimItem,
  DocumentReference,
  DocumentReferenceContext,
  Encounter,
  EncounterParticipant,
  Procedure,
  Reference,
} from '@medplum/fhirtypes'
import type { DateOnly } from '#coding/domain/date-only.ts'
import type { DayAppointment, DayCharge, DayEncounter, DayProcedure, Provider } from '#coding/reports/day-activity.ts'
import { findByCode, findCode } from './coding.ts'
import { findDay } from './date-time.ts'
import { mapEncounter } from './encounter.ts'
import { asList, asObject, asText, present } from './loose.ts'
import { mapProcedure } from './procedure.ts'
import { findReferencedId, findRelativeReference } from './reference.ts'
import { CPT, HCPCS, ICD10CM } from './systems.ts'

// https://hl7.org/fhir/R4/valueset-appointmentstatus.html
const KEPT: ReadonlySet<unknown> = new Set(['arrived', 'checked-in', 'fulfilled'])
const NOT_KEPT: ReadonlySet<unknown> = new Set(['cancelled', 'noshow', 'entered-in-error'])

/** @returns undefined without id or time: nobody can say on which day it was. */
export function mapAppointment(resource: unknown): DayAppointment | undefined {
  const appointment = asObject<Appointment>(resource)
  const [id, day] = [asText(appointment.id), findDay(appointment.start)]
  if (appointment.resourceType !== 'Appointment' || id === undefined || day === undefined) return undefined
  const { status } = appointment
  const actors = asList<AppointmentParticipant>(appointment.participant).map(({ actor }) => actor)
  return {
    id,
    day,
    status: KEPT.has(status) ? 'kept' : NOT_KEPT.has(status) ? 'not-kept' : 'planned',
    ...present({ provider: findProvider(actors) }),
  }
}

export type EncounterOfDay = { readonly encounter: DayEncounter; readonly patientId: string }

/** A stay belongs to the day of its discharge, every other visit to the day that it began on. */
export function mapEncounterOfDay(resource: unknown): EncounterOfDay | undefined {
  const mapped = mapEncounter(resource)
  if (!mapped.ok) return undefined
  const { id, patientId, period, encounterClass, status, visit, performer } = mapped.value
  const isStay = encounterClass === 'inpatient' || encounterClass === 'observation'
  const day = findDay(isStay ? (period.end ?? period.start) : (period.start ?? period.end))
  if (patientId === undefined || day === undefined) return undefined
  const { participant, appointment } = asObject<Encounter>(resource)
  const people = asList<EncounterParticipant>(participant).map(({ individual }) => individual)
  const [visitType] = visit.types
  return {
    patientId,
    encounter: {
      id,
      day,
      status,
      appointments: asList<Reference>(appointment).flatMap((one) => findReferencedId(one, 'Appointment') ?? []),
      hasSignedNote: false,
      ...present({
        provider: findProvider(people, performer),
        serviceLine: visit.serviceLine,
        visitType,
      }),
    },
  }
}

/** @param wanted the one of them who is meant; else the first clinician. */
function findProvider(references: readonly unknown[], wanted?: string): Provider | undefined {
  const found = references.flatMap((one) => {
    const reference = findRelativeReference(one)
    if (reference?.startsWith('Practitioner') !== true) return []
    return [{ reference, ...present({ name: asText(asObject<Reference>(one).display) }) }]
  })
  return found.find(({ reference }) => reference === wanted) ?? found[0]
}

/**
 * Claims one by one, ChargeItems of an encounter one by one as well: a report asks only whether any is still a draft.
 * @returns undefined for what was cancelled, or names no encounter.
 */
export function mapCharge(resource: unknown): DayCharge | undefined {
  const { resourceType } = asObject<Claim | ChargeItem>(resource)
  if (resourceType === 'Claim') return mapClaimCharge(asObject<Claim>(resource))
  return resourceType === 'ChargeItem' ? mapItemCharge(asObject<ChargeItem>(resource)) : undefined
}

function mapClaimCharge({ status, item, diagnosis }: ReturnType<typeof asObject<Claim>>): DayCharge | undefined {
  const items = asList<ClaimItem>(item)
  const encounterId = items
    .flatMap(({ encounter }) => asList<Reference>(encounter))
    .map((one) => findReferencedId(one, 'Encounter'))
    .find((id) => id !== undefined)
  if (encounterId === undefined || !(status === 'draft' || status === 'active')) return undefined
  return {
    encounterId,
    state: status === 'draft' ? 'draft' : 'filed',
    procedures: items.flatMap(({ productOrService }) => findBilled(productOrService) ?? []),
    diagnoses: asList<ClaimDiagnosis>(diagnosis).flatMap(
      ({ diagnosisCodeableConcept }) => findCode(diagnosisCodeableConcept, ICD10CM) ?? [],
    ),
  }
}

// https://hl7.org/fhir/R4/valueset-chargeitem-status.html
const CHARGE_STATES: ReadonlyMap<string, DayCharge['state']> = new Map([
  ['planned', 'draft'],
  ['unknown', 'draft'],
  ['billable', 'filed'],
  ['billed', 'filed'],
  ['not-billable', 'filed'],
])

function mapItemCharge({
  status,
  context,
  code,
  reason,
}: ReturnType<typeof asObject<ChargeItem>>): DayCharge | undefined {
  const encounterId = findReferencedId(context, 'Encounter')
  const state = findByCode(status, CHARGE_STATES)
  if (encounterId === undefined || state === undefined) return undefined
  const billed = findBilled(code)
  return {
    encounterId,
    state,
    procedures: billed === undefined ? [] : [billed],
    diagnoses: asList(reason).flatMap((concept) => findCode(concept, ICD10CM) ?? []),
  }
}

function findBilled(concept: unknown): string | undefined {
  return findCode(concept, CPT) ?? findCode(concept, HCPCS)
}

export type ProcedureOfDay = { readonly procedure: Omit<DayProcedure, 'encounterId'>; readonly day?: DateOnly } & {
  /** Absent where the EHR does not say. */
  readonly encounterId?: string
}

/** @returns undefined for what was not done, was entered in error, or is not over. */
export function mapProcedureOfDay(resource: unknown): ProcedureOfDay | undefined {
  const mapped = mapProcedure(resource)
  const { status, encounter } = asObject<Procedure>(resource)
  if (!mapped.ok || status !== 'completed') return undefined
  const { code, text, performed } = mapped.value
  const billed = code?.system === 'cpt' || code?.system === 'hcpcs' ? code.value : undefined
  return {
    procedure: present({ code: billed, text }),
    ...present({ day: performed, encounterId: findReferencedId(encounter, 'Encounter') }),
  }
}

/** @returns the encounters that a signed document belongs to; without docStatus it counts as signed. */
export function listSignedEncounters(resource: unknown): readonly string[] {
  const { resourceType, status, docStatus, context } = asObject<DocumentReference>(resource)
  const isSigned = docStatus === undefined || docStatus === 'final' || docStatus === 'amended'
  if (resourceType !== 'DocumentReference' || status !== 'current' || !isSigned) return []
  return asList<Reference>(asObject<DocumentReferenceContext>(context).encounter).flatMap(
    (one) => findReferencedId(one, 'Encounter') ?? [],
  )
}
