/** The sentence in which a quote stands, so that the words can be judged without opening the note. */

export type QuoteContext = {
  readonly before: string
  readonly quote: string
  readonly after: string
  readonly cutBefore: boolean
  readonly cutAfter: boolean
}

const REACH = 90
// A line break, or a full stop followed by space, ends the sentence; "2.5 mg" does not.
const LAST_BREAK = /[\s\S]*(?:\n|[.!?]\s)\s*/
const FIRST_BREAK = /\n|[.!?](?=\s|$)/
const LAST_PARTIAL_WORD = /\s+\S*$/
const FIRST_PARTIAL_WORD = /^\S*\s+/

/** @returns slices that lie side by side in the text: `before + quote + after` is always a substring of it. */
export function cutContext(text: string, start: number, end: number): QuoteContext {
  const reachedBefore = text.slice(Math.max(0, start - REACH), start)
  const sentenceStart = LAST_BREAK.exec(reachedBefore)?.[0].length
  const cutBefore = sentenceStart === undefined && start > REACH
  const before = reachedBefore.slice(sentenceStart ?? (cutBefore ? lengthOf(FIRST_PARTIAL_WORD, reachedBefore) : 0))

  const reachedAfter = text.slice(end, end + REACH)
  const stop = FIRST_BREAK.exec(reachedAfter)
  const cutAfter = stop === null && end + REACH < text.length
  return {
    before,
    quote: text.slice(start, end),
    after: sliceAfter(reachedAfter, stop, cutAfter),
    cutBefore,
    cutAfter,
  }
}

function sliceAfter(reached: string, stop: RegExpExecArray | null, cut: boolean): string {
  if (stop) return reached.slice(0, stop[0] === '\n' ? stop.index : stop.index + 1)
  return cut ? reached.slice(0, reached.length - lengthOf(LAST_PARTIAL_WORD, reached)) : reached
}

function lengthOf(pattern: RegExp, text: string): number {
  return pattern.exec(text)?.[0].length ?? 0
}
