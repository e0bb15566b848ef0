// What goes over the wire for one page, its frames included, for the tests that say what must not.
import type { Page, Request } from 'playwright-core'

export type Traffic = {
  readonly requests: readonly Request[]
  /** Only those whose address starts with this. */
  readonly to: (origin: string) => readonly Request[]
  readonly writes: () => readonly Request[]
}

/** Listens from now on. */
export function recordTraffic(page: Page): Traffic {
  const requests: Request[] = []
  page.on('request', (request) => requests.push(request))
  return {
    requests,
    to: (origin) => requests.filter((request) => request.url().startsWith(origin)),
    writes: () => requests.filter((request) => !['GET', 'HEAD', 'OPTIONS'].includes(request.method())),
  }
}
