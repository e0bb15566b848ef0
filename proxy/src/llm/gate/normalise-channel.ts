/**
 * Takes out of a note what no reader sees and a model would: tag characters, zero-width and direction marks, control
 * characters; and halves of a pair, which are no text and which no service takes. Every place of the clean text can be led back to the note, so evidence stays exact.
 */

export type CleanText = {
  readonly text: string
  /** From a place in the clean text to the same place in the note. */
  readonly toOriginal: (index: number) => number
  /** How many characters were taken out, other than those that ordinary systems leave in a text. */
  readonly hidden: number
}

/** Unicode 17, 5.21: default-ignorable code points (tags, layout controls, variation selectors, fillers); C0 and C1 but for line ends and tabs; halves of surrogate pairs. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cs}[\p{Cc}--[\t\n\r]]]+/gv
/** A byte order mark, a soft hyphen, an emoji's selector or half of an emoji is in many honest texts. */
const HARMLESS = /[\uFEFF\u00AD]|\p{Cc}|\p{Cs}|\uFE0F/gu

export function normaliseChannel(original: string): CleanText {
  /** Where a kept run begins, in the clean text and in the note. */
  const runs: { readonly clean: number; readonly original: number }[] = [{ clean: 0, original: 0 }]
  const kept: string[] = []
  let hidden = 0
  let from = 0
  let length = 0
  for (const match of original.matchAll(INVISIBLE)) {
    const [taken] = match
    kept.push(original.slice(from, match.index))
    length += match.index - from
    from = match.index + taken.length
    runs.push({ clean: length, original: from })
    hidden += taken.replaceAll(HARMLESS, '').length
  }
  kept.push(original.slice(from))
  return { text: kept.join(''), hidden, toOriginal: (index) => locate(runs, index) }
}

function locate(runs: readonly { readonly clean: number; readonly original: number }[], index: number): number {
  let [low, high] = [0, runs.length - 1]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((runs[middle]?.clean ?? 0) <= index) low = middle
    else high = middle - 1
  }
  const run = runs[low] ?? { clean: 0, original: 0 }
  return run.original + index - run.clean
}
