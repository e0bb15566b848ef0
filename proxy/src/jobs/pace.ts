/** At most so many starts a second, evenly spread; and none before a server that asked for a pause is ready again. */
export type Pace = {
  /** Resolves when the next request may start. */
  readonly next: () => Promise<void>
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
    next: async () => {
      for (;;) {
        const time = now()
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
