/** One code and the words behind it. Codes to add and codes to take away look alike and weigh the same. */
import { memo, useId, useState } from 'react'
import type { DecisionChoice } from '#coding/domain/decision.ts'
import type { CodeFinding } from '#coding/domain/finding.ts'
import { DismissReasons } from '../../ui/dismiss/dismiss-reasons.tsx'
import { pressByKey } from '../../ui/handle-keys.ts'
import { SourceLink } from '../../ui/source-link.tsx'
import { useCardFocus } from '../../ui/use-card-focus.ts'
import { WhyThis } from '../../ui/why-this.tsx'
import type { CardOf } from './arrange-cards.ts'
import { CodeEdit } from './code-edit.tsx'
import { nameSections } from './describe-evidence.ts'
import { EvidenceQuote } from './evidence-quote.tsx'
import type { FindingTools } from './finding-tools.ts'
import type { Choices } from './fold-choices.ts'
import { QuoteLink } from './quote-link.tsx'
import { RestingLine } from './resting-line.tsx'

type Props = { readonly card: CardOf<CodeFinding>; readonly choices: Choices; readonly tools: FindingTools }
type Mode = 'reading' | 'editing' | 'dismissing'

const BASIS = { release: 'official release', embedded: 'embedded knowledge', 'no-data': 'no table loaded' } as const

export const CodeRow = memo(function CodeRow({ card, choices, tools }: Props) {
  const id = useId()
  const [mode, setMode] = useState<Mode>('reading')
  const [wasDecidedHere, setDecidedHere] = useState(false)
  const { card: article, keepFocus } = useCardFocus()
  const { finding } = card
  const { code } = finding
  const choice = choices.get(finding.fingerprint)
  const wasAccepted = card.changedFrom !== undefined && choices.has(card.changedFrom)
  const read = () => {
    keepFocus()
    setMode('reading')
  }
  const decide = (next: DecisionChoice) => {
    setDecidedHere(true)
    read()
    tools.decide(finding, next)
  }
  if (card.phase.kind === 'closed' || choice?.kind === 'dismiss') {
    return <RestingLine card={card} title={code.code} choice={choice} tools={tools} takeFocus={wasDecidedHere} />
  }
  const { edition } = code
  return (
    <article
      ref={article}
      tabIndex={-1}
      className={`card code arriving${choice ? ' done' : ''}`}
      aria-labelledby={`${id}-title`}
      onKeyDown={pressByKey}
    >
      <h3 id={`${id}-title`}>
        <span className="code-value numeric">{code.code}</span> {code.title}
      </h3>
      {finding.direction === 'remove' && <p className="caution">On the chart, but the note does not support it.</p>}
      {finding.replaces.length > 0 && <p className="soft">Replaces {finding.replaces.join(', ')}</p>}
      {finding.source === 'model' && (
        <p className="soft">
          Read by a language model
          {finding.direction === 'refine' && '; the rules read it otherwise, and both are shown'}.
        </p>
      )}
      {finding.provisional && <p className="soft">Provisional: still being checked.</p>}
      {!choice && wasAccepted && <p className="caution">The words changed since you accepted it. Please look again.</p>}
      <QuoteLink evidence={finding.evidence[0]} tools={tools} />
      {mode === 'editing' && (
        <CodeEdit code={code} tools={tools} onEdit={(next) => decide({ kind: 'edit', code: next })} onCancel={read} />
      )}
      {mode === 'dismissing' && (
        <DismissReasons onDismiss={(reason) => decide({ kind: 'dismiss', reason })} onCancel={read} />
      )}
      <div className="card-foot">
        {choice && <Decided choice={choice} finding={finding} onUndo={() => decide({ kind: 'undo' })} />}
        {!choice && mode === 'reading' && (
          <>
            <button
              type="button"
              className="button"
              data-key="a"
              aria-label={finding.direction === 'remove' ? `Remove ${code.code}` : `Accept ${code.code}`}
              aria-disabled={finding.provisional}
              onClick={() => finding.provisional || decide({ kind: 'accept' })}
            >
              {finding.direction === 'remove' ? 'Remove' : 'Accept'}
            </button>
            <button
              type="button"
              className="link"
              data-key="e"
              aria-label={`Edit ${code.code}`}
              onClick={() => setMode('editing')}
            >
              Edit
            </button>
            <button
              type="button"
              className="link"
              data-key="d"
              aria-label={`Dismiss ${code.code}`}
              onClick={() => setMode('dismissing')}
            >
              Dismiss
            </button>
          </>
        )}
        <WhyThis finding={finding}>
          <dt>Because</dt>
          <dd>{nameSections(finding.rationale)}</dd>
          {finding.evidence.map((evidence) => (
            <dd key={`${evidence.noteId}:${evidence.start}`}>
              <EvidenceQuote evidence={evidence} tools={tools} />
            </dd>
          ))}
          <dt>Code table</dt>
          <dd>
            {edition.basis === 'no-data' ? (
              BASIS[edition.basis]
            ) : (
              <SourceLink
                source={{ title: edition.codeSet, edition: edition.release, section: BASIS[edition.basis] }}
              />
            )}
          </dd>
        </WhyThis>
      </div>
    </article>
  )
})

type DecidedProps = { readonly choice: DecisionChoice; readonly finding: CodeFinding; readonly onUndo: () => void }

function Decided({ choice, finding, onUndo }: DecidedProps) {
  const words =
    choice.kind === 'edit' ? `Changed to ${choice.code}` : finding.direction === 'remove' ? 'Removed' : 'Accepted'
  return (
    <>
      <span className="decided">{words}</span>
      <button type="button" className="link" data-key="z" onClick={onUndo}>
        Undo
      </button>
    </>
  )
}
