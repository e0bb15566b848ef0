/**
 * What becomes of the questions of one encounter: draft → shown → answered | dismissed | resolved | expired, or snoozed
 * until a pending result. Pure and total: any event may come at any time, and one that makes no sense changes nothing.
 */
import type { DismissReason } from '../domain/decision.ts'
import type { Fingerprint } from '../domain/ids.ts'

/** A question as the lifecycle sees it. `about` stays the same when only the words behind it change. */
export type Question = {
  readonly fingerprint: Fingerprint
  readonly about: string
  readonly isConflict: boolean
}

export type QuestionState =
  | { readonly kind: 'draft' }
  | { readonly kind: 'shown' }
  | { readonly kind: 'snoozed'; readonly until: string }
  | { readonly kind: 'answered' }
  | { readonly kind: 'dismissed'; readonly reason: DismissReason }
  /** The note answers it now, or no longer raises it. */
  | { readonly kind: 'resolved' }
  /** The note was signed without an answer: it is the coder's query now. */
  | { readonly kind: 'expired' }

export type TrackedQuestion = Question & { readonly state: QuestionState }

export type Lifecycle = {
  /** In the order in which they came; one for each thing that is asked about. */
  readonly questions: readonly TrackedQuestion[]
  /** While somebody reads, nothing opens. */
  readonly isReading: boolean
}

export type LifecycleEvent =
  /** An analysis of the newest note; its questions, most important first. */
  | { readonly kind: 'analysed'; readonly questions: readonly Question[] }
  | { readonly kind: 'answered'; readonly fingerprint: Fingerprint }
  | { readonly kind: 'dismissed'; readonly fingerprint: Fingerprint; readonly reason: DismissReason }
  | { readonly kind: 'undone'; readonly fingerprint: Fingerprint }
  /** `until` names the pending result. */
  | { readonly kind: 'snoozed'; readonly fingerprint: Fingerprint; readonly until: string }
  | { readonly kind: 'result-arrived'; readonly result: string }
  | { readonly kind: 'reading'; readonly isReading: boolean }
  | { readonly kind: 'signed' }

/** A clinician bears three questions at once; the rest wait in a list (design, section 7). */
export const PROMPT_BUDGET = 3

export const emptyLifecycle: Lifecycle = { questions: [], isReading: false }

export function listShown({ questions }: Lifecycle): readonly TrackedQuestion[] {
  return questions.filter(({ state }) => state.kind === 'shown')
}

const isOpen = ({ state: { kind } }: TrackedQuestion): boolean =>
  kind === 'draft' || kind === 'shown' || kind === 'snoozed'

/** What an analysis that asks about this again makes of it. */
function askAgain(old: TrackedQuestion, asked: Question): TrackedQuestion {
  const hasNewEvidence = old.fingerprint !== asked.fingerprint
  const question = { ...asked, state: old.state }
  switch (old.state.kind) {
    case 'draft':
    case 'shown':
    case 'snoozed':
      return question
    case 'answered':
    case 'dismissed':
    case 'expired':
      return hasNewEvidence ? { ...asked, state: { kind: 'draft' } } : old
    case 'resolved':
      return asked.isConflict || (hasNewEvidence && old.isConflict) ? { ...asked, state: { kind: 'draft' } } : old
  }
}

function applyAnalysis(questions: readonly TrackedQuestion[], asked: readonly Question[]): readonly TrackedQuestion[] {
  const byAbout = new Map(asked.map((question) => [question.about, question]))
  const kept = questions.map((old): TrackedQuestion => {
    const again = byAbout.get(old.about)
    if (again !== undefined) return askAgain(old, again)
    return isOpen(old) ? { ...old, state: { kind: 'resolved' } } : old
  })
  const known = new Set(questions.map(({ about }) => about))
  const fresh = [...byAbout.values()].filter(({ about }) => !known.has(about))
  return [...kept, ...fresh.map((question): TrackedQuestion => ({ ...question, state: { kind: 'draft' } }))]
}

/** Opens what waits, oldest first, as far as the budget goes. */
function fillBudget(lifecycle: Lifecycle): Lifecycle {
  if (lifecycle.isReading) return lifecycle
  let places = PROMPT_BUDGET - listShown(lifecycle).length
  const questions = lifecycle.questions.map((question): TrackedQuestion => {
    if (question.state.kind !== 'draft' || places <= 0) return question
    places -= 1
    return { ...question, state: { kind: 'shown' } }
  })
  return { ...lifecycle, questions }
}

type Change = { readonly to: QuestionState; readonly when: (question: TrackedQuestion) => boolean }

function change(questions: readonly TrackedQuestion[], { to, when }: Change): readonly TrackedQuestion[] {
  return questions.map((question) => (when(question) ? { ...question, state: to } : question))
}

function applyEvent(questions: readonly TrackedQuestion[], event: LifecycleEvent): readonly TrackedQuestion[] {
  switch (event.kind) {
    case 'analysed':
      return applyAnalysis(questions, event.questions)
    case 'answered':
      return change(questions, {
        to: { kind: 'answered' },
        when: (one) => one.fingerprint === event.fingerprint && isOpen(one),
      })
    case 'dismissed':
      return change(questions, {
        to: { kind: 'dismissed', reason: event.reason },
        when: (one) => one.fingerprint === event.fingerprint && isOpen(one),
      })
    case 'undone':
      return change(questions, {
        to: { kind: 'draft' },
        when: ({ fingerprint, state: { kind } }) =>
          fingerprint === event.fingerprint && (kind === 'answered' || kind === 'dismissed'),
      })
    case 'snoozed':
      return change(questions, {
        to: { kind: 'snoozed', until: event.until },
        when: ({ fingerprint, state }) => fingerprint === event.fingerprint && state.kind === 'shown',
      })
    case 'result-arrived':
      return change(questions, {
        to: { kind: 'draft' },
        when: ({ state }) => state.kind === 'snoozed' && state.until === event.result,
      })
    case 'signed':
      return change(questions, { to: { kind: 'expired' }, when: isOpen })
    case 'reading':
      return questions
  }
}

export function advance(lifecycle: Lifecycle, event: LifecycleEvent): Lifecycle {
  const isReading = event.kind === 'reading' ? event.isReading : lifecycle.isReading
  return fillBudget({ isReading, questions: applyEvent(lifecycle.questions, event) })
}
