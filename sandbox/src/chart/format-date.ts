/** Dates and times as the chart shows them: the reader's own clock, American order. */

const DAY = new Intl.DateTimeFormat('en-US', { year: 'numeric', month: '2-digit', day: '2-digit' })
const TIME = new Intl.DateTimeFormat('en-US', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
const SECONDS = new Intl.DateTimeFormat('en-US', { timeStyle: 'medium', hourCycle: 'h23' })

/** A date without a time has no time zone, so it is never moved into another day. */
function toDate(iso: string): Date {
  return new Date(iso.length === 10 ? `${iso}T00:00:00` : iso)
}

export function formatDay(iso: string | undefined): string {
  return iso === undefined ? '' : DAY.format(toDate(iso))
}

export function formatTime(iso: string | undefined): string {
  return iso === undefined || iso.length <= 10 ? '' : TIME.format(toDate(iso))
}

export function formatDayAndTime(iso: string | undefined): string {
  return `${formatDay(iso)} ${formatTime(iso)}`.trim()
}

/** 10:32:05 */
export function formatClock(date: Date): string {
  return SECONDS.format(date)
}

/** Whole years, or months for an infant. */
export function formatAge(birthDate: string, today: Date): string {
  const born = toDate(birthDate)
  const months = (today.getFullYear() - born.getFullYear()) * 12 + today.getMonth() - born.getMonth()
  const complete = today.getDate() < born.getDate() ? months - 1 : months
  return complete < 24 ? `${complete} mo` : `${Math.floor(complete / 12)} y`
}
