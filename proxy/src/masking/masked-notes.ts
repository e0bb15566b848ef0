/** What masking takes and gives. The way back lives in memory, for one request. */
import type { MaskSeeds } from '#coding/contract/mask-seeds.ts'
import type { DateOnly } from '#coding/domain/date-only.ts'

export type MaskRequest = {
  readonly notes: readonly NoteText[]
  /** What the chart names; without it, patterns and dictionaries stand alone. */
  readonly seeds?: MaskSeeds | undefined
  /** Gives dates without a year their year. */
  readonly dateOfService: DateOnly
}
export type NoteText = { readonly id: string; readonly text: string }

/** An integer from 0 up to, not including, `below`. The product hands in `crypto.randomInt`; tests a seeded one. */
export type RandomSource = (below: number) => number

export type MaskKind =
  | 'name'
  | 'date'
  | 'age'
  | 'phone'
  | 'email'
  | 'url'
  | 'ip'
  | 'ssn'
  | 'mrn'
  | 'account'
  | 'health-plan'
  | 'licence'
  | 'vehicle'
  | 'device'
  | 'other-id'
  | 'street'
  | 'city'
  | 'zip'
  | 'facility'

/** UTF-16 units. */
export type Span = { readonly start: number; readonly end: number }

export type MaskedNotes = {
  /** In the order of the request, under the same ids. */
  readonly notes: readonly NoteText[]
  /** How many spans of each kind were replaced: all that an audit may know. */
  readonly counts: Readonly<Partial<Record<MaskKind, number>>>
  /** Where stand-ins stand in a note; it never goes to a model. */
  readonly listReplaced: (noteId: string) => readonly ReplacedSpan[]
  /**
   * From a place in the masked text to the same place in the original. A span that cuts a stand-in means all of it.
   * @returns undefined for a note or a place that is not there.
   */
  readonly unmaskSpan: (noteId: string, span: Span) => UnmaskedSpan | undefined
  /** The other way: from the original to the masked text. */
  readonly maskSpan: (noteId: string, span: Span) => Span | undefined
  /** Moves a date as those of the notes were moved, so that what is sent beside them still fits. */
  readonly shiftDate: (date: DateOnly) => DateOnly
}
/** A stand-in: where it stands, what it stands for. Places and kinds, no words. */
export type ReplacedSpan = { readonly kind: MaskKind; readonly original: Span; readonly masked: Span }

/** `quote` is exactly the slice of the original note. */
export type UnmaskedSpan = Span & { readonly quote: string }
