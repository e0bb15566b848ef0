/** One press to say why: a list of reasons that stands where it was asked for, so that nothing is covered. */
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef } from 'react'
import { walkByArrows } from './handle-keys.ts'

type Props<Reason extends string> = {
  readonly legend: string
  readonly reasons: readonly (readonly [Reason, string])[]
  readonly onChoose: (reason: Reason) => void
  /** The way back: its words, and what it does; Escape does the same. */
  readonly back: string
  readonly onCancel: () => void
  /** Stands before the reasons. */
  readonly children?: ReactNode
}

export function ReasonList<Reason extends string>({
  legend,
  reasons,
  onChoose,
  back,
  onCancel,
  children,
}: Props<Reason>) {
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
        {legend}
      </legend>
      {children}
      {reasons.map(([reason, words], index) => (
        <button
          key={reason}
          type="button"
          className="choice"
          ref={index === 0 ? first : undefined}
          onClick={() => onChoose(reason)}
        >
          {words}
        </button>
      ))}
      <button type="button" className="link" onClick={onCancel}>
        {back}
      </button>
    </fieldset>
  )
}
