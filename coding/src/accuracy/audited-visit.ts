/** A visit of the accuracy audit, as the report needs it: three codings of the same notes and what the visit is counted by. */
import type { AdministrativeSex, Age, PayerKind } from '../domain/encounter-record.ts'

/** The least sure code of a visit decides its band; a visit without any suggested code has one of its own. */
export const BANDS = ['none', 'below-0.5', '0.5-0.7', '0.7-0.9', '0.9-1'] as const
export type Band = (typeof BANDS)[number]

export function findBand(confidences: readonly number[]): Band {
  if (confidences.length === 0) return 'none'
  const least = Math.min(...confidences)
  if (least < 0.5) return 'below-0.5'
  if (least < 0.7) return '0.5-0.7'
  return least < 0.9 ? '0.7-0.9' : '0.9-1'
}

export const AGE_BANDS = ['0-17', '18-39', '40-64', '65-79', '80 and over', 'unknown'] as const
export type AgeBand = (typeof AGE_BANDS)[number]

/** Ages over 89 never stand alone (45 CFR 164.514(b)(2)(i)(C)); neither do they here. */
export function findAgeBand(age: Age | undefined): AgeBand {
  if (!age) return 'unknown'
  const years = age.unit === 'days' ? 0 : age.value
  if (years < 18) return '0-17'
  if (years < 40) return '18-39'
  if (years < 65) return '40-64'
  return years < 80 ? '65-79' : '80 and over'
}

/** By which fairness is looked at. */
export const GROUPINGS = ['age', 'sex', 'language', 'payer'] as const

export type VisitGroups = {
  readonly age: AgeBand
  readonly sex: AdministrativeSex
  /** Primary subtag of BCP 47 ("es"), or `unknown`. */
  readonly language: string
  readonly payer: PayerKind
}

export type SuggestedForAudit = { readonly code: string; readonly confidence: number }

export type AuditedVisit = {
  /** Monday of the week that it was drawn for. */
  readonly week: string
  readonly serviceLine: string
  readonly band: Band
  /** How many visits its stratum (week, service line, band) has, drawn or not. */
  readonly stratumSize: number
  /** Engine and code tables that made the suggestions. */
  readonly engine: string
  readonly groups: VisitGroups
  readonly suggested: readonly SuggestedForAudit[]
  /** What was finally coded by the first coder. */
  readonly final: readonly string[]
  /** What the second coder found in the notes, without seeing either. */
  readonly blind: readonly string[]
}
