/** The time that an EHR waits before it shows the chart without us (CDS Hooks 2.0: "within 500 ms"). */

export const LATE = Symbol('late')

export type TimeLeft = {
  /** @returns the answer, or `LATE` when the time is over first; what was begun goes on without anybody waiting. */
  readonly wait: <Value>(work: Promise<Value>) => Promise<Value | typeof LATE>
  readonly isOver: () => boolean
  /** Milliseconds since the start. */
  readonly tookMs: () => number
}

/** @param ms from now. */
export function startTime(ms: number, now: () => number = () => performance.now()): TimeLeft {
  const start = now()
  const end = start + ms
  return {
    isOver: () => now() >= end,
    tookMs: () => Math.round(now() - start),
    wait: async (work) => {
      let timer: NodeJS.Timeout | undefined
      const over = new Promise<typeof LATE>((resolve) => {
        timer = setTimeout(resolve, Math.max(0, end - now()), LATE)
      })
      // Whoever is late may still fail; nobody is there to hear of it.
      work.catch(() => undefined)
      try {
        return await Promise.race([work, over])
      } finally {
        clearTimeout(timer)
      }
    },
  }
}
