/** Of a stay that a physician bills a day at a time: what became of each day, and what a release still waits for. Pure. */
import type { WorkAnswer } from '#coding/contract/work.ts'
import type { DateOnly } from '#coding/domain/date-only.ts'
import { formatDay } from '../../ui/format-date.ts'

export type StayDay = { readonly day: DateOnly; readonly standing: 'checked' | 'filed' | 'nothing' }

/** @param visitDays empty or one where the visit is no such stay. */
export function listStayDays(visitDays: readonly DateOnly[], days: WorkAnswer['days'] = []): readonly StayDay[] {
  if (visitDays.length < 2) return []
  const known = new Map(days.map(({ day, standing }) => [day, standing]))
  // A day whose note is gone from the chart still has its draft.
  const all = new Set([...visitDays, ...known.keys()])
  return [...all].toSorted().map((day) => ({ day, standing: known.get(day) ?? 'nothing' }))
}

export const STAY_DAY_WORDS: Readonly<Record<StayDay['standing'], string>> = {
  checked: 'filed and checked off',
  filed: 'filed, not checked off yet',
  nothing: 'nothing filed',
}

const LIST = new Intl.ListFormat('en', { type: 'conjunction' })

export function nameDays(days: readonly StayDay[], standing: StayDay['standing']): string | undefined {
  const named = days.filter((one) => one.standing === standing).map(({ day }) => formatDay(day))
  return named.length > 0 ? LIST.format(named) : undefined
}

/** Why the stay as a whole is not released yet. */
export function findStayBlock(days: readonly StayDay[]): string | undefined {
  const left = nameDays(days, 'filed')
  return left && `Check off ${left} first.`
}

/** Why the day on the screen is not checked off now. */
export function findDayBlock(standing: StayDay['standing'] | undefined): string | undefined {
  if (standing === 'checked') return 'This day is checked off.'
  return standing === 'filed' ? undefined : 'File the draft of this day first.'
}
