/** A draft as a coder left it, for whoever goes on with it. What was accepted stands in the decisions, not here. */
import type { DateOnly } from './date-only.ts'
import type { DraftLine, DraftProcedure, PresentOnAdmission } from './draft-claim.ts'
import type { Evidence } from './evidence.ts'
import type { BilledBy } from './facility-billing.ts'
import type { FilingFacts, InstitutionalStay } from './filing-facts.ts'
import type { Icd10Code } from './icd10-code.ts'
import type { Fingerprint } from './ids.ts'
import type { NonEmpty } from './result.ts'
import type { ValidatedDiagnosis } from './validated-code.ts'

export type PlannedLine = Omit<DraftLine, 'diagnosisPointers'> & {
  /** Stable while the line is edited. */
  readonly id: string
  /** Added by the person; it stays when no finding names it. */
  readonly isByHand: boolean
  /** By code, so that reordering diagnoses does not change what a line is for; absent until the person chooses. */
  readonly pointsTo?: readonly Icd10Code[]
}

/** A diagnosis that nobody suggested, with the words that say it. */
export type EnteredDiagnosis = { readonly code: ValidatedDiagnosis; readonly evidence: NonEmpty<Evidence> }

/** What a person said of the claim beside codes; each part stands before what the EHR holds. */
export type ClaimDetails = {
  readonly billedBy?: BilledBy
  /** Of a stay that a physician bills: the day that the draft is for. */
  readonly day?: DateOnly
  readonly filing?: FilingFacts
  readonly stay?: Partial<InstitutionalStay>
  /** By code, so that reordering diagnoses does not change what is said of each. */
  readonly onAdmission?: Readonly<Partial<Record<Icd10Code, PresentOnAdmission>>>
  readonly admitting?: EnteredDiagnosis
  /** All procedures of a hospital stay, the principal one first: they stand in place of those of the chart. */
  readonly procedures?: readonly DraftProcedure[]
}

export type KeptDraft = {
  readonly order: readonly Icd10Code[]
  /** Procedures that findings name and that the person does not want as lines. */
  readonly takenOff: readonly string[]
  readonly lines: readonly PlannedLine[]
  /** Checks (`CheckFinding` on the wire) whose change of the diagnoses stands, each with who stands behind it. */
  readonly recodes: readonly { readonly check: unknown; readonly verified: boolean }[]
  readonly entered: readonly EnteredDiagnosis[]
  readonly details?: ClaimDetails
  /** Checks whose change the person took back. */
  readonly declined?: readonly Fingerprint[]
}
