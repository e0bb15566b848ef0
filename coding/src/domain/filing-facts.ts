/**
 * What a claim form asks beside codes. Each part is absent unless somebody stated it or the EHR holds it; no check takes
 * silence for an answer. Numbers here are of documents and providers, never of a person.
 */
import type { DateOnly } from './date-only.ts'
import type { NamedProvider, ProviderReference } from './draft-claim.ts'
import type { ProcedureCode } from './procedure-code.ts'

/** Claim frequency code: 1, 7, 8 (CLM05-3; last digit of the type of bill). */
export type ClaimFrequency = 'original' | 'replacement' | 'void'

export type Authorization = {
  readonly number: string
  /** What it covers; each absent part is not limited as far as is known. */
  readonly codes?: readonly ProcedureCode[]
  readonly units?: number
  readonly start?: DateOnly
  readonly end?: DateOnly
  /** Reference of the provider it was given to. */
  readonly provider?: string
}

/** Item 10 of the CMS-1500, CLM11. */
export type Accident = {
  readonly kind: 'auto' | 'work' | 'other'
  readonly date?: DateOnly
  /** Two letters; asked of automobile accidents. */
  readonly state?: string
}

export type FilingFacts = {
  readonly frequency?: ClaimFrequency
  /** The payer's control number of the claim that is replaced or voided (REF*F8). */
  readonly originalReference?: string
  readonly authorization?: Authorization
  readonly referral?: string
  readonly accident?: Accident
  readonly onset?: DateOnly
  readonly lastMenstrualPeriod?: DateOnly
  readonly initialTreatment?: DateOnly
  readonly referringProvider?: NamedProvider
  readonly orderingProvider?: NamedProvider
  readonly supervisingProvider?: NamedProvider
  /** The payer's own number among payers (837, NM109 of loop 2010BB). */
  readonly payerNumber?: string
  /** NUCC taxonomy of who bills and of who performed (837, PRV03). */
  readonly billingTaxonomy?: string
  readonly performerTaxonomy?: string
  /** Where the service was, when that is neither office nor home. */
  readonly facility?: ProviderReference
  readonly laboratory?: { readonly clia: string; readonly certificate?: 'waiver' | 'provider-performed' | 'full' }
  readonly attachment?: { readonly control?: string }
  readonly consents?: {
    readonly signatureOnFile: boolean
    readonly assignmentOfBenefits: boolean
    readonly releaseOfInformation: boolean
  }
}

/** National drug code of a line (LIN, CTP): eleven digits, and the amount in the drug's own unit. */
export type LineDrug = {
  readonly ndc: string
  readonly amount: number
  readonly unit: 'UN' | 'ML' | 'GR' | 'ME' | 'F2'
}

/** What an institutional claim says of the stay (837I: CLM05, CL1, DTP*435, HI*BJ). */
export type InstitutionalStay = {
  /** Four digits with the leading zero, such as 0111 (NUBC). */
  readonly typeOfBill: string
  readonly admission?: DateOnly
  /** NUBC priority of admission, point of origin and patient discharge status, as the EHR gives them. */
  readonly admissionType?: string
  readonly pointOfOrigin?: string
  readonly dischargeStatus?: string
  /** NUBC form locators 18-28, 31-36 and 39-41 (837I: HI*BG, BH, BI and BE). */
  readonly conditionCodes?: readonly string[]
  readonly occurrences?: readonly StayOccurrence[]
  readonly values?: readonly StayValue[]
}

/** With an end it is a span. */
export type StayOccurrence = { readonly code: string; readonly date: DateOnly; readonly end?: DateOnly }

/** Money, days or a count, as the code says. */
export type StayValue = { readonly code: string; readonly amount: number }
