/** Dates of the sandbox, all counted back from the day on which it is started, so that a demo always looks like today. */

export type Age = { readonly years: number; readonly days: number }

export type Calendar = {
  /** YYYY-MM-DD; a negative number of days lies in the future. */
  readonly date: (daysAgo: number) => string
  /** With the offset of this machine, so that the day and the hour read the same everywhere in the demo. */
  readonly dateTime: (daysAgo: number, time: string) => string
  /** The day on which somebody of this age was born. */
  readonly birthDate: (age: Age) => string
}

const DAY = 86_400_000

function toOffset(instant: Date): string {
  const minutes = -instant.getTimezoneOffset()
  const sign = minutes < 0 ? '-' : '+'
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60]
  return `${sign}${String(hours).padStart(2, '0')}:${String(rest).padStart(2, '0')}`
}

/** @param today YYYY-MM-DD */
export function startCalendar(today: string): Calendar {
  const date = (daysAgo: number): string => new Date(Date.parse(today) - daysAgo * DAY).toISOString().slice(0, 10)
  return {
    date,
    dateTime: (daysAgo, time) => {
      const local = `${date(daysAgo)}T${time}:00`
      return local + toOffset(new Date(local))
    },
    birthDate: ({ years, days }) => {
      const birthday = new Date(date(days))
      birthday.setUTCFullYear(birthday.getUTCFullYear() - years)
      return birthday.toISOString().slice(0, 10)
    },
  }
}
