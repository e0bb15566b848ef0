// The end of a server's process: says where it listens, what it used, and stops when it is told to.

export type Usage = {
  /** Of all threads, since the start. */
  readonly cpuMs: number
  readonly rss: number
  /** Of live objects, after a collection; only where it was asked for, since that takes longer than many requests. */
  readonly heap?: number
}

export function answerParent(url: string, stop: () => Promise<void>): void {
  process.on('message', (message) => {
    if (message === 'usage') process.send?.({ usage: readUsage() })
    if (message === 'heap') process.send?.({ usage: { ...readUsage(), heap: readHeap() } })
    if (message === 'stop') void stop().finally(() => process.exit(0))
  })
  // A parent that is gone must not leave a server behind.
  process.on('disconnect', () => process.exit(0))
  process.send?.({ url })
}

function readUsage(): Usage {
  const { user, system } = process.cpuUsage()
  return { cpuMs: (user + system) / 1000, rss: process.memoryUsage.rss() }
}

function readHeap(): number {
  globalThis.gc?.()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
