/**
 * A coder's second look at conditions that weigh in a payer's risk model: which of them the notes of this visit support,
 * and which not. Additions and removals are proposed alike. Nothing of it may be imported by what a clinician sees
 * (prompt rule F1; test/architecture.test.ts).
 */
import type { Evidence } from '../domain/evidence.ts'
import type { Icd10Code } from '../domain/icd10-code.ts'

export const SUPPORT_KINDS = ['monitor', 'evaluate', 'assess', 'treat'] as const
export type SupportKind = (typeof SUPPORT_KINDS)[number]

/**
 * `supported`: named for this visit, and dealt with. `listed`: named, and no more. `lesser`: the notes name something of
 * the same kind that does not reach the category. The rest: only doubted, only past, denied, or not named at all.
 */
export const STANDINGS = ['supported', 'listed', 'lesser', 'uncertain', 'past', 'denied', 'silent'] as const
export type Standing = (typeof STANDINGS)[number]

/** `other`: the notes say another code of the same category, and of this one nothing. */
export const CODE_STANDINGS = [...STANDINGS, 'other'] as const
export type CodeStanding = (typeof CODE_STANDINGS)[number]

/** `none`: neither on the claim's side of the chart nor supported; there is nothing to change. */
export const PROPOSALS = ['keep', 'add', 'remove', 'none'] as const
export type Proposal = (typeof PROPOSALS)[number]

export type ReviewedCode = {
  readonly code: Icd10Code
  readonly title: string
  /** `visit`: a diagnosis of this encounter in the EHR; `problem-list`: there only; `note`: what the notes support. */
  readonly origins: readonly ('visit' | 'problem-list' | 'note')[]
  /** Of this very code: a category may stand on one code while another of it has no words behind it. */
  readonly standing: CodeStanding
  readonly proposal: Proposal
  /** The words that name it, or that speak against it. */
  readonly named: readonly Evidence[]
}

export type ReviewedCondition = {
  /** Of the model: "37". */
  readonly category: string
  /** As the imported labels have it. */
  readonly label?: string | undefined
  /** Categories above it that the notes support as well: the model counts them in its place. */
  readonly trumpedBy: readonly string[]
  readonly codes: readonly ReviewedCode[]
  readonly standing: Standing
  readonly proposal: Proposal
  /** The words that name it, or that deny it; none when the notes are silent. */
  readonly named: readonly Evidence[]
  readonly support: readonly { readonly kind: SupportKind; readonly evidence: Evidence }[]
}

/** Whether a table beside the mapping could be asked: labels and hierarchies are imported apart from it. */
export const TABLE_STATES = ['found', 'no-data', 'outside-releases'] as const
export type TableState = (typeof TABLE_STATES)[number]

export type RiskReview =
  | {
      readonly kind: 'reviewed'
      /** "CMS-HCC V28". */
      readonly model: string
      /** Of the mapping that was used ("PY2026"). */
      readonly release: string
      readonly labels: TableState
      readonly hierarchies: TableState
      readonly conditions: readonly ReviewedCondition[]
    }
  /** The site has not imported the mapping. */
  | { readonly kind: 'no-data' }
  | { readonly kind: 'outside-releases'; readonly nearest: string }
