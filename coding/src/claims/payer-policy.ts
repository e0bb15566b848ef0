/** Where payers differ, the answer is a switch, never a condition inside a rule (coding rules, section 25). */
import type { PayerKind } from '../domain/encounter-record.ts'

export type PayerPolicy = {
  /** Total minutes over all timed services (Medicare), or each service by its own midpoint (CPT). */
  readonly therapyMinutes: 'medicare' | 'midpoint'
  readonly prolonged: 'medicare' | 'cpt'
  readonly criticalCareSecondUnit: 'medicare' | 'cpt'
  /** How many further units of a month's care management there may be; CPT sets no limit. */
  readonly careManagement: 'medicare' | 'cpt'
  /** The visits by telephone or video that CPT introduced in 2025. */
  readonly takesTelemedicineVisits: boolean
  /** `place-only`: 02 or 10 says it and audio-only takes 93; `modifier-95`: audio and video takes 95. */
  readonly telehealth: 'place-only' | 'modifier-95'
  readonly bilateral: 'one-line-50' | 'two-lines'
  readonly acceptsXModifiers: boolean
  readonly paysG2211: boolean
  readonly requiresJwOrJz: boolean
  /** Medicare takes visits in place of consultations (Medicare Claims Processing Manual, chapter 12, 30.6.10). */
  readonly takesConsultations: boolean
  /** First characters of codes that need an authorization; absent when the site has not said. */
  readonly authorizationFor?: readonly string[]
  readonly needsReferral?: boolean
  /** Whose coverage policies apply, as the site's table names it ("J8"); absent: all of the table. */
  readonly jurisdiction?: string
  /** Whose NCCI edits the payer goes by: Medicare's as imported, its own (which nobody has loaded), or none. */
  readonly ncciEdits: 'medicare' | 'own' | 'none'
  /** Days from the date of service; absent when not known. */
  readonly timelyFilingDays?: number
  /** The same day of the next year, where no number of days is given. */
  readonly timelyFilingYear?: boolean
}

const medicare: PayerPolicy = {
  therapyMinutes: 'medicare',
  prolonged: 'medicare',
  criticalCareSecondUnit: 'medicare',
  careManagement: 'medicare',
  takesTelemedicineVisits: false,
  telehealth: 'place-only',
  bilateral: 'one-line-50',
  acceptsXModifiers: true,
  paysG2211: true,
  requiresJwOrJz: true,
  takesConsultations: false,
  // One calendar year (Medicare Claims Processing Manual, chapter 1, section 70).
  timelyFilingYear: true,
  ncciEdits: 'medicare',
}

const other: PayerPolicy = {
  therapyMinutes: 'midpoint',
  prolonged: 'cpt',
  criticalCareSecondUnit: 'cpt',
  careManagement: 'cpt',
  takesTelemedicineVisits: true,
  telehealth: 'modifier-95',
  bilateral: 'one-line-50',
  acceptsXModifiers: false,
  paysG2211: false,
  requiresJwOrJz: false,
  takesConsultations: true,
  ncciEdits: 'medicare',
}

/** Where a site has said nothing else: Medicare's own rules for Medicare, CPT's for all others; Medicaid has edits of its own. */
export function getDefaultPayerPolicy(payer: PayerKind): PayerPolicy {
  if (payer === 'medicare') return medicare
  return payer === 'medicaid' ? { ...other, ncciEdits: 'own' } : other
}
