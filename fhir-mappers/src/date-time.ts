/** Dates as FHIR has them: a year, a month, a day or an instant. */
import type { Period } from '@medplum/fhirtypes'
import { type DateOnly, isDateOnly, tryParseDay } from '#coding/domain/date-only.ts'
import { asObject, present } from './loose.ts'

// FHIR R4 datatypes, dateTime; seconds and zone may be missing here, since servers leave them out.
const DATE_TIME = /^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?)?)?)?$/

/** @returns the text when it is a FHIR date, dateTime or instant, of any precision. */
export function asDateTime(value: unknown): string | undefined {
  return typeof value === 'string' && DATE_TIME.test(value) && !Number.isNaN(Date.parse(value)) ? value : undefined
}

/**
 * The day of service behind a dateTime. Servers such as Epic write every instant in UTC, where an evening visit falls
 * on the next day; with the site's time zone the day is the one on the site's calendar.
 */
export function findDay(value: unknown, timeZone?: string): DateOnly | undefined {
  const dateTime = asDateTime(value)
  if (dateTime === undefined) return undefined
  if (timeZone === undefined || !dateTime.endsWith('Z')) return tryParseDay(dateTime)
  // The Swedish calendar writes a date as YYYY-MM-DD.
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(new Date(dateTime))
  return isDateOnly(day) ? day : undefined
}

export function mapPeriod(value: unknown): { readonly start?: string; readonly end?: string } {
  const period = asObject<Period>(value)
  return present({ start: asDateTime(period.start), end: asDateTime(period.end) })
}
