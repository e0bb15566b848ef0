/** The answers: of equal weight, none preselected, each one key away (compliant query practice, lint rules Q5 and Q7). */
import { type FormEvent, type KeyboardEvent, useState } from 'react'
import type { DecisionChoice } from '#coding/domain/decision.ts'
import type { PromptOption } from '#coding/domain/prompt.ts'
import { walkByArrows } from '../../ui/handle-keys.ts'

type Props = {
  readonly labelledBy: string
  readonly options: readonly PromptOption[]
  readonly typed: string
  readonly onType: (text: string) => void
  readonly onAnswer: (choice: DecisionChoice) => void
}

export function PromptOptions({ labelledBy, options, typed, onType, onAnswer }: Props) {
  const [isTyping, setTyping] = useState(typed !== '')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const text = typed.trim()
    if (text === '') return
    onType('')
    onAnswer({ kind: 'answer-other', text })
  }
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key === 'Escape' && isTyping && typed === '') setTyping(false)
    else walkByArrows(event)
  }
  return (
    <div role="group" aria-labelledby={labelledBy} className="options" onKeyDown={onKeyDown}>
      {options.map(({ id, text }, index) => (
        <button
          key={id}
          type="button"
          className="choice"
          data-key={String(index + 1)}
          onClick={() => onAnswer({ kind: 'answer', option: id })}
        >
          {text}
        </button>
      ))}
      {!isTyping && (
        <button type="button" className="choice" data-key="o" onClick={() => setTyping(true)}>
          Other
        </button>
      )}
      <button type="button" className="choice" data-key="u" onClick={() => onAnswer({ kind: 'unable-to-determine' })}>
        Unable to determine
      </button>
      {isTyping && (
        <form className="row other" onSubmit={submit}>
          <label className="grow">
            <span>Other, in your words</span>
            <input
              className="field"
              value={typed}
              maxLength={300}
              // The user has just pressed "Other".
              autoFocus={typed === ''}
              onChange={(event) => onType(event.target.value)}
            />
          </label>
          <button type="submit" className="button" aria-disabled={typed.trim() === ''}>
            Use this
          </button>
        </form>
      )}
    </div>
  )
}
