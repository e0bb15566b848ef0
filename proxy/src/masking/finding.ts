/** A place in a note that must not leave, as the finders report it. */
import type { MaskKind, Span } from './masked-notes.ts'

export type Found = Span & {
  readonly kind: MaskKind
  /** Of a date: its parts, so that it can be moved. */
  readonly date?: FoundDate
}

export type FoundDate = {
  readonly year?: DatePart | undefined
  /** Missing where only a day is said: "on the 17th". */
  readonly month?: DatePart | undefined
  readonly day?: DatePart | undefined
  /** The last day of "March 3-5". */
  readonly until?: DatePart | undefined
  readonly suffix?: Span | undefined
  /** Written with the day before the month. */
  readonly isDayFirst: boolean
}
export type DatePart = Span & { readonly value: number }
