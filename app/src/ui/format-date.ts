/** Dates and times as the panel writes them: "21 Nov 2026", "14:02". */

const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })
const SHORT_DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' })
const TIME = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })

/** A day without a zone is never shifted by one; a year or a month alone stays as the EHR wrote it. */
export function formatDay(date: string): string {
  const day = date.slice(0, 10)
  const parsed = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN
  return Number.isNaN(parsed) ? date : DAY.format(parsed).replace('Sept', 'Sep')
}

export function formatTime(at: Date): string {
  return TIME.format(at)
}

/** When something was written: the time alone on the same day, the day as well on another. */
export function formatMoment(instant: string, now: Date): string {
  const at = new Date(instant)
  if (Number.isNaN(at.getTime())) return instant
  if (!instant.includes('T')) return formatDay(instant)
  return at.toDateString() === now.toDateString() ? TIME.format(at) : `${SHORT_DAY.format(at)}, ${TIME.format(at)}`
}
