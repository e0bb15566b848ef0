/** Shape of coding/data/visit-rules.yaml as it is compiled. Minutes are whole and inclusive. */
import type { DecisionLevel, VisitFamilyId } from '../../domain/visit-grid.ts'

export type VisitCodeRow = {
  readonly code: string
  /** Absent in a family that time alone chooses. */
  readonly level?: DecisionLevel
  /** Least total minutes; absent in a family without minutes. */
  readonly from?: number
  /** What stands for the level in a label. */
  readonly words?: string
}

export type VisitFamilyRow = {
  readonly label: string
  /** A code without a level: staff alone saw the patient. */
  readonly staff_only?: string
  readonly time_only?: boolean
  /** Lowest first; the first one also stands for levels below its own. */
  readonly codes: readonly VisitCodeRow[]
}

export type ProlongedRow = {
  readonly code: string
  readonly each: number
  /** Total minutes at which the first unit begins, by the code of the top level. */
  readonly beside: Readonly<Partial<Record<string, number>>>
}

/** Five characters each, both ends included. */
export type CodeRange = { readonly from: string; readonly to: string }

export type VisitRules = {
  readonly families: Readonly<Record<VisitFamilyId, VisitFamilyRow>>
  readonly prolonged: { readonly cpt: readonly ProlongedRow[]; readonly medicare: readonly ProlongedRow[] }
  readonly critical_care: {
    readonly first: { readonly code: string; readonly from: number }
    readonly further: {
      readonly code: string
      readonly each: number
      readonly from: { readonly cpt: number; readonly medicare: number }
    }
  }
  readonly preventive: readonly {
    readonly from: number
    readonly to?: number
    readonly new: string
    readonly established: string
  }[]
  readonly wellness: readonly string[]
  readonly longitudinal: {
    readonly code: string
    readonly beside: readonly { readonly from: string; readonly families: readonly VisitFamilyId[] }[]
    readonly allowed_beside_25: readonly string[]
    readonly silent_beside_25: readonly CodeRange[]
  }
  readonly new_patient_years: number
  readonly visits: readonly CodeRange[]
  readonly evaluations: readonly CodeRange[]
}
