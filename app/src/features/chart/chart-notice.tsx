import type { ChartProblem } from './chart-store.ts'

type Props = { readonly problem: ChartProblem; readonly onRetry: () => void }

/** Says that what is below may be out of date, why, and what to do; it covers nothing. */
export function ChartNotice({ problem, onRetry }: Props) {
  const isOver = problem.code === 'session-ended'
  return (
    <div role="status" className="notice">
      <p>{problem.message}</p>
      <p className="soft">
        {isOver ? 'Your work on this page is kept until you close it.' : 'What you see may be out of date.'}
      </p>
      {!isOver && (
        <button type="button" className="link" onClick={onRetry}>
          Try now
        </button>
      )}
    </div>
  )
}
