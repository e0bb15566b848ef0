/** The way out of a card: one press to open, one to say why. The reasons stand in the card, so nothing is covered. */
import { type KeyboardEvent, useEffect, useId, useRef } from 'react'
import type { DismissReason } from '#coding/domain/decision.ts'
import { DISMISS_REASONS } from '#coding/prompts/dismiss-words.ts'
import { walkByArrows } from '../handle-keys.ts'

type Props = { readonly onDismiss: (reason: DismissReason) => void; readonly onCancel: () => void }

export function DismissReasons({ onDismiss, onCancel }: Props) {
  const label = useId()
  const first = useRef<HTMLButtonElement>(null)
  useEffect(() => first.current?.focus(), [])
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key === 'Escape') {
      event.stopPropagation()
      onCancel()
    } else walkByArrows(event)
  }
  return (
    <fieldset className="reasons" aria-labelledby={label} onKeyDown={onKeyDown}>
      <legend id={label} className="soft">
        Dismiss because
      </legend>
      {DISMISS_REASONS.map(([reason, words], index) => (
        <button
          key={reason}
          type="button"
          className="choice"
          ref={index === 0 ? first : undefined}
          onClick={() => onDismiss(reason)}
        >
          {words}
        </button>
      ))}
      <button type="button" className="link" onClick={onCancel}>
        Keep it
      </button>
    </fieldset>
  )
}
