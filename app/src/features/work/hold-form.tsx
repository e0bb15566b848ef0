/** Why the work waits: one press for the reason, with words of one's own where they help whoever looks next. */
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import type { WorkStep } from '#coding/domain/work.ts'
import { walkByArrows } from '../../ui/handle-keys.ts'
import { HOLD_REASONS } from './work-words.ts'

type Props = { readonly onHold: (step: WorkStep) => void; readonly onCancel: () => void }

export function HoldForm({ onHold, onCancel }: Props) {
  const label = useId()
  const [comment, setComment] = useState('')
  const first = useRef<HTMLButtonElement>(null)
  useEffect(() => first.current?.focus(), [])
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key === 'Escape') {
      event.stopPropagation()
      onCancel()
    } else walkByArrows(event)
  }
  const words = comment.trim()
  return (
    <fieldset className="reasons" aria-labelledby={label} onKeyDown={onKeyDown}>
      <legend id={label} className="soft">
        Hold because
      </legend>
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
      {HOLD_REASONS.map(([reason, text], index) => (
        <button
          key={reason}
          type="button"
          className="choice"
          ref={index === 0 ? first : undefined}
          onClick={() => onHold({ kind: 'hold', reason, ...(words !== '' && { comment: words }) })}
        >
          {text}
        </button>
      ))}
      <button type="button" className="link" onClick={onCancel}>
        Do not hold
      </button>
    </fieldset>
  )
}
