/**
 * How the level of a visit follows from note and chart: problems, data and risk, each cell with its words, beside the
 * stated time. For the coder alone: a level is nothing that a clinician is shown while writing.
 */
import type { Evidence } from './evidence.ts'
import type { ProcedureCode } from './procedure-code.ts'
import type { NonEmpty } from './result.ts'

/** Levels of medical decision making, lowest first (AMA CPT E/M guidelines 2023, table of levels). */
export type DecisionLevel = 'straightforward' | 'low' | 'moderate' | 'high'

export type GridElementName = 'problems' | 'data' | 'risk'

/** One thing that the notes say and that bears on the level. */
export type GridCell = {
  /** What it counts as: `chronic-stable`, `test`, `prescription-drug-management` … */
  readonly kind: string
  /** Our own words for the kind. */
  readonly label: string
  /** What it is about: a problem, a test, a drug, a source. */
  readonly subject: string
  /** What it reaches by itself; several together may reach more. */
  readonly level: DecisionLevel
  /** False where it was seen and does not count; `reason` then says why. */
  readonly counts: boolean
  readonly reason?: string
  /** The rule by which it does not count, where one names it (docs/rules). */
  readonly rule?: string
  readonly evidence: NonEmpty<Evidence>
}

export type GridElement = {
  readonly name: GridElementName
  readonly level: DecisionLevel
  /** Why these cells give this level, in one sentence. */
  readonly because: string
  readonly cells: readonly GridCell[]
}

/** In the order in which a picker lists them. */
export const VISIT_FAMILIES = [
  'office-new',
  'office-established',
  'emergency',
  'hospital-initial',
  'hospital-subsequent',
  'hospital-same-day',
  'hospital-discharge',
  'consult-office',
  'consult-hospital',
  'nursing-initial',
  'nursing-subsequent',
  'home-new',
  'home-established',
] as const
export type VisitFamilyId = (typeof VISIT_FAMILIES)[number]

export type VisitCode = { readonly code: ProcedureCode; readonly family: VisitFamilyId; readonly label: string }

export type MinutesNotCounted = { readonly minutes: number; readonly because: string; readonly evidence: Evidence }

export type VisitTime = {
  /** `conflicting`: the notes state several totals, and none is chosen. `no-minutes`: the family has none. */
  readonly kind: 'stated' | 'not-stated' | 'conflicting' | 'no-minutes'
  /** With `stated` only. */
  readonly minutes?: number
  readonly because: string
  readonly evidence: readonly Evidence[]
  /** Minutes of others, of another day, or of services that are reported by themselves. */
  readonly notCounted: readonly MinutesNotCounted[]
  /** One a family of the grid; empty where the minutes reach no level. */
  readonly codes: readonly VisitCode[]
}

/** The level below or above, and what it rests on. It describes; it never asks for more words. */
export type AdjacentLevel = {
  readonly level: DecisionLevel
  readonly codes: readonly VisitCode[]
  /** One sentence an element: what it stands for at that level, and whether the notes hold it. */
  readonly elements: NonEmpty<{
    readonly name: GridElementName
    readonly restsOn: string
    readonly isMet: boolean
    readonly evidence: readonly Evidence[]
  }>
  /** Least minutes of that level, one a code with minutes. */
  readonly minutes: readonly { readonly code: ProcedureCode; readonly from: number }[]
}

export type PatientStatus = {
  readonly status: 'new' | 'established' | 'unknown'
  readonly because: string
  readonly evidence: readonly Evidence[]
}

export type ProlongedService = {
  readonly code: ProcedureCode
  readonly units: number
  readonly because: string
}

export type VisitGrid = {
  /** Two where the record does not tell new from established. */
  readonly families: NonEmpty<VisitFamilyId>
  readonly because: string
  readonly patient: PatientStatus
  readonly decision: {
    readonly level: DecisionLevel
    readonly because: string
    readonly problems: GridElement
    readonly data: GridElement
    readonly risk: GridElement
    /** One a family; empty for families that time alone chooses. */
    readonly codes: readonly VisitCode[]
  }
  readonly time: VisitTime
  /** What note and chart support, by which way; both ways stand side by side where they differ. */
  readonly supported: readonly (VisitCode & { readonly by: 'decision' | 'time' | 'both' })[]
  readonly adjacent: { readonly lower?: AdjacentLevel; readonly higher?: AdjacentLevel }
  readonly prolonged: readonly ProlongedService[]
}
