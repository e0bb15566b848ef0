/** The port to a language model. The rest of the proxy knows no vendor; an adapter in this folder does. */
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'

/** Everything a model is given. Notes are masked before this is built: an adapter never sees who the patient is. */
export type ModelRequest = {
  /** Masked text under a name that means nothing outside this request. */
  readonly documents: readonly { readonly id: string; readonly text: string }[]
  readonly setting: EncounterRecord['setting']
  readonly dateOfService: EncounterRecord['dateOfService']
  /** What the rules found already, so that the model looks for the rest. Codes and titles only, no words of a note. */
  readonly found: readonly CodeName[]
  /** Codes that the engine's search brings for words that the rules did not read. */
  readonly candidates: readonly CodeName[]
  /** Who asks, as an HMAC that the vendor cannot turn back. */
  readonly user: string
  /** Whom to ask when the model declines, of those that its identity names; without one it stays declined. */
  readonly second?: string
  /** Asked again because the first answer could not be read; the form is asked for once more. */
  readonly isRepair?: boolean
}
export type CodeName = { readonly code: string; readonly title: string }

export type ModelAvailability = { readonly state: 'on' } | { readonly state: 'off'; readonly reason: string }

/** Why an answer is not complete. Callers switch on it; the words for a screen are `describeFailure`'s. */
export type ModelFailure =
  | 'off'
  | 'refused'
  | 'truncated'
  | 'context-exceeded'
  | 'cut'
  | 'stalled'
  | 'deadline'
  | 'aborted'
  | 'malformed'
  | 'rate-limited'
  | 'overloaded'
  | 'unavailable'
  | 'spend-limit'
  | 'unauthorized'
  | 'feature-not-covered'
  | 'bad-request'
  | 'too-large'
  | 'redirected'
  | 'breaker-open'
  /** Ours: what came could not be put on record. */
  | 'unrecorded'

export type ModelOutcome =
  | { readonly code: 'complete' }
  | { readonly code: ModelFailure; readonly retryAfterMs?: number }

export type ModelUsage = {
  readonly inputTokens: number
  readonly cacheWriteTokens: number
  readonly cacheReadTokens: number
  readonly outputTokens: number
}

/** Always the last event of an answer, and the only one that may say that the items before it are all of them. */
export type ModelEnd = {
  readonly kind: 'end'
  readonly outcome: ModelOutcome
  /** Of every attempt together; absent when nothing was billed as far as we know. */
  readonly usage?: ModelUsage
  /** The vendor's own id of the request, for the audit. */
  readonly providerRequestId?: string
  /** Of the second try: the model that was asked, and what the first one was. */
  readonly model?: string
  readonly earlier?: { readonly because: 'malformed' | 'refused'; readonly usage?: ModelUsage }
}

/** Items as the model wrote them: unknown until the gate has parsed and checked each one. */
export type ModelEvent = { readonly kind: 'item'; readonly item: unknown } | ModelEnd

/** What an answer can be traced to: no two of these differ without a name of their own. */
export type ModelIdentity = {
  readonly model: string
  /** Where inference may happen; `global` is anywhere. */
  readonly region?: string
  readonly promptVersion: string
  /** SHA-256 of the prompt files and of the schema of the answer. */
  readonly promptHash: string
  readonly schemaHash: string
  /** One of them is asked once when the first declines. */
  readonly seconds?: readonly string[]
}

export type LanguageModel = {
  readonly availability: ModelAvailability
  readonly identity?: ModelIdentity
  /** Never throws: what goes wrong is the outcome of the last event. */
  readonly propose: (request: ModelRequest, signal: AbortSignal) => AsyncIterable<ModelEvent>
}

/** Without a key everything deterministic still works, and the status says what does not. */
export function createOffModel(reason: string): LanguageModel {
  return {
    availability: { state: 'off', reason },
    propose: async function* (): AsyncGenerator<ModelEvent> {
      yield { kind: 'end', outcome: { code: 'off' } }
    },
  }
}

/** Of several attempts together. */
export function addUsage(sum: ModelUsage | undefined, more: ModelUsage | undefined): ModelUsage | undefined {
  if (!sum || !more) return sum ?? more
  return {
    inputTokens: sum.inputTokens + more.inputTokens,
    cacheWriteTokens: sum.cacheWriteTokens + more.cacheWriteTokens,
    cacheReadTokens: sum.cacheReadTokens + more.cacheReadTokens,
    outputTokens: sum.outputTokens + more.outputTokens,
  }
}
