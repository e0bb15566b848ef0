/** What will be filed: a draft that a person has put together from accepted findings. */
import type { DateOnly } from './date-only.ts'
import type { Evidence } from './evidence.ts'
import type { FilingFacts, InstitutionalStay, LineDrug } from './filing-facts.ts'
import type { FindingSource } from './finding.ts'
import type { Icd10PcsCode } from './icd10-pcs-code.ts'
import type { DraftId, EncounterId, NoteId, PatientId } from './ids.ts'
import type { ModifierCode, ProcedureCode } from './procedure-code.ts'
import type { ValidatedDiagnosis, ValidatedProcedure } from './validated-code.ts'

export type ClaimKind = 'professional' | 'institutional'

export type PresentOnAdmission = 'yes' | 'no' | 'unknown' | 'undetermined'

export type DraftDiagnosis = {
  readonly code: ValidatedDiagnosis
  readonly source: FindingSource
  readonly confidence?: number
  /** False while only software stands behind the line; it then carries the AI label of its own. */
  readonly verified: boolean
  readonly evidence: readonly Evidence[]
  readonly presentOnAdmission?: PresentOnAdmission
}

/** In hundredths of the currency (ISO 4217). */
export type LinePrice = { readonly cents: number; readonly currency: string }

export type DraftLine = {
  readonly code: ValidatedProcedure
  /** In claim order, pricing modifiers first; at most four (837P). */
  readonly modifiers: readonly ModifierCode[]
  readonly units: number
  /** 1-based places in `diagnoses`, most important first; one to four (837P). */
  readonly diagnosisPointers: readonly number[]
  /** CMS place of service, two digits. */
  readonly placeOfService?: string
  readonly date: DateOnly
  readonly source: FindingSource
  readonly verified: boolean
  readonly confidence?: number
  /** The words that document the service; absent on a line that a person added. */
  readonly evidence?: readonly Evidence[]
  /** Four digits (NUBC), only where the site gives one: it follows from the charge master, never from the code. */
  readonly revenueCode?: string
  readonly drug?: LineDrug
  /** Of anesthesia, which is counted in minutes. */
  readonly minutes?: number
  /** What an unlisted code stands for, in the site's own words, and the listed code nearest to it. */
  readonly description?: string
  readonly comparison?: ProcedureCode
  /** What one unit is charged, by the site's own fee schedule; only a coder's draft has it. */
  readonly price?: LinePrice
}

/** A procedure of an inpatient stay, from the chart (837I, HI*BBR and BBQ); the first is the principal one. */
export type DraftProcedure = { readonly code: Icd10PcsCode; readonly date?: DateOnly }

/** `reference` is a FHIR reference such as `Practitioner/p1`; `npi` has passed its check digit. */
export type ProviderReference = { readonly reference: string; readonly npi?: string }

/** Somebody whom a person may know by number alone. */
export type NamedProvider = { readonly reference?: string; readonly npi?: string }

export type DraftClaim = {
  readonly id: DraftId
  readonly kind: ClaimKind
  readonly patientId: PatientId
  readonly encounterId: EncounterId
  readonly dateOfService: DateOnly
  /** One day of a stay that a physician bills; other days are drafts of their own. */
  readonly ofStayDay?: true
  /** Facility stays: the last day. */
  readonly dateOfServiceEnd?: DateOnly
  /** First-listed first; at most 12 professional, 25 institutional. */
  readonly diagnoses: readonly DraftDiagnosis[]
  readonly lines: readonly DraftLine[]
  readonly performer?: ProviderReference
  readonly billingProvider?: ProviderReference
  /** Absent when no Coverage could be read: the claim then says so instead of inventing one. */
  readonly coverage?: { readonly reference: string }
  readonly supportingNotes: readonly { readonly id: NoteId; readonly version: string }[]
  readonly totalMinutes?: number
  /** Institutional claims only. */
  readonly stay?: InstitutionalStay
  /** Why the patient was admitted, as stated on admission; it may differ from the principal diagnosis. */
  readonly admittingDiagnosis?: ValidatedDiagnosis
  readonly procedures?: readonly DraftProcedure[]
  readonly filing?: FilingFacts
  /** True once a coder has released it: the software's label then goes from all that a person has verified. */
  readonly signedOff?: boolean
}
