// What a part of the bench answers with: one figure, the bar it is held against, and what must be known to read it.

export type Bar = { readonly at: 'most' | 'least'; readonly value: number }

export type Figure = {
  readonly name: string
  readonly value: number
  readonly unit: string
  /** Without one the figure is there to explain another. */
  readonly bar?: Bar
  readonly note?: string
}

export type Part = {
  readonly name: string
  /** What does not vary is measured once. */
  readonly varies: boolean
  readonly run: (say: (line: string) => void) => Promise<readonly Figure[]> | readonly Figure[]
}

/** What could not be measured here, and what it would take; the other parts go on. */
export class MissingPrerequisite extends Error {
  override readonly name = 'MissingPrerequisite'
}

export const atMost = (value: number): Bar => ({ at: 'most', value })
export const atLeast = (value: number): Bar => ({ at: 'least', value })

export type Verdict = 'holds' | 'MISSES' | ''

export function judge({ value, bar }: Pick<Figure, 'value' | 'bar'>): Verdict {
  if (!bar) return ''
  return (bar.at === 'most' ? value <= bar.value : value >= bar.value) ? 'holds' : 'MISSES'
}

/** 1 is exactly at the bar, less is better, whichever way the bar points. */
export function shareOfBudget(value: number, bar: Bar): number {
  return bar.at === 'most' ? value / bar.value : bar.value / value
}
