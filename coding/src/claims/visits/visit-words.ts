/** Shape of coding/data/visit-words.yaml as it is compiled: patterns as text, code prefixes, tests. */
type Patterns = readonly string[]
type CodePrefixes = readonly string[]

export type TestRow = {
  readonly id: string
  readonly label: string
  readonly words: Patterns
  /** The panel that holds it, where both are named. */
  readonly within?: string
  /** One for each part of the body. */
  readonly sited?: boolean
  /** Codes, first and last, whose line reports the interpretation; tests without any are results only. */
  readonly billed?: readonly (readonly string[])[]
}

export type SeparateService = { readonly name: string; readonly words: Patterns; readonly codes: readonly string[] }

export type VisitWords = {
  readonly problems: {
    readonly chronic: CodePrefixes
    readonly threat: CodePrefixes
    readonly systemic: CodePrefixes
    readonly uncertain_signs: CodePrefixes
    readonly grave_if_suspected: CodePrefixes
    readonly minor: CodePrefixes
    readonly complicated_injuries: CodePrefixes
    readonly complicated_titles: Patterns
    readonly none: CodePrefixes
    readonly stable: Patterns
    readonly unstable: Patterns
    readonly unstable_values: Patterns
    readonly severe: Patterns
    readonly threat_words: Patterns
    readonly systemic_words: Patterns
    readonly uncertain_words: Patterns
    readonly improving: Patterns
    readonly elsewhere: Patterns
    readonly not_problems: Patterns
  }
  readonly data: {
    readonly tests: readonly TestRow[]
    readonly unnamed: Patterns
    readonly sites: Patterns
    readonly ordering: Patterns
    readonly reviewing: Patterns
    readonly not_ordered: Patterns
    readonly not_needed: Patterns
    readonly ordered_before: Patterns
    readonly historian: { readonly stated: Patterns; readonly child: Patterns; readonly child_below_years: number }
    readonly external: { readonly reviewed: Patterns; readonly further: string; readonly own: Patterns }
    readonly interpretation: Patterns
    readonly looked_at: Patterns
    readonly discussion: { readonly verbs: Patterns; readonly not: Patterns }
  }
  readonly risk: {
    readonly drugs: {
      readonly stems: Patterns
      readonly names: Patterns
      readonly over_the_counter: Patterns
      readonly prescription_strength: Patterns
      readonly dose: string
      readonly decisions: Patterns
      readonly not_decided: Patterns
    }
    readonly generic_continue: Patterns
    readonly toxicity: { readonly drugs: Patterns; readonly monitoring: Patterns }
    readonly surgery: {
      readonly decision: Patterns
      readonly major: Patterns
      readonly minor: Patterns
      readonly emergency: Patterns
      readonly risk: Patterns
      readonly no_risk: Patterns
      readonly not_decided: Patterns
    }
    readonly hospitalization: Patterns
    readonly hospitalization_past: Patterns
    readonly hospitalization_ago: Patterns
    readonly de_escalation: Patterns
    readonly prognosis: Patterns
    readonly parenteral: Patterns
    readonly parenteral_others: Patterns
    readonly social: Patterns
    readonly social_topics: Patterns
    readonly therapy: Patterns
    readonly minimal: Patterns
  }
  readonly time: {
    readonly total: Patterns
    readonly staff: Patterns
    readonly other_day: Patterns
    readonly separate: readonly SeparateService[]
    readonly excludes: Patterns
    readonly includes: Patterns
    readonly not_work: Patterns
  }
  readonly patient: { readonly new: Patterns; readonly established: Patterns }
  readonly stay: {
    readonly discharge: Patterns
    readonly initial: Patterns
    readonly consult: Patterns
    readonly subsequent: Patterns
    readonly types: Readonly<Partial<Record<string, 'initial' | 'subsequent' | 'discharge' | 'consult'>>>
  }
}
