// The end of a server's process: says where it listens, what it used, and stops when it is told to.

export type Usage = {
  /** Of all threads, since the start. */
  readonly cpuMs: number
  readonly rss: number
  /** After a collection, when the process may ask for one. */
  readonly heap: number
}

export function answerParent(url: string, stop: () => Promise<void>): void {
  process.on('message', (message) => {
    if (message === 'usage') process.send?.({ usage: readUsage() })
    if (message === 'stop') void stop().finally(() => process.exit(0))
  })
  // A parent that is gone must not leave a server behind.
  process.on('disconnect', () => process.exit(0))
  process.send?.({ url })
}

function readUsage(): Usage {
  globalThis.gc?.()
  const { user, system } = process.cpuUsage()
  const { rss, heapUsed, external } = process.memoryUsage()
  return { cpuMs: (user + system) / 1000, rss, heap: heapUsed + external }
}
