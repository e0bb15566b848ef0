/**
 * What a claim check must know beyond note and draft: registration, coverage, providers, earlier services. No names and
 * no numbers of a person: presence and agreement only. Absent means not known; a rule then says so or stays silent, and
 * never takes it for agreement.
 */
import type { DateOnly } from '../domain/date-only.ts'
import type { ModifierCode, ProcedureCode } from '../domain/procedure-code.ts'
import type { PayerPolicy } from './payer-policy.ts'

/** A service of the same patient that is on record already. */
export type PriorService = {
  readonly date: DateOnly
  readonly code: ProcedureCode
  readonly modifiers: readonly ModifierCode[]
  readonly units: number
  readonly professional: 'same' | 'same-group-and-specialty' | 'other'
}

export type ClaimContext = {
  /** The engine has no clock: the caller says what day it is. */
  readonly today?: DateOnly
  readonly policy?: Partial<PayerPolicy>
  /** Newest first; absent when nobody looked, empty when there are none. */
  readonly priorServices?: readonly PriorService[]
  readonly patient?: {
    readonly hasName: boolean
    readonly hasAddress: boolean
    readonly birthDate?: DateOnly
    readonly deathDate?: DateOnly
  }
  readonly coverage?: {
    readonly status: 'active' | 'cancelled' | 'draft' | 'unknown'
    readonly hasSubscriberId: boolean
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
