/**
 * Plain text made from a document, with the way back. Evidence points into this text, so the same bytes must always
 * give the same text; the runs say where in the source each stretch of it came from.
 */

export type SourceRun = {
  /** UTF-16 offset in the text at which this run begins. */
  readonly text: number
  /** Offset in the decoded source of the character that stands there. */
  readonly source: number
}

export type DecodedText = {
  readonly text: string
  /** In ascending order; empty where the source has no characters of its own (PDF). */
  readonly runs: readonly SourceRun[]
  /** True when the document was longer than the output cap. */
  readonly isCut: boolean
}

/** @returns where in the source the character at `offset` came from, or undefined where nothing is known. */
export function findSourceOffset(decoded: DecodedText, offset: number): number | undefined {
  let low = 0
  let high = decoded.runs.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((decoded.runs[middle]?.text ?? 0) <= offset) low = middle + 1
    else high = middle
  }
  const run = decoded.runs[low - 1]
  return run && run.source + (offset - run.text)
}
