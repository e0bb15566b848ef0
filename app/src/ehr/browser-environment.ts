/** What this folder uses of the browser, as parameters: a test brings its own location, storage, network and clock. */

import { type EhrWindow, findEhrWindow } from './messaging/ehr-window.ts'

export type BrowserEnvironment = {
  readonly readUrl: () => URL
  /** Changes the address without loading (history.replaceState). */
  readonly replaceUrl: (url: URL) => void
  readonly navigate: (url: string) => void
  /** Throws a SecurityError where third-party storage is blocked. */
  readonly openSessionStorage: () => Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
  /** The page that shows this one; undefined when there is none. */
  readonly findEhrWindow: () => EhrWindow | undefined
  readonly openSocket: (url: string) => Pick<WebSocket, 'send' | 'close' | 'addEventListener'>
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** IANA name: the day of a visit is the one on the calendar of the people in it. */
  readonly timeZone: string
  readonly wait: (milliseconds: number, signal?: AbortSignal) => Promise<void>
}

/** @throws the signal's reason when it aborts first. */
function wait(milliseconds: number, signal?: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const stop = () => {
    clearTimeout(timer)
    reject(signal?.reason)
  }
  const timer = setTimeout(() => {
    signal?.removeEventListener('abort', stop)
    resolve()
  }, milliseconds)
  if (signal?.aborted) stop()
  else signal?.addEventListener('abort', stop, { once: true })
  return promise
}

export function openBrowserEnvironment(): BrowserEnvironment {
  return {
    readUrl: () => new URL(window.location.href),
    replaceUrl: (url) => window.history.replaceState(null, '', url.href),
    navigate: (url) => window.location.assign(url),
    openSessionStorage: () => window.sessionStorage,
    findEhrWindow,
    openSocket: (url) => new WebSocket(url),
    fetch: (url, init) => fetch(url, init),
    now: () => Date.now(),
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    wait,
  }
}
