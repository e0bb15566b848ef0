// What goes over the wire for one page or one frame of it, for the tests that say what must not.
import type { Frame, Page, Request } from 'playwright-core'

export type Traffic = {
  readonly requests: readonly Request[]
  /** Only those whose address starts with this. */
  readonly to: (origin: string) => readonly Request[]
  readonly writes: () => readonly Request[]
}

/** Listens from now on. `isOurs` leaves out the chart page, which is the EHR itself. */
export function recordTraffic(page: Page, isOurs: (frame: Frame) => boolean = () => true): Traffic {
  const requests: Request[] = []
  page.on('request', (request) => {
    if (isOurs(request.frame())) requests.push(request)
  })
  return {
    requests,
    to: (origin) => requests.filter((request) => request.url().startsWith(origin)),
    writes: () => requests.filter((request) => !['GET', 'HEAD', 'OPTIONS'].includes(request.method())),
  }
}
