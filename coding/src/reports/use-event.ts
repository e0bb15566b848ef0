/** One thing on record about how Postil is used; encounters, people and findings by opaque references. */
import type { DateOnly } from '../domain/date-only.ts'
import type { Decision, DecisionChoice } from '../domain/decision.ts'
import type { QuestionMove } from '../prompts/list-moves.ts'

export type CodeDirection = 'add' | 'refine' | 'remove'

/** How long somebody, or the batch, waited for something. */
export type Wait = { readonly of: 'first-finding' | 'card' | 'note-of-batch'; readonly ms: number }

export type UseEvent =
  | ({ readonly at: string; readonly encounter: string } & EncounterEvent)
  /** A visit that a second coder has coded blind, in the week that it was drawn for. */
  | {
      readonly at: DateOnly
      readonly encounter: string
      readonly kind: 'audited'
      readonly codes: readonly { readonly family: string; readonly verdict: 'agreed' | 'differs' | 'unsupported' }[]
    }
  /** A day that was read from the EHR. */
  | { readonly at: DateOnly; readonly kind: 'day'; readonly finished: number; readonly reviewed: number }

type EncounterEvent =
  /** In the panel, or for a card. */
  | { readonly kind: 'reading'; readonly notes?: number; readonly wait?: Wait }
  | { readonly kind: 'waited'; readonly wait?: Wait }
  | {
      readonly kind: 'shown'
      readonly finding: Decision['findingKind']
      readonly fingerprint: string
      readonly requestId: string
      /** Of a code, once the trail tells it. */
      readonly direction?: CodeDirection
      readonly family?: string
      /** Who was shown it, of clinicians. */
      readonly clinician?: string
    }
  /** What this call showed came too late for anybody to see. */
  | { readonly kind: 'unseen'; readonly requestId: string }
  | {
      readonly kind: 'moved'
      readonly fingerprint: string
      readonly became: QuestionMove['became']
      readonly was?: string
    }
  | {
      readonly kind: 'decided'
      readonly finding: Decision['findingKind']
      readonly fingerprint: string
      readonly choice: DecisionChoice['kind']
      readonly reason?: string
    }
  /** All notes are signed and read: it waits for a coder. */
  | { readonly kind: 'ready'; readonly visitEnd?: string }
  /** A coder has it. */
  | { readonly kind: 'taken' }
  /** A draft that the EHR has taken. */
  | { readonly kind: 'filed' }
  | {
      readonly kind: 'model'
      readonly costMicroUsd: number
      readonly hasFailed: boolean
      readonly items?: number
      readonly invented?: number
    }

export type EventOf<Kind extends UseEvent['kind']> = Extract<UseEvent, { readonly kind: Kind }>
