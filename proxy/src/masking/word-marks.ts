/** What a word may begin or announce, by its letters alone, as bits. Most words can nothing of it and are passed over at a glance. */
export const [CUE, CREDENTIAL, COPULA, DATE, MONTH, BEFORE_TYPIST, HALF_STATE, PATTERN, FACILITY, BEFORE_PLACE, CHAIN] =
  [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024]
/** Which of the cues it is; a word may be several. */
export const [TITLE, BEFORE_PERSON, RELATIVE, PARTICLE] = [2048, 4096, 8192, 16_384]

/** Whether one of the next words has one of the marks. */
export function isMarkedAhead(words: readonly Marked[], { at, mark, within }: Ahead): boolean {
  const end = Math.min(words.length, at + 1 + within)
  for (let index = at + 1; index < end; index++) if ((words[index]?.marks ?? 0) & mark) return true
  return false
}
type Marked = { readonly marks: number }
type Ahead = { readonly at: number; readonly mark: number; readonly within: number }
