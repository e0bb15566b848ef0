/**
 * Which visits a site bills for the hospital. An EHR does not say whether its user codes for the physician or for the
 * hospital, and one stay is billed by both: so nothing is the hospital's unless the site says so, visit by visit.
 */
import type { EncounterClass, EncounterRecord } from './encounter-record.ts'

export type BilledBy = 'professional' | 'facility'

/** A visit that the site bills for the hospital: all that is named must be so, and something is named. */
export type FacilityVisit = {
  readonly class?: EncounterClass
  /** As the EHR writes it (`Encounter.serviceType`); letters count alike, large or small. */
  readonly serviceLine?: string
  /** `Organization/…` that provides the visit, or `Location/…` where it is. */
  readonly place?: string
}

export type FacilityBilling = {
  readonly visits: readonly FacilityVisit[]
  /** Whether a coder may say of one encounter that it is billed the other way; unless said, they may not. */
  readonly coderMayChange?: boolean
}

/** What the EHR says of a visit that settings name. */
export type BilledVisit = {
  readonly class: EncounterRecord['encounterClass']
  readonly serviceLine?: string
  readonly places: readonly string[]
}

/**
 * @param chosen what a coder said of this encounter; it counts only where the site lets a coder say it.
 * @returns `professional` wherever the site has said nothing.
 */
export function decideBilledBy(settings: FacilityBilling | undefined, visit: BilledVisit, chosen?: BilledBy): BilledBy {
  if (!settings) return 'professional'
  if (chosen !== undefined && settings.coderMayChange === true) return chosen
  return settings.visits.some((named) => isNamed(named, visit)) ? 'facility' : 'professional'
}

function isNamed(named: FacilityVisit, visit: BilledVisit): boolean {
  const { serviceLine, place } = named
  return (
    (named.class === undefined || named.class === visit.class) &&
    (serviceLine === undefined || serviceLine.toLowerCase() === visit.serviceLine?.toLowerCase()) &&
    (place === undefined || visit.places.includes(place))
  )
}
