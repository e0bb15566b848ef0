/** Hold with a reason, go on, release: the steps that a coder may take with the whole encounter. */
import { type ReactNode, useState } from 'react'
import { useStore } from 'zustand'
import type { WorkStep } from '#coding/domain/work.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { useCardFocus } from '../../ui/use-card-focus.ts'
import { HoldForm } from './hold-form.tsx'
import type { WorkStore } from './work-store.ts'
import { getStandingWords } from './work-words.ts'
import './work.css'

type Props = {
  readonly work: WorkStore
  /** Why the encounter cannot be released yet; undefined when it can. */
  readonly unreleasable: string | undefined
  /** Of a stay: the days on which nothing was filed, in words. */
  readonly emptyDays?: string | undefined
  /** Of a stay: what became of each day. */
  readonly stay?: ReactNode | false
}

export function WorkPanel({ work, unreleasable, emptyDays, stay }: Props) {
  const { standing, mayRelease, isTaking, problem, notice } = useStore(work.store)
  const [isHolding, setHolding] = useState(false)
  const [isAsking, setAsking] = useState(false)
  const { card, keepFocus } = useCardFocus()
  if (!standing) return null
  const take = (step: WorkStep) => {
    keepFocus()
    setHolding(false)
    void work.take(step)
  }
  const stop = () => {
    keepFocus()
    setHolding(false)
  }
  return (
    <section ref={card} tabIndex={-1} aria-label="Work" className="stack work">
      {standing.kind !== 'open' && (
        <p className={standing.kind === 'held' ? 'held' : 'decided'}>{getStandingWords(standing)}</p>
      )}
      {notice !== undefined && <p className="caution">{notice}</p>}
      {standing.kind === 'open' && mayRelease && stay}
      {isHolding ? (
        <HoldForm onHold={take} onCancel={stop} />
      ) : (
        <div className="row">
          {standing.kind === 'open' && (
            <button type="button" className="button" onClick={() => setHolding(true)}>
              Hold
            </button>
          )}
          {standing.kind === 'held' && (
            <button type="button" className="button" onClick={() => take({ kind: 'resume' })}>
              Go on
            </button>
          )}
          {standing.kind === 'open' && mayRelease && (
            <button
              type="button"
              className="button"
              aria-disabled={unreleasable !== undefined || isTaking}
              aria-describedby="postil-release"
              onClick={() => {
                if (unreleasable !== undefined) return
                if (emptyDays === undefined) take({ kind: 'release' })
                else setAsking(true)
              }}
            >
              {stay ? 'Release the stay' : 'Release'}
            </button>
          )}
          {standing.kind === 'released' && (
            <button type="button" className="link" onClick={() => take({ kind: 'reopen' })}>
              Open again
            </button>
          )}
          {standing.kind === 'open' && mayRelease && (
            <span id="postil-release" className="soft">
              {unreleasable ??
                'Says that coding is complete, and marks the filed draft as checked by a person. It sends nothing to a payer.'}
            </span>
          )}
        </div>
      )}
      {isAsking && (
        <ConfirmDialog
          label="Release the stay"
          decline="Not yet"
          confirm="Release"
          onClose={() => setAsking(false)}
          onConfirm={() => take({ kind: 'release' })}
        >
          <p>Nothing was filed for {emptyDays}. Is there nothing to bill?</p>
        </ConfirmDialog>
      )}
      <p role="status" className="caution">
        {problem}
      </p>
    </section>
  )
}
