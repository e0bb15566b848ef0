/**
 * How soon to look at the chart again. A note that is being written is followed closely, because its author looks at
 * the panel within a second of saving; everything else must cost the EHR almost nothing.
 */

export type PollSituation = {
  readonly isVisible: boolean
  /** A note of this encounter is still a draft. */
  readonly hasDraftNote: boolean
  /** The server tells of changes by itself; looking is for what it may have missed. */
  readonly isWatching: boolean
  /** Since the record last changed, or since somebody last came back to the panel. */
  readonly quietMs: number
  /** Reads in a row that failed. */
  readonly failures: number
}

const SECOND = 1000
const MINUTE = 60 * SECOND

/** Design, section 10: from a saved note to its first card in one second at most, so the look itself gets half. */
const WRITING_MS = 500
const LONGEST_MS = 30 * SECOND

/** @returns milliseconds until the next look, or undefined while nobody can see the panel. */
export function getPollDelay({
  isVisible,
  hasDraftNote,
  isWatching,
  quietMs,
  failures,
}: PollSituation): number | undefined {
  if (!isVisible) return undefined
  if (failures > 0) return Math.min(SECOND * 2 ** failures, LONGEST_MS)
  if (!hasDraftNote || isWatching) return quietMs < 2 * MINUTE ? 5 * SECOND : LONGEST_MS
  if (quietMs < 5 * MINUTE) return WRITING_MS
  if (quietMs < 15 * MINUTE) return 2 * SECOND
  return quietMs < 60 * MINUTE ? 10 * SECOND : LONGEST_MS
}
