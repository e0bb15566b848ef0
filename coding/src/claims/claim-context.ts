/**
 * What a claim check must know beyond note and draft: registration, coverage, providers, earlier services. No names and
 * no numbers of a person: presence and agreement only. Absent means not known; a rule then says so or stays silent, and
 * never takes it for agreement. Earlier services are absent when nobody looked, and empty when there are none; where
 * `unseen` names a part of the record, silence of the lists means nothing.
 */
import type { DateOnly } from '../domain/date-only.ts'
import type { ModifierCode, ProcedureCode } from '../domain/procedure-code.ts'
import type { PayerPolicy } from './payer-policy.ts'

/** Who it was, seen from the professional of this draft; `unknown` where the EHR does not give group and specialty. */
export type PriorProfessional = 'same' | 'same-group-and-specialty' | 'other' | 'unknown'

/** A service of the same patient that is on record already. */
export type PriorService = {
  readonly date: DateOnly
  readonly code: ProcedureCode
  readonly modifiers: readonly ModifierCode[]
  readonly units: number
  readonly professional: PriorProfessional
  /** A procedure of the chart was done, which does not say that it was billed. */
  readonly from: 'claim' | 'charge' | 'procedure'
}

/** A visit of the same patient, of which only the day and the person are known. */
export type PriorVisit = { readonly date: DateOnly; readonly professional: PriorProfessional }

/** Claims and charges say the same in two ways: one of them is enough. */
export type HistorySource = 'billing' | 'procedures' | 'visits'

/**
 * Which part of the record could not be read, or not in full: what is not found there may be there all the same.
 * `recent-only` goes back as far as the question of new or established does, and no further.
 */
export type UnseenHistory = {
  readonly source: HistorySource
  readonly because: 'not-allowed' | 'not-offered' | 'failed' | 'too-many' | 'recent-only' | 'withheld'
}

export type EarlierServices = {
  /** Newest first. */
  readonly priorServices: readonly PriorService[]
  readonly priorVisits: readonly PriorVisit[]
  readonly unseen: readonly UnseenHistory[]
}

export type ClaimContext = Partial<EarlierServices> & {
  /** The engine has no clock: the caller says what day it is. */
  readonly today?: DateOnly
  readonly policy?: Partial<PayerPolicy>
  readonly patient?: {
    readonly hasName: boolean
    readonly hasAddress: boolean
    readonly birthDate?: DateOnly
    readonly deathDate?: DateOnly
  }
  /** Of who bills; the number itself stays where it is. */
  readonly billing?: { readonly taxNumber: 'fits' | 'does-not-fit' | 'absent' }
  readonly coverage?: {
    readonly status: 'active' | 'cancelled' | 'draft' | 'unknown'
    readonly hasSubscriberId: boolean
    /** Said only where the form is public: the beneficiary number of Original Medicare. */
    readonly subscriberIdFits?: boolean
    readonly relationship?: 'self' | 'other'
    readonly hasSubscriber: boolean
    readonly hasPayor: boolean
    readonly start?: DateOnly
    readonly end?: DateOnly
    /** 1 is primary. */
    readonly order?: number
    /** How many active coverages the patient has on the date. */
    readonly active: number
  }
}
