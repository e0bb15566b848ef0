/** What a lint rule is and sees. A module of its own: other projects may use the rules without the engine. */
import type { ClinicalNote } from '../../domain/clinical-note.ts'
import type { Setting } from '../../domain/encounter-record.ts'
import type { PromptContent } from '../../domain/prompt.ts'

export type LintLevel = 'block' | 'warn'

/** What the record and its history say, as far as a rule needs it. */
export type LintContext = {
  readonly setting: Setting
  /** The notes as they stand now; evidence must be found in them. */
  readonly notes: readonly ClinicalNote[]
  /** Axes that separate the codes of the concept on the date of service. */
  readonly availableAxes: readonly string[]
  /** Axes whose value the record already states. */
  readonly answeredAxes: readonly string[]
  /** Terms that the record documents for this concept, lower case. */
  readonly documentedTerms: readonly string[]
  /** True when a prompt with this fingerprint was dismissed and its evidence has not changed. */
  readonly isDismissed: boolean
  /** Open cards before this one, and how many may be open. */
  readonly openPrompts: number
  readonly promptBudget: number
}

export type LintInput = { readonly content: PromptContent; readonly context: LintContext }

export type LintRule = {
  /** Rule id of the lint specification, version 2: Q1 to Q20, E1 to E3. */
  readonly id: string
  readonly level: LintLevel
  readonly reason: string
  readonly source: string
  readonly passes: (input: LintInput) => boolean
}
