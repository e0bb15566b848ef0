/** Shape of coding/data/frequency-limits.yaml as it is compiled. */
export type FrequencyLimits = readonly FrequencyLimit[]

export type FrequencyLimit = {
  readonly codes: readonly string[]
  /** Codes that count as one service. */
  readonly together: readonly string[]
  readonly source: string
  readonly lifetime?: boolean
  readonly months?: number
  readonly days?: number
  readonly most?: number
}
