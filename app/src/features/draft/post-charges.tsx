/** Charges that are billable the moment they are posted: said first, then done. */
import { useId, useState } from 'react'
import type { DraftClaim } from '#coding/domain/draft-claim.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { findObstacle } from './build-draft.ts'
import type { DraftStore } from './draft-store.ts'

type Props = {
  readonly claim: DraftClaim
  readonly draft: DraftStore
  readonly isBusy: boolean
  /** Why nothing can be posted now, beside what the draft itself lacks. */
  readonly blockedBecause: string | undefined
}

export function PostCharges({ claim, draft, isBusy, blockedBecause }: Props) {
  const reasonId = useId()
  const [isAsking, setAsking] = useState(false)
  const obstacle = findObstacle(claim) ?? blockedBecause
  const count = claim.lines.length
  return (
    <div className="row">
      <button
        type="button"
        className="button"
        aria-disabled={obstacle !== undefined || isBusy}
        aria-describedby={reasonId}
        onClick={() => {
          if (obstacle === undefined && !isBusy) setAsking(true)
        }}
      >
        Post charges
      </button>
      <span id={reasonId} className="soft">
        {obstacle ?? 'Not a draft: they are billable in the EHR at once.'}
      </span>
      {isAsking && (
        <ConfirmDialog
          label="Post the charges"
          decline="Not now"
          confirm="Post"
          onClose={() => setAsking(false)}
          onConfirm={() => void draft.post()}
        >
          <p>
            This posts {count === 1 ? 'one charge' : `${count} charges`} in the EHR:{' '}
            {claim.lines
              .map(({ code, modifiers, units }) => `${[code.code, ...modifiers].join('-')} × ${units}`)
              .join(', ')}
            . {count === 1 ? 'It is' : 'They are'} billable at once. Only a credit takes {count === 1 ? 'it' : 'one'}{' '}
            back.
          </p>
        </ConfirmDialog>
      )}
    </div>
  )
}
