import type { CardOf } from './arrange-cards.ts'
import { getDismissWords } from './dismiss-words.ts'
import type { FindingCard } from './finding-card.ts'
import type { FindingTools } from './finding-tools.ts'
import type { Choices } from './fold-choices.ts'

type Props<F extends FindingCard['finding']> = {
  readonly cards: readonly CardOf<F>[]
  readonly titleOf: (finding: F) => string
  readonly choices: Choices
  readonly tools: FindingTools
}

/** Dismissed cards: out of the way, with their reasons, and one press from coming back. */
export function Shelved<F extends FindingCard['finding']>({ cards, titleOf, choices, tools }: Props<F>) {
  if (cards.length === 0) return null
  return (
    <details className="shelved">
      <summary>{cards.length} dismissed</summary>
      <ul>
        {cards.map(({ key, finding }) => {
          const choice = choices.get(finding.fingerprint)
          return (
            <li key={key} className="row">
              <span>
                {titleOf(finding)}
                <span className="soft">
                  {choice?.kind === 'dismiss' && ` · ${getDismissWords(choice.reason).toLowerCase()}`}
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
