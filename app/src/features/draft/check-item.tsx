/** One check that is open, or that the person has dismissed with a reason. */
import { useId, useState } from 'react'
import type { DecisionChoice } from '#coding/domain/decision.ts'
import type { DraftLine } from '#coding/domain/draft-claim.ts'
import type { Evidence } from '#coding/domain/evidence.ts'
import type { CheckFinding } from '#coding/domain/finding.ts'
import { getDismissWords } from '#coding/prompts/dismiss-words.ts'
import { DismissReasons } from '../../ui/dismiss/dismiss-reasons.tsx'
import { pressByKey } from '../../ui/handle-keys.ts'
import { SourceLink } from '../../ui/source-link.tsx'
import { useCardFocus } from '../../ui/use-card-focus.ts'
import { WhyThis } from '../../ui/why-this.tsx'
import { type FixableCheck, isFixable } from './carry-out-fix.ts'
import { describeFix } from './describe-fix.ts'
import { getLineId } from './draft-line.tsx'
import { SEVERITY_WORDS } from './severity-words.ts'

type Props = {
  readonly check: CheckFinding
  readonly choice: DecisionChoice | undefined
  readonly lines: readonly DraftLine[]
  readonly onFix: (check: FixableCheck) => void
  readonly decide: (check: CheckFinding, choice: DecisionChoice) => void
  readonly showInNote: (evidence: Evidence) => void
}

/** Where it stands on the screen, for whoever names it elsewhere. */
export function getCheckId({ fingerprint }: Pick<CheckFinding, 'fingerprint'>): string {
  return `check-${fingerprint}`
}

export function CheckItem({ check, choice, lines, onFix, decide, showInNote }: Props) {
  const id = useId()
  const [isDismissing, setDismissing] = useState(false)
  const { card, keepFocus } = useCardFocus<HTMLLIElement>()
  const press = (action: () => void) => () => {
    keepFocus()
    action()
  }
  if (choice?.kind === 'dismiss') {
    return (
      <li ref={card} tabIndex={-1} className="draft-check resting" aria-label={check.message} onKeyDown={pressByKey}>
        <p>
          <span className="soft">{check.message}</span> Dismissed: {getDismissWords(choice.reason).toLowerCase()}.{' '}
          <button type="button" className="link" data-key="z" onClick={press(() => decide(check, { kind: 'undo' }))}>
            Undo
          </button>
        </p>
      </li>
    )
  }
  const [evidence] = check.evidence
  return (
    <li
      ref={card}
      id={getCheckId(check)}
      tabIndex={-1}
      className={`draft-check check ${check.severity}`}
      aria-labelledby={`${id}-message`}
      onKeyDown={pressByKey}
    >
      <p className="severity">{SEVERITY_WORDS[check.severity]}</p>
      <p id={`${id}-message`}>{check.message}</p>
      <p className="soft">{check.advice}</p>
      {evidence && <Words evidence={evidence} showInNote={showInNote} />}
      {isDismissing && (
        <DismissReasons
          onDismiss={(reason) => {
            keepFocus()
            setDismissing(false)
            decide(check, { kind: 'dismiss', reason })
          }}
          onCancel={press(() => setDismissing(false))}
        />
      )}
      <div className="card-foot">
        {isFixable(check) && !isDismissing && (
          <button type="button" className="button" data-key="f" onClick={() => onFix(check)}>
            <span className="visually-hidden">Put right: </span>
            {capitalize(describeFix(check.fix, { lines }))}
          </button>
        )}
        {check.line !== undefined && check.line <= lines.length && !isDismissing && (
          <button type="button" className="link" data-key="l" onClick={() => goToLine(check.line)}>
            Go to line {check.line}
          </button>
        )}
        {!isDismissing && check.severity !== 'error' && (
          <button type="button" className="link" data-key="d" onClick={() => setDismissing(true)}>
            Dismiss
          </button>
        )}
        <WhyThis finding={check}>
          <dt>Source</dt>
          <dd>
            <SourceLink source={check.ruleSource} />
          </dd>
        </WhyThis>
      </div>
    </li>
  )
}

/** To its first entry, so that what the check says can be put right at once. */
function goToLine(place: number | undefined): void {
  document
    .getElementById(getLineId(place ?? 0))
    ?.querySelector('input')
    ?.focus()
}

function Words({ evidence, showInNote }: { readonly evidence: Evidence; readonly showInNote: Props['showInNote'] }) {
  return (
    <button type="button" className="quote-link" data-key="s" onClick={() => showInNote(evidence)}>
      <span className="visually-hidden">Show in note: </span>
      <span dir="auto" className="quoted">
        {evidence.quote}
      </span>
    </button>
  )
}

function capitalize(words: string): string {
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`
}
