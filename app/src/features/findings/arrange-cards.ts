/**
 * Which cards stand where. At most three questions are open at once; the rest wait (features reference, 5.17). Where a
 * question stands is the lifecycle's word; this only finds it a place.
 */
import type { DecisionChoice } from '#coding/domain/decision.ts'
import type { CheckFinding, CodeFinding, PromptFinding } from '#coding/domain/finding.ts'
import type { Fingerprint } from '#coding/domain/ids.ts'
import { PROMPT_BUDGET, type QuestionState, type TrackedQuestion } from '#coding/prompts/lifecycle.ts'
import type { FindingCard } from './finding-card.ts'
import type { Choices } from './fold-choices.ts'

export type CardOf<F> = FindingCard & { readonly finding: F }

export type Shelf<F> = {
  /** In their places, answered and just closed ones among them. */
  readonly shown: readonly CardOf<F>[]
  readonly waiting: readonly CardOf<F>[]
  /** Put away by a person, until it is brought back or what it waits for is there. */
  readonly dismissed: readonly CardOf<F>[]
}

export type Arrangement = {
  readonly questions: Shelf<PromptFinding>
  readonly codes: Shelf<CodeFinding>
  readonly checks: Shelf<CheckFinding>
}

export function arrangeCards(
  cards: readonly FindingCard[],
  choices: Choices,
  questions: readonly TrackedQuestion[] = [],
): Arrangement {
  const states = new Map(questions.map(({ fingerprint, state }) => [fingerprint, state]))
  const judge = (card: FindingCard) => judgeQuestion(card, states, choices)
  return {
    questions: shelve(cards.filter(isQuestion), judge, PROMPT_BUDGET),
    codes: shelve(cards.filter(isCode), (card) => judgeByChoice(card, choices), Number.POSITIVE_INFINITY),
    checks: shelve(cards.filter(isCheck), (card) => judgeByChoice(card, choices), Number.POSITIVE_INFINITY),
  }
}

/** The standing decision about a question; one that it has outlived (it woke, it was taken back elsewhere) is none. */
export function findStandingChoice(
  fingerprint: Fingerprint,
  choices: Choices,
  questions: readonly TrackedQuestion[],
): DecisionChoice | undefined {
  const state = questions.find((one) => one.fingerprint === fingerprint)?.state
  const choice = choices.get(fingerprint)
  switch (state?.kind) {
    case 'dismissed':
      return choice?.kind === 'dismiss' ? choice : { kind: 'dismiss', reason: state.reason }
    case 'snoozed':
      return { kind: 'snooze', until: state.until.kind }
    case 'draft':
    case 'shown':
      return undefined
    case 'answered':
    case 'resolved':
    case 'withdrawn':
    case 'expired':
    case undefined:
      return choice
  }
}

const isQuestion = (card: FindingCard): card is CardOf<PromptFinding> => card.finding.kind === 'prompt'
const isCode = (card: FindingCard): card is CardOf<CodeFinding> => card.finding.kind === 'code'
const isCheck = (card: FindingCard): card is CardOf<CheckFinding> => card.finding.kind === 'check'

/** `open` and `closed` take one of the places; `decided` stands where it stood and takes none. */
type Standing = 'open' | 'waiting' | 'decided' | 'put-away' | 'any-place'

function judgeQuestion(card: FindingCard, states: ReadonlyMap<Fingerprint, QuestionState>, choices: Choices): Standing {
  if (card.phase.kind === 'closed') return 'open'
  switch (states.get(card.finding.fingerprint)?.kind) {
    case 'shown':
      return 'open'
    case 'draft':
      return 'waiting'
    case 'answered':
      return 'decided'
    case 'dismissed':
    case 'snoozed':
      return isAtRest(card) ? 'put-away' : 'open'
    case 'resolved':
    case 'withdrawn':
    case 'expired':
    // The proxy has not said yet.
    case undefined:
      return judgeByChoice(card, choices)
  }
}

function judgeByChoice(card: FindingCard, choices: Choices): Standing {
  const choice = choices.get(card.finding.fingerprint)
  if (choice?.kind !== 'dismiss') return choice ? 'decided' : 'any-place'
  return isAtRest(card) ? 'put-away' : 'any-place'
}

/** Put away in an earlier session, or long enough ago: out of the way, but never out of reach. */
const isAtRest = (card: FindingCard): boolean => card.settled || card.restingSince === undefined

function shelve<F extends FindingCard['finding']>(
  cards: readonly CardOf<F>[],
  judge: (card: CardOf<F>) => Standing,
  limit: number,
): Shelf<F> {
  const shown: CardOf<F>[] = []
  const waiting: CardOf<F>[] = []
  const dismissed: CardOf<F>[] = []
  let places = 0
  for (const card of cards) {
    const standing = judge(card)
    if (standing === 'put-away') dismissed.push(card)
    else if (standing === 'decided') shown.push(card)
    else if (standing === 'open' || (standing === 'any-place' && places < limit)) {
      places += 1
      shown.push(card)
    } else waiting.push(card)
  }
  return { shown, waiting, dismissed }
}
