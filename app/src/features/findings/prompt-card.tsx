/** One documentation question: the words first, then the question, then answers of equal weight. */
import { memo, useEffect, useId, useState } from 'react'
import type { DecisionChoice } from '#coding/domain/decision.ts'
import type { PromptFinding } from '#coding/domain/finding.ts'
import { DismissReasons } from '../../ui/dismiss/dismiss-reasons.tsx'
import { pressByKey } from '../../ui/handle-keys.ts'
import { useCardFocus } from '../../ui/use-card-focus.ts'
import { WhyThis } from '../../ui/why-this.tsx'
import type { CardOf } from './arrange-cards.ts'
import { getAskedBecause } from './asked-because.ts'
import { EvidenceQuote } from './evidence-quote.tsx'
import type { FindingTools } from './finding-tools.ts'
import { IndicatorList } from './indicator-list.tsx'
import { PromptAnswer } from './prompt-answer.tsx'
import { PromptOptions } from './prompt-options.tsx'
import { RestingLine } from './resting-line.tsx'

type Props = {
  readonly card: CardOf<PromptFinding>
  readonly choice: DecisionChoice | undefined
  readonly typed: string
  readonly tools: FindingTools
  /** A card of the EHR led here for this question. */
  readonly isLedTo?: boolean
}

export const PromptCard = memo(function PromptCard({ card, choice, typed, tools, isLedTo = false }: Props) {
  const id = useId()
  const [isDismissing, setDismissing] = useState(false)
  const [wasDecidedHere, setDecidedHere] = useState(false)
  const { card: article, keepFocus } = useCardFocus()
  const { finding } = card
  // Brought into view and no more: focus stays where the person has it.
  useEffect(() => {
    if (isLedTo) article.current?.scrollIntoView({ block: 'nearest' })
  }, [isLedTo, article])
  const { prompt } = finding
  const decide = (next: DecisionChoice) => {
    keepFocus()
    setDecidedHere(true)
    setDismissing(false)
    tools.decide(finding, next)
  }
  if (card.phase.kind === 'closed' || choice?.kind === 'dismiss' || choice?.kind === 'snooze') {
    return <RestingLine card={card} title={prompt.title} choice={choice} tools={tools} takeFocus={wasDecidedHere} />
  }
  const [first, second, ...others] = prompt.evidence
  return (
    <article
      ref={article}
      tabIndex={-1}
      className={`card question arriving${choice ? ' done' : ''}`}
      aria-labelledby={`${id}-title`}
      aria-current={isLedTo || undefined}
      onKeyDown={pressByKey}
    >
      <h3 id={`${id}-title`}>{prompt.title}</h3>
      {finding.provisional && <p className="soft">Provisional: still being checked.</p>}
      {first && <EvidenceQuote evidence={first} tools={tools} shortcut />}
      {second && <EvidenceQuote evidence={second} tools={tools} />}
      {others.length > 0 && (
        <details>
          <summary>{others.length === 1 ? '1 more passage' : `${others.length} more passages`}</summary>
          <div className="stack">
            {others.map((evidence) => (
              <EvidenceQuote key={`${evidence.noteId}:${evidence.start}`} evidence={evidence} tools={tools} />
            ))}
          </div>
        </details>
      )}
      <IndicatorList indicators={prompt.indicators} />
      <p id={`${id}-question`} className="ask">
        {prompt.question}
      </p>
      {choice ? (
        <PromptAnswer
          prompt={prompt}
          choice={choice}
          insertLine={tools.insertLine}
          onUndo={() => decide({ kind: 'undo' })}
        />
      ) : (
        <PromptOptions
          labelledBy={`${id}-question`}
          options={prompt.options}
          typed={typed}
          onType={(text) => tools.setTyped(card.key, text)}
          onAnswer={decide}
        />
      )}
      {!choice && isDismissing && (
        <DismissReasons
          onDismiss={(reason) => decide({ kind: 'dismiss', reason })}
          onCancel={() => {
            keepFocus()
            setDismissing(false)
          }}
        />
      )}
      <div className="card-foot">
        {!(choice || isDismissing) && (
          <>
            <button type="button" className="link" data-key="d" onClick={() => setDismissing(true)}>
              Dismiss
            </button>
            <button
              type="button"
              className="link"
              data-key="r"
              onClick={() => decide({ kind: 'snooze', until: 'new-result' })}
            >
              Wait for result
            </button>
            {first && (
              <button
                type="button"
                className="link"
                data-key="n"
                onClick={() => decide({ kind: 'snooze', until: 'next-version' })}
              >
                After save
              </button>
            )}
          </>
        )}
        <WhyThis finding={finding}>
          <dt>Asked because</dt>
          <dd>{getAskedBecause(prompt)}</dd>
          <dt>Checked by</dt>
          <dd>prompt lint {prompt.lint.version}</dd>
        </WhyThis>
      </div>
    </article>
  )
})
