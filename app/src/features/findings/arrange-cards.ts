/** Which cards stand where. At most three questions are open at once; the rest wait (features reference, 5.17). */
import type { CheckFinding, CodeFinding, PromptFinding } from '#coding/domain/finding.ts'
import { PROMPT_BUDGET } from '#coding/prompts/lifecycle.ts'
import type { FindingCard } from './finding-card.ts'
import type { Choices } from './fold-choices.ts'

export type CardOf<F> = FindingCard & { readonly finding: F }

export type Shelf<F> = {
  /** In their places, answered and just closed ones among them. */
  readonly shown: readonly CardOf<F>[]
  readonly waiting: readonly CardOf<F>[]
  readonly dismissed: readonly CardOf<F>[]
}

export type Arrangement = {
  readonly questions: Shelf<PromptFinding>
  readonly codes: Shelf<CodeFinding>
  readonly checks: Shelf<CheckFinding>
}

export function arrangeCards(cards: readonly FindingCard[], choices: Choices): Arrangement {
  return {
    questions: shelve(cards.filter(isQuestion), choices, PROMPT_BUDGET),
    codes: shelve(cards.filter(isCode), choices, Number.POSITIVE_INFINITY),
    checks: shelve(cards.filter(isCheck), choices, Number.POSITIVE_INFINITY),
  }
}

const isQuestion = (card: FindingCard): card is CardOf<PromptFinding> => card.finding.kind === 'prompt'
const isCode = (card: FindingCard): card is CardOf<CodeFinding> => card.finding.kind === 'code'
const isCheck = (card: FindingCard): card is CardOf<CheckFinding> => card.finding.kind === 'check'

function shelve<F extends FindingCard['finding']>(
  cards: readonly CardOf<F>[],
  choices: Choices,
  limit: number,
): Shelf<F> {
  const shown: CardOf<F>[] = []
  const waiting: CardOf<F>[] = []
  const dismissed: CardOf<F>[] = []
  let places = 0
  for (const card of cards) {
    const choice = choices.get(card.finding.fingerprint)
    const isDismissed = choice?.kind === 'dismiss'
    // Dismissed in an earlier session, or long enough ago: out of the way, but never out of reach.
    if (isDismissed && (card.settled || card.restingSince === undefined)) dismissed.push(card)
    else if (choice && !isDismissed) shown.push(card)
    else if (places < limit) {
      places += 1
      shown.push(card)
    } else waiting.push(card)
  }
  return { shown, waiting, dismissed }
}
