/** The days of a stay, what became of each, and the mark that a coder has checked the one on the screen. */
import { formatDay } from '../../ui/format-date.ts'
import { STAY_DAY_WORDS, type StayDay } from './stay-days.ts'

export type StayWorkProps = {
  readonly days: readonly StayDay[]
  /** The day on the screen. */
  readonly current: StayDay['day']
  /** Why it is not checked off now; undefined when it can be. */
  readonly blockedBecause: string | undefined
  readonly isBusy: boolean
  readonly onCheckOff: () => void
}

export function StayWork({ days, current, blockedBecause, isBusy, onCheckOff }: StayWorkProps) {
  return (
    <div className="stack" role="group" aria-label="Days of the stay">
      <ul className="stay-days">
        {days.map(({ day, standing }) => (
          <li key={day} aria-current={day === current ? 'date' : undefined}>
            {formatDay(day)}: {STAY_DAY_WORDS[standing]}
          </li>
        ))}
      </ul>
      <div className="row">
        <button
          type="button"
          className="button"
          aria-disabled={blockedBecause !== undefined || isBusy}
          aria-describedby="postil-check-off"
          onClick={() => {
            if (blockedBecause === undefined && !isBusy) onCheckOff()
          }}
        >
          Check off {formatDay(current)}
        </button>
        <span id="postil-check-off" className="soft">
          {blockedBecause ?? 'Marks the draft of this day as checked by a person. A change of it asks for that again.'}
        </span>
      </div>
    </div>
  )
}
