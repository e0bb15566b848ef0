/** Moves dates by whole weeks, so that intervals survive and a day of the week that stands in the note stays true. */
import { type DateOnly, parseDateOnly } from '#coding/domain/date-only.ts'
import { ORDINALS } from './date-forms.ts'
import type { DatePart, Found } from './finding.ts'
import type { Span } from './masked-notes.ts'

const DAY_MS = 86_400_000
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]
/** Where a date has no day. */
const MID_MONTH = 15
/** Older than 89 is not said, by a year of birth either (45 CFR 164.514(b)(2)(i)(C)). */
const OLDEST_SAID = 90

export function shiftDay(date: DateOnly, days: number): DateOnly {
  return parseDateOnly(new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10))
}

export type DateShift = { readonly days: number; readonly dateOfService: DateOnly }

/** Writes the moved date in the form of the one that was found. */
export function rewriteDate(text: string, found: Found, { days, dateOfService }: DateShift): string {
  const { date } = found
  if (!date) return text.slice(found.start, found.end)
  const thisYear = Number(dateOfService.slice(0, 4))
  const written = date.year?.value ?? thisYear
  const isShort = written < 100
  const year = isShort ? expandYear(written, thisYear) : written
  const month = date.month?.value ?? Number(dateOfService.slice(5, 7))
  const move = (day: number): Date => new Date(Date.UTC(year, month - 1, day) + days * DAY_MS)
  const moved = move(date.day?.value ?? MID_MONTH)
  const movedYear = Math.max(moved.getUTCFullYear(), thisYear - OLDEST_SAID)
  const edits: (Span & { readonly by: string })[] = []
  const put = (part: DatePart | undefined, write: (old: string) => string): void => {
    if (part) edits.push({ ...part, by: write(text.slice(part.start, part.end)) })
  }
  put(date.year, (old) => (isShort ? old.replace(/\d+/, String(movedYear % 100).padStart(2, '0')) : String(movedYear)))
  put(date.month, (old) => writeMonth(old, moved.getUTCMonth() + 1))
  const hasName = !date.month || /\p{L}/u.test(text.slice(date.month.start, date.month.end))
  put(date.day, (old) => writeDay(old, moved.getUTCDate(), hasName))
  const { until } = date
  if (until) put(until, (old) => writeDay(old, move(until.value).getUTCDate(), true))
  if (date.suffix) edits.push({ ...date.suffix, by: chooseSuffix(moved.getUTCDate()) })
  return applyEdits(text, found, edits)
}

function expandYear(short: number, thisYear: number): number {
  const century = Math.floor(thisYear / 100) * 100
  return century + short > thisYear + 10 ? century - 100 + short : century + short
}

function writeMonth(old: string, month: number): string {
  if (/^\d+$/.test(old)) return String(month).padStart(old.length, '0')
  const name = MONTHS[month - 1] ?? ''
  const isFull = MONTHS.some((one) => one.length > 3 && one.toLowerCase() === old.toLowerCase())
  return matchCase(old, isFull || /^may$/i.test(old) ? name : name.slice(0, 3))
}

/** Between numbers two digits stay two; beside the name of a month only a written zero says that it is filled up. */
function writeDay(old: string, day: number, hasName: boolean): string {
  if (!/^\d+$/.test(old)) return matchCase(old, ORDINALS[day - 1] ?? '')
  return hasName && !old.startsWith('0') ? String(day) : String(day).padStart(old.length, '0')
}

function chooseSuffix(day: number): string {
  if (day >= 11 && day <= 13) return 'th'
  return { 1: 'st', 2: 'nd', 3: 'rd' }[day % 10] ?? 'th'
}

export function matchCase(old: string, text: string): string {
  if (old === old.toLowerCase()) return text.toLowerCase()
  return old.length > 1 && old === old.toUpperCase() ? text.toUpperCase() : text
}

function applyEdits(text: string, { start, end }: Span, edits: readonly (Span & { readonly by: string })[]): string {
  let written = ''
  let at = start
  for (const edit of edits.toSorted((one, other) => one.start - other.start)) {
    written += text.slice(at, edit.start) + edit.by
    at = edit.end
  }
  return written + text.slice(at, end)
}
