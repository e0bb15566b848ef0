/** Shape of coding/data/modifiers.yaml as it is compiled. */
export type ModifierFacts = {
  readonly pricing: readonly string[]
  readonly anatomic: readonly string[]
  readonly sides: { readonly left: readonly string[]; readonly right: readonly string[] }
  readonly visits_only: readonly string[]
  readonly never_on_visits: readonly string[]
  readonly repeats: readonly string[]
  readonly in_global_period: readonly string[]
  readonly audio_only: readonly string[]
  readonly telehealth_places: readonly string[]
  readonly therapy_disciplines: readonly string[]
}
