/** What the EHR holds of one day, as far as charges are concerned. No patient: an encounter's id is enough to find it. */
import type { DateOnly } from '../domain/date-only.ts'
import type { EncounterStatus } from '../domain/encounter-record.ts'

export type DayAppointment = {
  readonly id: string
  readonly day: DateOnly
  /** `kept`: somebody came. */
  readonly status: 'kept' | 'planned' | 'not-kept'
  /** Reference of the clinician, and the name that the EHR shows for them. */
  readonly provider?: Provider
}

export type Provider = { readonly reference: string; readonly name?: string }

export type DayEncounter = {
  readonly id: string
  readonly day: DateOnly
  readonly status: EncounterStatus
  readonly provider?: Provider
  readonly serviceLine?: string
  readonly visitType?: string
  /** Ids of the appointments that it answers. */
  readonly appointments: readonly string[]
  /** A visit is documented by its note; a procedure is not, unless the note was read. */
  readonly hasSignedNote: boolean
}

/** A Claim, or the ChargeItems of one encounter together. */
export type DayCharge = {
  readonly encounterId: string
  /** `draft`: prepared and not passed on. `filed`: whoever bills has it. */
  readonly state: 'draft' | 'filed'
  /** CPT and HCPCS codes of its lines. */
  readonly procedures: readonly string[]
  /** ICD-10-CM codes. */
  readonly diagnoses: readonly string[]
}

export type DayProcedure = {
  readonly encounterId: string
  /** CPT or HCPCS; a procedure that the EHR names in words alone has none. */
  readonly code?: string
  readonly text?: string
}

/** What an analysis found in the notes of an encounter; one whose notes were not read has none. */
export type DayFound = { readonly encounterId: string; readonly procedures: readonly string[] }

export type DayActivity = {
  readonly day: DateOnly
  readonly appointments: readonly DayAppointment[]
  readonly encounters: readonly DayEncounter[]
  readonly charges: readonly DayCharge[]
  readonly procedures: readonly DayProcedure[]
  readonly found: readonly DayFound[]
}
