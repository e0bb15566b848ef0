import { type SubmitEvent, useId, useState } from 'react'
import type { DayRange } from './report-store.ts'

type Props = { readonly range: DayRange; readonly isBusy: boolean; readonly onAsk: (range: DayRange) => void }

export function RangeForm({ range, isBusy, onAsk }: Props) {
  const [asked, setAsked] = useState(range)
  const id = useId()
  const ask = (event: SubmitEvent) => {
    event.preventDefault()
    if (!isBusy) onAsk(asked)
  }
  return (
    <form className="report-range" onSubmit={ask}>
      <label htmlFor={`${id}-from`}>
        From
        <input
          id={`${id}-from`}
          className="field"
          type="date"
          required
          max={asked.to}
          value={asked.from}
          onChange={(event) => setAsked({ ...asked, from: event.target.value })}
        />
      </label>
      <label htmlFor={`${id}-to`}>
        To
        <input
          id={`${id}-to`}
          className="field"
          type="date"
          required
          min={asked.from}
          value={asked.to}
          onChange={(event) => setAsked({ ...asked, to: event.target.value })}
        />
      </label>
      <button type="submit" className="button" aria-disabled={isBusy}>
        Show
      </button>
    </form>
  )
}
