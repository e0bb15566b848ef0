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
  | { readonly kind: 'answer'; readonly option: string }
  | { readonly kind: 'answer-other'; readonly text: string }
  | { readonly kind: 'unable-to-determine' }
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
