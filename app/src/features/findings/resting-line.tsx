/** What stands in a card's place after it was dismissed or closed: one line, and the way back where there is one. */
import { useEffect, useRef } from 'react'
import type { DecisionChoice } from '#coding/domain/decision.ts'
import { getDismissWords } from '#coding/prompts/dismiss-words.ts'
import { pressByKey } from '../../ui/handle-keys.ts'
import { getClosingWords } from './closing-words.ts'
import { getWaitWords } from './decided-words.ts'
import type { FindingCard } from './finding-card.ts'
import type { FindingTools } from './finding-tools.ts'

type Props = {
  readonly card: FindingCard
  readonly title: string
  readonly choice: DecisionChoice | undefined
  readonly tools: FindingTools
  readonly takeFocus: boolean
}

export function RestingLine({ card, title, choice, tools, takeFocus }: Props) {
  const undo = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (takeFocus) undo.current?.focus()
  }, [takeFocus])
  const { finding, phase } = card
  return (
    <article tabIndex={-1} className="card resting arriving" aria-label={title} onKeyDown={pressByKey}>
      <p>
        <span className="soft">{title}.</span>{' '}
        {phase.kind === 'closed' && (
          <span className={phase.because === 'resolved' ? 'decided' : ''}>
            {getClosingWords(finding, phase.because)}
          </span>
        )}
        {phase.kind === 'open' && (choice?.kind === 'dismiss' || choice?.kind === 'snooze') && (
          <>
            <span>
              {choice.kind === 'dismiss'
                ? `Dismissed: ${getDismissWords(choice.reason).toLowerCase()}. `
                : `Put off. ${getWaitWords(choice.until)} `}
            </span>
            <button
              ref={undo}
              type="button"
              className="link"
              data-key="z"
              onClick={() => tools.decide(finding, { kind: 'undo' })}
            >
              Undo
            </button>
          </>
        )}
      </p>
    </article>
  )
}
