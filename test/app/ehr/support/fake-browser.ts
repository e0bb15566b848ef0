/** A browser tab for tests: its address, its storage, its network and its clock are all in the test's hands. */
import type { BrowserEnvironment } from '#app/ehr/browser-environment.ts'
import type { EhrWindow } from '#app/ehr/messaging/ehr-window.ts'

export type FakeBrowser = BrowserEnvironment & {
  /** Where `navigate` went, in order. */
  readonly visited: string[]
  readonly requests: { readonly url: string; readonly init: RequestInit }[]
  readonly open: (url: string) => void
  readonly advance: (milliseconds: number) => void
}

export type FakeBrowserOptions = {
  readonly url: string
  /** The same store for several tabs is what frames of one origin have. */
  readonly storage?: Map<string, string> | 'blocked'
  readonly fetch?: BrowserEnvironment['fetch']
  readonly now?: number
  readonly openSocket?: BrowserEnvironment['openSocket']
  /** The EHR's page around this one. */
  readonly ehrWindow?: EhrWindow
}

export function openFakeBrowser(options: FakeBrowserOptions): FakeBrowser {
  const { storage = new Map<string, string>(), fetch: answer = fetch } = options
  let url = new URL(options.url)
  let now = options.now ?? Date.parse('2026-11-02T15:00:00Z')
  const visited: string[] = []
  const requests: { url: string; init: RequestInit }[] = []
  return {
    visited,
    requests,
    open: (next) => {
      url = new URL(next)
    },
    advance: (milliseconds) => {
      now += milliseconds
    },
    readUrl: () => new URL(url),
    replaceUrl: (next) => {
      url = new URL(next)
    },
    navigate: (next) => void visited.push(next),
    openSessionStorage: () => {
      if (storage === 'blocked') throw new DOMException('The operation is insecure.', 'SecurityError')
      return {
        getItem: (key) => storage.get(key) ?? null,
        setItem: (key, value) => void storage.set(key, value),
        removeItem: (key) => void storage.delete(key),
      }
    },
    findEhrWindow: () => options.ehrWindow,
    openSocket: (address) => {
      if (!options.openSocket) throw new TypeError('No socket is expected in this test.')
      return options.openSocket(address)
    },
    fetch: (address, init) => {
      requests.push({ url: address, init })
      return answer(address, init)
    },
    now: () => now,
    timeZone: 'UTC',
    // Waiting takes no time here, but for the watchdog, which would win every race.
    wait: async (milliseconds, signal) => {
      if (milliseconds >= 10_000) await new Promise((_, reject) => signal?.addEventListener('abort', reject))
      now += milliseconds
    },
  }
}
