/** How long a server asks us to stay away (RFC 9110, 10.2.3: seconds or an HTTP date). */

const DEFAULT_MS = 1000
/** Longer than this a person would rather be told than wait. */
const MAXIMUM_MS = 20_000

/** @returns milliseconds to wait, or undefined when it is more than a screen should wait for. */
export function parseRetryAfter(header: string | null, now: number): number | undefined {
  const delay = readDelay(header, now)
  return delay <= MAXIMUM_MS ? Math.max(0, delay) : undefined
}

function readDelay(header: string | null, now: number): number {
  if (header === null) return DEFAULT_MS
  if (/^\d+$/.test(header.trim())) return Number(header) * 1000
  const date = Date.parse(header)
  return Number.isNaN(date) ? DEFAULT_MS : date - now
}
