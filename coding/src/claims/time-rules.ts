import type { DecisionLevel } from '../domain/visit-grid.ts'
import type { CodeRange } from './visits/visit-rules.ts'

/** Shape of coding/data/time-rules.yaml as it is compiled. Minutes are whole and inclusive; no `to` means no end. */
export type MinuteBand = {
  readonly code: string
  readonly from: number
  readonly to?: number
  /** First date of service on which the code exists. */
  readonly since?: string
  /** No source at hand confirms the band: what rests on it is asked, never said. */
  readonly unconfirmed?: true
  readonly further?: FurtherUnits
}

/** Counted on top of the first code: its first unit begins at `from`, each next one `each` minutes later. */
export type FurtherUnits = {
  readonly code: string
  readonly from: number
  readonly each: number
  readonly medicare_most?: number
}

export type TimedService = {
  /** Patterns of words, one of which stands in the sentence that states the time. */
  readonly about: readonly string[]
  /** The minutes choose the code; otherwise each has its own least time, and something else chooses. */
  readonly ladder: boolean
  readonly codes: readonly MinuteBand[]
  readonly further?: FurtherUnits
  /** What shorter times are reported as. */
  readonly below?: string
}

export type ServiceName =
  | 'crisis'
  | 'family'
  | 'tobacco'
  | 'alcohol'
  | 'advance-care-planning'
  | 'preventive-counseling'
  | 'infusion'
  | 'hydration'
  | 'care-management'
  | 'remote-monitoring'
  | 'check-in'

export type DayServiceName =
  | 'remote-monitoring'
  | 'respiratory-monitoring'
  | 'musculoskeletal-monitoring'
  | 'behavioral-monitoring'

export type TimeRules = {
  readonly psychotherapy: {
    readonly standalone: readonly MinuteBand[]
    readonly with_visit: readonly MinuteBand[]
    readonly excluded: readonly {
      readonly id: string
      readonly codes: readonly string[]
      readonly beside: readonly string[]
    }[]
    readonly excluded_beside_visit: readonly string[]
    readonly interactive: { readonly code: string; readonly primaries: readonly string[] }
  }
  readonly services: Readonly<Record<ServiceName, TimedService>>
  readonly days: Readonly<Record<DayServiceName, Omit<TimedService, 'ladder'>>>
  readonly one_of: readonly (readonly string[])[]
  readonly transitional: {
    readonly contact_business_days: number
    readonly codes: readonly { readonly code: string; readonly visit_days: number; readonly level: DecisionLevel }[]
  }
  readonly infusion_order: readonly {
    readonly initial: string
    readonly beside: readonly string[]
    readonly say: string
  }[]
  readonly once_a_day: readonly string[]
  readonly facility_only: readonly string[]
  readonly virtual_visits: {
    readonly ended: { readonly codes: readonly string[]; readonly on: string; readonly instead: string }
    readonly telemedicine: CodeRange
    readonly audio: CodeRange & { readonly minutes: number }
  }
  readonly therapy: {
    readonly minutes_a_unit: number
    readonly first_unit_from: number
    readonly services: readonly { readonly code: string; readonly words: readonly string[] }[]
  }
}

export function findBand(bands: readonly MinuteBand[], minutes: number): MinuteBand | undefined {
  return bands.find(({ from, to }) => from <= minutes && (to === undefined || minutes <= to))
}

/** "38 to 52 minutes", "53 minutes or more". */
export function describeBand({ from, to }: MinuteBand, unit = 'minutes'): string {
  return to === undefined ? `${from} ${unit} or more` : `${from} to ${to} ${unit}`
}

export function countFurther({ from, each }: FurtherUnits, minutes: number): number {
  return minutes < from ? 0 : 1 + Math.floor((minutes - from) / each)
}
