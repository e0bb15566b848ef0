/** What the site's own tables share: rows that are in force between two days, in the order of their file. */
import { type DateOnly, isDateOnly } from '../../domain/date-only.ts'
import { badRelease, type FilePlace } from '../bad-release.ts'

export type Validity = { readonly from: string; readonly to: string }

/**
 * Both days may be empty: in force as long as the edition is.
 * @throws CodingError `bad-release` for what is no day, and for a last day before the first.
 */
export function parseValidity(from: string, to: string, place: FilePlace): Validity {
  for (const day of [from, to]) {
    if (day !== '' && !isDateOnly(day)) throw badRelease(place, `"${day}" is no day such as 2026-01-31`)
  }
  if (from !== '' && to !== '' && to < from) throw badRelease(place, `the last day ${to} is before the first, ${from}`)
  return { from, to }
}

export function isInForce({ from, to }: Validity, on: DateOnly): boolean {
  return (from === '' || from <= on) && (to === '' || on <= to)
}
