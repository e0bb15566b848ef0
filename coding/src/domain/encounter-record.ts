/** One encounter as the engine needs it: no names, no identifiers beyond opaque ids. */
import type { ClinicalNote } from './clinical-note.ts'
import type { DateOnly } from './date-only.ts'
import type { Icd10Code } from './icd10-code.ts'
import type { EncounterId, PatientId, TenantKey } from './ids.ts'
import type { Visit } from './visit-facts.ts'

/** Which rule book applies (Official Guidelines FY2026, sections II-IV). */
export type Setting = 'professional' | 'outpatient_facility' | 'inpatient_facility'

export type EncounterClass = 'ambulatory' | 'emergency' | 'inpatient' | 'observation' | 'virtual' | 'home' | 'other'

export type EncounterStatus = 'planned' | 'in-progress' | 'finished' | 'cancelled' | 'unknown'

export type Age = { readonly unit: 'years' | 'days'; readonly value: number }

export type AdministrativeSex = 'female' | 'male' | 'other' | 'unknown'

export type PayerKind = 'medicare' | 'medicaid' | 'commercial' | 'self-pay' | 'other' | 'unknown'

export type RecordedCondition = {
  readonly id: string
  readonly category: 'encounter-diagnosis' | 'problem-list-item' | 'other'
  /** Absent when the EHR holds only words or another code system. */
  readonly code?: Icd10Code
  readonly text?: string
  readonly clinicalStatus: 'active' | 'inactive' | 'resolved' | 'unknown'
  readonly verification: 'confirmed' | 'provisional' | 'differential' | 'refuted' | 'unknown'
  readonly recorded?: DateOnly
}

export type RecordedProcedure = {
  readonly id: string
  readonly code?: { readonly system: 'cpt' | 'hcpcs' | 'icd10pcs' | 'other'; readonly value: string }
  readonly text?: string
  readonly performed?: DateOnly
  readonly bodySite?: string
}

/** A measured or prescribed fact that may stand behind a question; never a diagnosis by itself. */
export type Indicator = {
  readonly id: string
  readonly kind: 'lab' | 'vital' | 'medication' | 'score' | 'imaging'
  /** LOINC or RxNorm code when the EHR gives one. */
  readonly code?: string
  readonly name: string
  readonly value?: number
  readonly unit?: string
  readonly text?: string
  readonly interpretation?: 'low' | 'normal' | 'high' | 'critical'
  /** ISO 8601. */
  readonly time?: string
}

/** An order that somebody is about to sign. */
export type DraftOrder = {
  readonly id: string
  readonly text: string
  /** Whether it names its own reason, in any way. */
  readonly hasReason: boolean
}

export type EncounterRecord = {
  readonly tenant: TenantKey
  readonly patientId: PatientId
  readonly encounterId: EncounterId
  readonly setting: Setting
  readonly encounterClass: EncounterClass
  readonly status: EncounterStatus
  readonly period: { readonly start?: string; readonly end?: string }
  /** Facility inpatient: the day of discharge. */
  readonly dateOfService: DateOnly
  readonly age?: Age
  readonly sex: AdministrativeSex
  /** Of the patient: primary subtag of BCP 47 ("es"); absent where the EHR does not say. No rule asks it. */
  readonly language?: string
  readonly notes: readonly ClinicalNote[]
  readonly conditions: readonly RecordedCondition[]
  readonly procedures: readonly RecordedProcedure[]
  /** Known only where the EHR asks about them while they are signed. */
  readonly draftOrders?: readonly DraftOrder[]
  readonly indicators: readonly Indicator[]
  readonly payer: PayerKind
  /** Absent where nothing is known of it. */
  readonly visit?: Visit
  readonly performer: { readonly role: 'provider' | 'coder' | 'other'; readonly specialty?: string }
}
