import type { DecisionChoice } from '#coding/domain/decision.ts'
import { getDismissWords } from '#coding/prompts/dismiss-words.ts'
import type { CardOf } from './arrange-cards.ts'
import { getWaitWords } from './decided-words.ts'
import type { FindingCard } from './finding-card.ts'
import type { FindingTools } from './finding-tools.ts'

type Props<F extends FindingCard['finding']> = {
  readonly cards: readonly CardOf<F>[]
  readonly titleOf: (finding: F) => string
  readonly choiceOf: (finding: F) => DecisionChoice | undefined
  readonly tools: FindingTools
}

/** Cards that were put away: out of the way, with their reasons, and one press from coming back. */
export function Shelved<F extends FindingCard['finding']>({ cards, titleOf, choiceOf, tools }: Props<F>) {
  if (cards.length === 0) return null
  return (
    <details className="shelved">
      <summary>{countPutAway(cards.map(({ finding }) => choiceOf(finding)))}</summary>
      <ul>
        {cards.map(({ key, finding }) => {
          const choice = choiceOf(finding)
          return (
            <li key={key} className="row">
              <span>
                {titleOf(finding)}
                <span className="soft">
                  {choice?.kind === 'dismiss' && ` · ${getDismissWords(choice.reason).toLowerCase()}`}
                  {choice?.kind === 'snooze' && ` · ${getWaitWords(choice.until).toLowerCase()}`}
                </span>
              </span>
              <button
                type="button"
                className="link"
                aria-label={`Bring back ${titleOf(finding)}`}
                onClick={() => tools.decide(finding, { kind: 'undo' })}
              >
                Bring back
              </button>
            </li>
          )
        })}
      </ul>
    </details>
  )
}

/** "2 dismissed, 1 put off" */
function countPutAway(choices: readonly (DecisionChoice | undefined)[]): string {
  const waiting = choices.filter((choice) => choice?.kind === 'snooze').length
  const dismissed = choices.length - waiting
  const parts = [dismissed > 0 ? `${dismissed} dismissed` : '', waiting > 0 ? `${waiting} put off` : '']
  return parts.filter((part) => part !== '').join(', ')
}
