/** Which day of a stay the draft is for: a physician bills each day by itself. */
import { isDateOnly } from '#coding/domain/date-only.ts'
import type { DraftClaim } from '#coding/domain/draft-claim.ts'
import { formatDay } from '../../ui/format-date.ts'
import type { DraftState, DraftStore } from './draft-store.ts'

type Props = {
  readonly claim: DraftClaim
  readonly state: Pick<DraftState, 'plan' | 'visitDays'>
  readonly draft: Pick<DraftStore, 'changeDetails'>
}

export function StayDay({ claim, state: { plan, visitDays }, draft }: Props) {
  const others = plan.lines.filter(({ date }) => date !== claim.dateOfService)
  return (
    <label className="stack">
      <span>Day of the stay</span>
      <select
        className="field"
        value={claim.dateOfService}
        onChange={({ target: { value } }) => {
          if (isDateOnly(value)) draft.changeDetails({ ...plan.details, day: value }, 'day of the stay')
        }}
      >
        {visitDays.map((day) => (
          <option key={day} value={day}>
            {formatDay(day)}
          </option>
        ))}
      </select>
      <span className="soft">
        Each day is a draft of its own.
        {others.length > 0 &&
          ` On other days: ${others.map(({ code, date }) => `${code.code} on ${formatDay(date)}`).join(', ')}.`}
      </span>
    </label>
  )
}
