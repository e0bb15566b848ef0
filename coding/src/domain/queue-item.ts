/** An encounter on the coders' list: how urgent it is, who has it, and what became of it. No words of a note. */
import type { DateOnly } from './date-only.ts'
import type { EncounterId, PatientId } from './ids.ts'
import type { HoldReason } from './work.ts'

/** Where rules, model and chart do not say the same. */
export type DisagreementKind =
  /** A code of the chart that the notes do not support. */
  | 'unsupported'
  /** A code that the notes support, and the chart, which is coded, does not have. */
  | 'not-on-chart'
  /** Chart and notes have different codes of one category. */
  | 'other-code'
  /** A code that the model alone found. */
  | 'model-alone'
  /** Rules and model name different codes for the same words. */
  | 'model-against-rules'

export type QueueFacts = {
  /** What the site calls the part of its service; see `find-service-line.ts`. */
  readonly serviceLine: string
  readonly serviceDate: DateOnly
  /** ISO 8601: from when on it waits for a coder. */
  readonly finishedAt: string
  /** 0 to 1: of the least sure code; 0 where no code was found. */
  readonly confidence: number
  /** 0 to 1; see `facts.ts`. */
  readonly complexity: number
  readonly counts: { readonly codes: number; readonly questions: number; readonly checks: number }
  /** How often each kind stands in the encounter; kinds that do not are absent. */
  readonly disagreements: Readonly<Partial<Record<DisagreementKind, number>>>
}

export type QueueOutcome = 'filed' | 'nothing-to-code' | 'duplicate' | 'coded-elsewhere'

export type QueueState =
  | { readonly kind: 'open' }
  | { readonly kind: 'held'; readonly reason: HoldReason }
  /** A question about it is with the author of the note. */
  | { readonly kind: 'returned' }
  | { readonly kind: 'finished'; readonly outcome: QueueOutcome }

/** Opaque references of people, as decisions carry them. */
export type QueueStanding = {
  readonly state: QueueState
  /** One coder's, until then; a lock that has run out is no lock. ISO 8601. */
  readonly lock?: { readonly by: string; readonly until: string }
  /** Whom it was given to; nobody else is offered it. */
  readonly assignedTo?: string
}

export type QueueItem = QueueFacts &
  QueueStanding & {
    /** Opaque: not the id of the EHR. */
    readonly id: string
    readonly patientId: PatientId
    readonly encounterId: EncounterId
    /** In mode `auto-draft`: codes were laid out for review, or the draw wants it coded from nothing. */
    readonly prepared?: 'review' | 'full-review'
    /** While it is on hold or with its provider: from when on. ISO 8601. */
    readonly since?: string
    /** Counts changes: whoever acts says which one they saw. */
    readonly version: number
    /** The greater, the sooner; see `priority.ts`. */
    readonly priority: number
  }

export type QueueStep =
  | { readonly kind: 'take' }
  /** Keeps the lock for another while. */
  | { readonly kind: 'renew' }
  | { readonly kind: 'give-back' }
  | { readonly kind: 'hold'; readonly reason: HoldReason; readonly comment?: string }
  | { readonly kind: 'return' }
  | { readonly kind: 'finish'; readonly outcome: QueueOutcome }
  /** Goes on with what was held, returned or finished. */
  | { readonly kind: 'resume' }
  /** @property to - opaque reference of a person; absent to give it to nobody in particular. */
  | { readonly kind: 'assign'; readonly to?: string }
