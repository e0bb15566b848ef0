import { type DateOnly, parseDateOnly } from '../domain/date-only.ts'

const DAY_MS = 24 * 60 * 60_000

/** The Monday of a day's week; of an instant, by UTC. */
export function findWeek(at: string): DateOnly {
  const day = new Date(`${at.slice(0, 10)}T00:00:00Z`)
  day.setUTCDate(day.getUTCDate() - ((day.getUTCDay() + 6) % 7))
  return parseDateOnly(day.toISOString().slice(0, 10))
}

/** To a day, or to that of an instant. */
export function addDays(day: string, days: number): DateOnly {
  return parseDateOnly(new Date(Date.parse(`${day.slice(0, 10)}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10))
}
