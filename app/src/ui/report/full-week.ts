import { addDays, findWeek } from '#coding/reports/find-week.ts'
import type { DayRange } from './report-store.ts'

/** The newest weeks, Monday to Sunday, that are over. */
export function findFullWeeks(now: Date, weeks = 1): DayRange {
  const monday = findWeek(now.toISOString())
  return { from: addDays(monday, -7 * weeks), to: addDays(monday, -1) }
}
