/** Calendar dates without a time zone: a date of service never shifts by an offset. */
import { CodingError } from './errors.ts'

declare const brand: unique symbol
export type DateOnly = string & { readonly [brand]: 'DateOnly' }

const DATE_ONLY = /^(\d{4})-(\d{2})-(\d{2})$/

/** @returns whether the text is a day that the Gregorian calendar has, as `YYYY-MM-DD`. */
export function isDateOnly(value: string): value is DateOnly {
  const match = DATE_ONLY.exec(value)
  if (!match) return false
  const [, year, month, day] = match.map(Number)
  if (year === undefined || month === undefined || day === undefined) return false
  const date = new Date(Date.UTC(year, month - 1, day))
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}

/** @throws CodingError `bad-date` */
export function parseDateOnly(value: string): DateOnly {
  if (!isDateOnly(value)) throw new CodingError('bad-date', 'A date must be a real day written as YYYY-MM-DD.')
  return value
}

/** The day on which a FHIR dateTime falls, in the zone that it was written in (FHIR R4 datatypes, dateTime). */
export function tryParseDay(dateTime: string): DateOnly | undefined {
  const day = dateTime.slice(0, 10)
  return isDateOnly(day) ? day : undefined
}

/** Whole days from one date to another; negative when `to` is earlier. */
export function countDaysBetween(from: DateOnly, to: DateOnly): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)
}
