/** A socket to the EHR that comes back when it breaks, less and less often when nobody answers. */
import type { BrowserEnvironment } from './browser-environment.ts'

/** How one connection ended: after it had been of use, before, or because we are not wanted. */
export type Ending = 'was-open' | 'failed' | 'denied'

type Connection = {
  readonly connectOnce: (signal: AbortSignal) => Promise<Ending>
  readonly wait: BrowserEnvironment['wait']
}

const [FIRST_WAIT_MS, LONGEST_WAIT_MS] = [1000, 60_000]
/** A server that fails this often in a row does not want us; the panel works without it. */
const MAX_FAILURES = 8

/** @returns what ends it. */
export function stayConnected({ connectOnce, wait }: Connection): () => void {
  const life = new AbortController()
  const { signal } = life
  const goOn = async (): Promise<void> => {
    let failures = 0
    while (!signal.aborted && failures < MAX_FAILURES) {
      const ending = await connectOnce(signal).catch(() => 'failed' as const)
      if (ending === 'denied') return
      failures = ending === 'was-open' ? 0 : failures + 1
      await wait(Math.min(FIRST_WAIT_MS * 2 ** failures, LONGEST_WAIT_MS), signal).catch(() => undefined)
    }
  }
  void goOn()
  return () => life.abort()
}
