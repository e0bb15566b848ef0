/** A documentation question. By the professional standard it is a query, so it exists only with a passing lint. */
import type { Axis } from './axis.ts'
import type { Evidence } from './evidence.ts'

export type PromptKind =
  | 'laterality'
  | 'specificity'
  | 'encounter-phase'
  | 'linkage'
  | 'conflict'
  | 'undocumented'
  | 'clinical-validation'
  | 'uncertain'
  | 'present-on-admission'
  | 'history-or-current'
  | 'missing-support'
  | 'time-or-units'

/** A measured fact shown beside the words, with its date. */
export type IndicatorEvidence = {
  readonly indicatorId: string
  readonly label: string
  readonly value: string
  readonly time?: string
}

export type PromptOption = {
  readonly id: string
  /** Plain clinical English; never a code. */
  readonly text: string
  /** Indexes into `evidence`, and behind it `indicators`: what in the record makes this option credible. */
  readonly evidence: readonly number[]
  /** The line offered for copying or inserting when this option is chosen. */
  readonly line: string
}

export type PromptContent = {
  readonly promptKind: PromptKind
  /** Concept id from coding/data. */
  readonly concept: string
  readonly axes: readonly Axis[]
  readonly title: string
  readonly question: string
  /** Passages of the notes. Empty only where measured facts alone raise the question (lint rule Q1). */
  readonly evidence: readonly Evidence[]
  readonly indicators: readonly IndicatorEvidence[]
  /** In stable order, none preselected. "Other" and "Unable to determine" are always added by the view. */
  readonly options: readonly PromptOption[]
}

export type LintRecord = {
  readonly version: string
  readonly passed: true
  /** Ids of the rules that ran, and of those that only warned. */
  readonly rules: readonly string[]
  readonly warnings: readonly string[]
}

declare const linted: unique symbol
/** Made by `createPrompt` (coding/src/prompts) or by parsing the wire shape; the brand keeps unlinted content out of any view. */
export type Prompt = PromptContent & { readonly lint: LintRecord; readonly [linted]: true }
