import { findWeek } from '#coding/reports/measure-use.ts'
import type { DayRange } from '../../ui/report/report-store.ts'

const DAY_MS = 24 * 60 * 60_000

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10)
}

/** The newest week, Monday to Sunday, that is over. */
export function findFullWeek(now: Date): DayRange {
  const from = addDays(findWeek(now.toISOString()), -7)
  return { from, to: addDays(from, 6) }
}
