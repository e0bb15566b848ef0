/**
 * Takes out of a note what no reader sees and a model would: tag characters, zero-width and direction marks, control
 * characters. Every place of the clean text can be led back to the note, so evidence stays exact.
 */

export type CleanText = {
  readonly text: string
  /** From a place in the clean text to the same place in the note. */
  readonly toOriginal: (index: number) => number
  /** How many characters were taken out, other than those that ordinary systems leave in a text. */
  readonly hidden: number
}

/** Unicode 17, 23.9 (tags), 23.2 and 23.3 (layout controls), 23.4 (variation selectors); C0 and C1 but for line ends and tabs. */
const INVISIBLE =
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: each of these characters is meant by itself
  /[\u{E0000}-\u{E007F}\u{E0100}-\u{E01EF}\uFE00-\uFE0F\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFEFF\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180B-\u180F\u3164\uFFA0\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]+/gu
/** A byte order mark, a soft hyphen or an emoji's selector is in many honest texts. */
// biome-ignore lint/suspicious/noMisleadingCharacterClass: each of these characters is meant by itself
const HARMLESS = /[\uFEFF\u00AD\uFE0F\u000B\u000C\u0080-\u009F]/gu

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
