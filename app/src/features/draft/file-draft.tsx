/** The one button that writes, and what became of it in plain words. */
import { useId } from 'react'
import type { DraftClaim } from '#coding/domain/draft-claim.ts'
import { findObstacle } from './build-draft.ts'
import type { DraftState, DraftStore } from './draft-store.ts'
import { describeOutcome, describeTarget } from './draft-words.ts'

type Props = {
  readonly claim: DraftClaim
  readonly state: Pick<DraftState, 'filing' | 'target'>
  readonly draft: DraftStore
  /** Why nothing can be filed at all now (no session, no ledger). */
  readonly blockedBecause: string | undefined
}

export function FileDraft({ claim, state: { filing, target }, draft, blockedBecause }: Props) {
  const reasonId = useId()
  const obstacle = findObstacle(claim) ?? blockedBecause
  const isFiling = filing.kind === 'filing'
  return (
    <div className="stack">
      <div className="row">
        <button
          type="button"
          className="button button-main"
          aria-disabled={obstacle !== undefined || isFiling}
          aria-describedby={reasonId}
          onClick={() => {
            if (obstacle === undefined) void draft.file()
          }}
        >
          {isFiling ? 'Filing …' : 'File draft'}
        </button>
        <span id={reasonId} className="soft">
          {obstacle ?? (target === undefined ? '' : describeTarget(target))}
        </span>
      </div>
      <FilingResult filing={filing} />
    </div>
  )
}

function FilingResult({ filing }: Pick<DraftState, 'filing'>) {
  if (filing.kind === 'failed') return <p className="result error">{filing.message} Nothing was written.</p>
  if (filing.kind !== 'done') return null
  const { tone, title, detail, issues } = describeOutcome(filing.outcome)
  return (
    <div className={`result ${tone}`}>
      <p>
        <strong>{title}</strong>
      </p>
      <p>{detail}</p>
      {issues.length > 0 && (
        <ul>
          {issues.map((issue) => (
            <li key={issue}>{issue}</li>
          ))}
        </ul>
      )}
    </div>
  )
}
