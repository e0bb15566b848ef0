/** Shape of coding/data/diagnosis-words.yaml as it is compiled. */
export type DiagnosisWords = readonly DiagnosisDemand[]

/** Raised when all conditions that are given hold; patterns are matched without regard to case. */
export type DiagnosisDemand = {
  readonly code: string
  readonly needs?: string
  readonly says?: string
  readonly unless?: string
  readonly beside?: string
  readonly lacks?: string
  readonly severity: 'warning' | 'question'
  readonly section: string
  readonly message: string
  readonly advice: string
  /** The code that takes its place; empty when it only comes off. */
  readonly to?: string
}
