import { JobError } from './errors.ts'

/** At most so many starts a second, evenly spread; and none before a server that asked for a pause is ready again. */
export type Pace = {
  /**
   * Resolves when the next request may start.
   * @throws JobError `throttled` when the server wants a longer pause than this.
   */
  readonly next: (longestPauseMs?: number) => Promise<void>
  readonly pause: (ms: number) => void
}

export function createPace(
  perSecond: number,
  { now, wait }: { readonly now: () => number; readonly wait: (ms: number) => Promise<unknown> },
): Pace {
  const gapMs = 1000 / perSecond
  let free = 0
  let pausedUntil = 0
  return {
    next: async (longestPauseMs = Number.POSITIVE_INFINITY) => {
      for (;;) {
        const time = now()
        const retryAfterMs = pausedUntil - time
        if (retryAfterMs > longestPauseMs) throw new JobError('throttled', { retryAfterMs })
        const start = Math.max(time, free)
        free = start + gapMs
        if (start <= time) return
        await wait(start - time)
        // A pause that was asked for meanwhile moves everybody who still waits.
        if (pausedUntil <= now()) return
        free = Math.max(free, pausedUntil)
      }
    },
    pause: (ms) => {
      pausedUntil = Math.max(pausedUntil, now() + ms)
      free = Math.max(free, pausedUntil)
    },
  }
}
