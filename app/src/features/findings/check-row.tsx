import { memo, useId, useState } from 'react'
import type { DecisionChoice } from '#coding/domain/decision.ts'
import type { CheckFinding, CheckSeverity } from '#coding/domain/finding.ts'
import { DismissReasons } from '../../ui/dismiss/dismiss-reasons.tsx'
import { pressByKey } from '../../ui/handle-keys.ts'
import { SourceLink } from '../../ui/source-link.tsx'
import { useCardFocus } from '../../ui/use-card-focus.ts'
import { WhyThis } from '../../ui/why-this.tsx'
import type { CardOf } from './arrange-cards.ts'
import { EvidenceQuote } from './evidence-quote.tsx'
import type { FindingTools } from './finding-tools.ts'
import { RestingLine } from './resting-line.tsx'

const SEVERITY: Record<CheckSeverity, string> = {
  error: 'Must be put right',
  recode: 'Recoded',
  warning: 'Please look',
  question: 'Question',
  information: 'Note',
}

type Props = {
  readonly card: CardOf<CheckFinding>
  readonly choice: DecisionChoice | undefined
  readonly tools: FindingTools
}

export const CheckRow = memo(function CheckRow({ card, choice, tools }: Props) {
  const id = useId()
  const [isDismissing, setDismissing] = useState(false)
  const [wasDecidedHere, setDecidedHere] = useState(false)
  const { card: article, keepFocus } = useCardFocus()
  const { finding } = card
  if (card.phase.kind === 'closed' || choice?.kind === 'dismiss') {
    return <RestingLine card={card} title={finding.message} choice={choice} tools={tools} takeFocus={wasDecidedHere} />
  }
  const [first] = finding.evidence
  return (
    <article
      ref={article}
      tabIndex={-1}
      className={`card check ${finding.severity}`}
      aria-labelledby={`${id}-title`}
      onKeyDown={pressByKey}
    >
      <p className="severity">{SEVERITY[finding.severity]}</p>
      <h3 id={`${id}-title`}>{finding.message}</h3>
      <p>{finding.advice}</p>
      {first && <EvidenceQuote evidence={first} tools={tools} shortcut />}
      {isDismissing && (
        <DismissReasons
          onDismiss={(reason) => {
            keepFocus()
            setDecidedHere(true)
            setDismissing(false)
            tools.decide(finding, { kind: 'dismiss', reason })
          }}
          onCancel={() => {
            keepFocus()
            setDismissing(false)
          }}
        />
      )}
      <div className="card-foot">
        {!isDismissing && finding.severity !== 'error' && (
          <button type="button" className="link" data-key="d" onClick={() => setDismissing(true)}>
            Dismiss
          </button>
        )}
        <WhyThis finding={finding}>
          <dt>Source</dt>
          <dd>
            <SourceLink source={finding.ruleSource} />
          </dd>
        </WhyThis>
      </div>
    </article>
  )
})
