/** The second coder's list, and the visit that they are reading blind. */
import { type ReactNode, useCallback, useEffect, useState } from 'react'
import type { SecondCodingCase } from '#coding/contract/accuracy.ts'
import { formatDay } from '../../ui/format-date.ts'
import { FailedList, ReadingList } from '../../ui/list-phase.tsx'
import type { SecondCodingClient } from './second-coding-client.ts'
import './second-coding.css'

type Props = {
  readonly client: SecondCodingClient
  readonly describeProblem: (error: unknown) => string
  /** The notes of a visit that was taken, and the form for its codes. */
  readonly renderVisit: (one: SecondCodingCase, leave: () => void) => ReactNode
}

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'listed'; readonly cases: readonly SecondCodingCase[] }

export function SecondCodingPage({ client, describeProblem, renderVisit }: Props) {
  const [state, setState] = useState<State>({ kind: 'loading' })
  const [problem, setProblem] = useState<string>()
  const load = useCallback(async () => {
    try {
      setState({ kind: 'listed', cases: await client.list() })
    } catch (error) {
      setState({ kind: 'failed', message: describeProblem(error) })
    }
  }, [client, describeProblem])
  useEffect(() => void load(), [load])
  const take = async ({ id }: SecondCodingCase) => {
    setProblem(undefined)
    try {
      await client.step(id, { kind: 'take' })
    } catch (error) {
      setProblem(describeProblem(error))
    }
    await load()
  }
  return (
    <main className="second-coding stack" aria-label="Second coding">
      <h1>Second coding</h1>
      <p className="soft">
        Visits drawn for the accuracy audit. You see the notes alone: no suggestion, and no other coding. Code them as
        if nobody had.
      </p>
      <p role="alert" className="caution">
        {problem}
      </p>
      <Body state={state} onRetry={() => void load()} onTake={(one) => void take(one)}>
        {(mine) => renderVisit(mine, () => void load())}
      </Body>
    </main>
  )
}

type BodyProps = {
  readonly state: State
  readonly onRetry: () => void
  readonly onTake: (one: SecondCodingCase) => void
  readonly children: (mine: SecondCodingCase) => ReactNode
}

function Body({ state, onRetry, onTake, children }: BodyProps) {
  switch (state.kind) {
    case 'loading':
      return <ReadingList />
    case 'failed':
      return <FailedList message={state.message} onRetry={onRetry} />
    case 'listed': {
      const mine = state.cases.find(({ place }) => place !== undefined)
      if (mine) return children(mine)
      if (state.cases.length === 0) return <p>Nothing here. An auditor draws visits when a week is over.</p>
      return (
        <ul className="stack">
          {state.cases.map((one) => (
            <li key={one.id} className="second-coding-case">
              <span>
                {one.serviceLine}, {formatDay(one.serviceDate)}
              </span>
              <button type="button" className="button" onClick={() => onTake(one)}>
                Take
                <span className="visually-hidden">
                  {' '}
                  the visit of {formatDay(one.serviceDate)}, {one.serviceLine}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )
    }
  }
}
