/** For a coder: conditions of a payer's risk model against the notes of the visit. Removing weighs as much as adding. */
import { useState } from 'react'
import type { RiskReview } from '#coding/risk-review/risk-review.ts'
import { ReviewedConditions, type ReviewedProps } from './reviewed-conditions.tsx'
import './risk-review.css'

type Props = ReviewedProps & { readonly review: () => Promise<RiskReview> }

type State =
  | { readonly kind: 'idle' | 'reading' }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'read'; readonly review: RiskReview }

export function RiskReviewPanel({ review, ...parts }: Props) {
  const { describeProblem } = parts
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
        <ReviewedConditions {...parts} review={state.review} />
      )}
      <button type="button" className="button" aria-disabled={state.kind === 'reading'} onClick={() => void read()}>
        {state.kind === 'read' ? 'Review again' : 'Review risk conditions'}
      </button>
    </section>
  )
}
