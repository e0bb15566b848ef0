/** For a coder: conditions of a payer's risk model against the notes of the visit. Removing weighs as much as adding. */
import { useState } from 'react'
import type { Evidence } from '#coding/domain/evidence.ts'
import type { Proposal, ReviewedCondition, RiskReview, SupportKind } from '#coding/risk-review/risk-review.ts'
import { saveFile } from '../../ui/save-file.ts'
import { Words } from '../../ui/words.tsx'
import { buildRemarkCsv, REASONS, REMARKS, type RemarkChoice, STANDING_WORDS } from './remarks.ts'
import './risk-review.css'

type Props = {
  readonly review: () => Promise<RiskReview>
  readonly describeProblem: (error: unknown) => string
  readonly showInNote: (evidence: Evidence) => void
  /** For the name of the file. */
  readonly encounterId: string
}

type State =
  | { readonly kind: 'idle' | 'reading' }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'read'; readonly review: RiskReview }

const PROPOSAL_WORDS: Readonly<Record<Proposal, string>> = {
  keep: 'Supported: keep',
  add: 'Supported, not among the visit’s diagnoses',
  remove: 'Among the visit’s diagnoses, not supported',
  none: 'Not among the visit’s diagnoses, not supported',
}

const KIND_WORDS: Readonly<Record<SupportKind, string>> = {
  monitor: 'Monitored',
  evaluate: 'Evaluated',
  assess: 'Assessed',
  treat: 'Treated',
}

export function RiskReviewPanel({ review, describeProblem, showInNote, encounterId }: Props) {
  const [state, setState] = useState<State>({ kind: 'idle' })
  const read = async () => {
    setState({ kind: 'reading' })
    try {
      setState({ kind: 'read', review: await review() })
    } catch (error) {
      setState({ kind: 'failed', reason: describeProblem(error) })
    }
  }
  return (
    <section aria-label="Risk conditions" className="risk-review">
      <h2>Risk conditions</h2>
      <div role="status">
        {state.kind === 'reading' && <p className="soft">Reading the notes.</p>}
        {state.kind === 'failed' && <p className="caution">{state.reason}</p>}
        {state.kind === 'read' && state.review.kind === 'no-data' && (
          <p className="soft">No table of risk categories is loaded. Whoever runs Postil can import one.</p>
        )}
        {state.kind === 'read' && state.review.kind === 'outside-releases' && (
          <p className="soft">
            The table of risk categories does not cover the day of this visit. The nearest is {state.review.nearest}.
          </p>
        )}
      </div>
      {state.kind === 'read' && state.review.kind === 'reviewed' && (
        <Reviewed review={state.review} showInNote={showInNote} encounterId={encounterId} />
      )}
      <button type="button" className="button" aria-disabled={state.kind === 'reading'} onClick={() => void read()}>
        {state.kind === 'read' ? 'Review again' : 'Review risk conditions'}
      </button>
    </section>
  )
}

type ReviewedProps = Pick<Props, 'showInNote' | 'encounterId'> & {
  readonly review: Extract<RiskReview, { readonly kind: 'reviewed' }>
}

function Reviewed({ review, showInNote, encounterId }: ReviewedProps) {
  const [choices, setChoices] = useState<ReadonlyMap<string, RemarkChoice>>(new Map())
  const { conditions, model, release } = review
  const count = (proposal: Proposal) => conditions.filter((one) => one.proposal === proposal).length
  const choose = (category: string, choice: RemarkChoice | undefined) => {
    const next = new Map(choices)
    if (choice) next.set(category, choice)
    else next.delete(category)
    setChoices(next)
  }
  return (
    <>
      <p className="soft">
        {model}, {release}. {count('remove')} not supported, {count('add')} supported and not listed, {count('keep')}{' '}
        supported.
      </p>
      {conditions.map((condition) => (
        <ConditionCard
          key={condition.category}
          condition={condition}
          choice={choices.get(condition.category)}
          onChoose={(choice) => choose(condition.category, choice)}
          showInNote={showInNote}
        />
      ))}
      {choices.size > 0 && (
        <button
          type="button"
          className="button"
          onClick={() =>
            saveFile({ name: `remarks-${encounterId}.csv`, type: 'text/csv', content: buildRemarkCsv(review, choices) })
          }
        >
          Save {choices.size === 1 ? '1 remark' : `${choices.size} remarks`} as CSV
        </button>
      )}
    </>
  )
}

type CardProps = Pick<Props, 'showInNote'> & {
  readonly condition: ReviewedCondition
  readonly choice: RemarkChoice | undefined
  readonly onChoose: (choice: RemarkChoice | undefined) => void
}

function ConditionCard({ condition, choice, onChoose, showInNote }: CardProps) {
  const { category, codes, standing, proposal, named, support } = condition
  return (
    <article className="card" aria-label={`Category ${category}`}>
      <h3>
        <span className="numeric">{category}</span> {PROPOSAL_WORDS[proposal]}
      </h3>
      <ul>
        {codes.map(({ code, title, origins }) => (
          <li key={code}>
            <span className="code-value numeric">{code}</span> {title}{' '}
            <span className="soft">({origins.map((origin) => ORIGIN_WORDS[origin]).join(', ')})</span>
          </li>
        ))}
      </ul>
      <p>{STANDING_WORDS[standing]}.</p>
      <Words evidence={named} showInNote={showInNote} />
      {support.length > 0 && (
        <dl className="risk-support">
          {support.map(({ kind, evidence }) => (
            <div key={kind}>
              <dt>{KIND_WORDS[kind]}</dt>
              <dd>
                <Words evidence={[evidence]} showInNote={showInNote} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      <Remarks category={category} choice={choice} onChoose={onChoose} />
    </article>
  )
}

const ORIGIN_WORDS = { visit: 'this visit', 'problem-list': 'problem list', note: 'the notes' } as const

function Remarks({
  category,
  choice,
  onChoose,
}: Pick<CardProps, 'choice' | 'onChoose'> & { readonly category: string }) {
  const remark = REMARKS.find(([code]) => code === choice?.remark)?.[0]
  return (
    <div className="row">
      <select
        aria-label={`Remark on category ${category}`}
        value={remark ?? ''}
        onChange={({ target }) => {
          const chosen = REMARKS.find(([code]) => code === target.value)?.[0]
          onChoose(chosen && { remark: chosen })
        }}
      >
        <option value="">No remark</option>
        {REMARKS.map(([code, words]) => (
          <option key={code} value={code}>
            {words}
          </option>
        ))}
      </select>
      {remark === 'assessed-not-present' && (
        <select
          aria-label={`Why category ${category} is not present`}
          value={choice?.reason ?? ''}
          onChange={({ target }) => {
            const reason = REASONS.find(([code]) => code === target.value)?.[0]
            onChoose({ remark, ...(reason && { reason }) })
          }}
        >
          <option value="">No reason given</option>
          {REASONS.map(([code, words]) => (
            <option key={code} value={code}>
              {words}
            </option>
          ))}
        </select>
      )}
    </div>
  )
}
