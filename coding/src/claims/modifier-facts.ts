import type { CodeRange } from './visits/visit-rules.ts'

/** Shape of coding/data/modifiers.yaml as it is compiled. */
export type ModifierFacts = {
  readonly pricing: readonly string[]
  readonly anatomic: readonly string[]
  readonly sides: { readonly left: readonly string[]; readonly right: readonly string[] }
  readonly visits_only: readonly string[]
  readonly never_on_visits: readonly string[]
  readonly laboratory: CodeRange
  readonly repeats: readonly string[]
  readonly in_global_period: { readonly visits: readonly string[]; readonly procedures: readonly string[] }
  readonly audio_only: readonly string[]
  readonly telehealth_places: readonly string[]
  readonly telehealth_services: readonly CodeRange[]
  readonly therapy_assistants: Readonly<Record<string, string>>
  readonly sided_parts: readonly { readonly words: string; readonly left: string; readonly right: string }[]
  readonly sided_procedures: readonly CodeRange[]
  readonly therapy_disciplines: readonly string[]
}
