/** Why the work waits: one press for the reason, with words of one's own where they help whoever looks next. */
import { useState } from 'react'
import type { WorkStep } from '#coding/domain/work.ts'
import { ReasonList } from '../../ui/reason-list.tsx'
import { HOLD_REASONS } from './work-words.ts'

type Props = { readonly onHold: (step: WorkStep) => void; readonly onCancel: () => void }

export function HoldForm({ onHold, onCancel }: Props) {
  const [comment, setComment] = useState('')
  const words = comment.trim()
  return (
    <ReasonList
      legend="Hold because"
      reasons={HOLD_REASONS}
      onChoose={(reason) => onHold({ kind: 'hold', reason, ...(words !== '' && { comment: words }) })}
      back="Do not hold"
      onCancel={onCancel}
    >
      <label className="other">
        <span>Words for whoever looks next (optional)</span>
        <input
          className="field"
          dir="auto"
          value={comment}
          maxLength={300}
          onChange={(event) => setComment(event.target.value)}
        />
      </label>
    </ReasonList>
  )
}
