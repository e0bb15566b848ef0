/** What a person decided about a finding. Decisions are appended, never changed. */
import type { Fingerprint } from './ids.ts'

export type DismissReason =
  | 'not-clinically-relevant'
  | 'already-documented'
  | 'disagree-with-evidence'
  | 'will-document-later'
  | 'other'

export type DecisionChoice =
  | { readonly kind: 'accept' }
  | { readonly kind: 'edit'; readonly code: string }
  | { readonly kind: 'dismiss'; readonly reason: DismissReason; readonly comment?: string }
  /** `via`: read from the EHR, where somebody else answered a query that had been sent. */
  | { readonly kind: 'answer'; readonly option: string; readonly via?: 'query' }
  | { readonly kind: 'answer-other'; readonly text: string; readonly via?: 'query' }
  | { readonly kind: 'unable-to-determine'; readonly via?: 'query' }
  /** Not now: when a new result is there, or when the note has been saved again. Only for questions. */
  | { readonly kind: 'snooze'; readonly until: 'new-result' | 'next-version' }
  /** A coder sent the question to the note's author through the EHR. Only for questions. */
  | { readonly kind: 'send'; readonly task: string; readonly response: string }
  /** Takes back the newest decision about the same fingerprint. */
  | { readonly kind: 'undo' }

export type Decision = {
  readonly fingerprint: Fingerprint
  readonly findingKind: 'code' | 'prompt' | 'check'
  readonly choice: DecisionChoice
  /** Opaque reference of the person, as the session knows them. */
  readonly by: string
  /** ISO 8601, stamped by the proxy. */
  readonly at: string
}
