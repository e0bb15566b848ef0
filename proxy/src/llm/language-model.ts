/** The port to a language model. The rest of the proxy knows no vendor; an adapter in this folder does. */
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import type { Finding } from '#coding/domain/finding.ts'

/** Everything a model is given. Notes are masked before this is built: an adapter never sees who the patient is. */
type ModelRequest = {
  readonly notes: readonly { readonly id: string; readonly text: string }[]
  readonly setting: EncounterRecord['setting']
  readonly dateOfService: EncounterRecord['dateOfService']
  /** What the rules found already, so that the model looks for the rest. */
  readonly findings: readonly Finding[]
}

type ModelAvailability = { readonly state: 'on' } | { readonly state: 'off'; readonly reason: string }

export type LanguageModel = {
  readonly availability: ModelAvailability
  /** Items as the model wrote them: unknown until the gate has parsed and checked each one. */
  readonly propose: (request: ModelRequest, signal: AbortSignal) => AsyncIterable<unknown>
}

/** Without a key everything deterministic still works, and the status says what does not. */
export function createOffModel(reason: string): LanguageModel {
  return {
    availability: { state: 'off', reason },
    propose: async function* () {
      // Nothing is ever proposed.
    },
  }
}
