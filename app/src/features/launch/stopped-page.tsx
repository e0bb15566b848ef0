import type { EhrErrorCode } from '../../ehr/session-types.ts'

export type LaunchProblem = {
  readonly code: EhrErrorCode | 'proxy-unreachable' | 'unexpected'
  readonly message: string
}

const TITLES: Partial<Record<LaunchProblem['code'], string>> = {
  'foreign-issuer': 'This server is not known here',
  'forbidden-parameter': 'This address was not accepted',
  'storage-blocked': 'The browser blocks storage in this frame',
  'session-ended': 'Your session has ended',
  'wrong-patient': 'This is another patient’s encounter',
  'chart-closed': 'This chart was closed',
  'signed-out': 'You have signed out',
  'not-allowed': 'The EHR did not allow this',
  'proxy-unreachable': 'Postil’s server could not be reached',
}

/** Some of these can pass by themselves; for the others, trying again would only repeat the refusal. */
const RETRYABLE: ReadonlySet<LaunchProblem['code']> = new Set([
  'unreachable',
  'throttled',
  'timeout',
  'proxy-unreachable',
  'unexpected',
])

type Props = { readonly problem: LaunchProblem; readonly onRetry: () => void }

/** A hard stop: what happened, and what the person can do next. No patient data is on this page. */
export function StoppedPage({ problem, onRetry }: Props) {
  return (
    <main className="page">
      <div role="alert" className="stack">
        <h1>{TITLES[problem.code] ?? 'Postil could not open this chart'}</h1>
        <p>{problem.message}</p>
        {problem.code === 'wrong-patient' && <p>Nothing was written, and nothing of that chart is shown here.</p>}
        {RETRYABLE.has(problem.code) && (
          <p>
            <button type="button" className="button" onClick={onRetry}>
              Try again
            </button>
          </p>
        )}
      </div>
    </main>
  )
}
