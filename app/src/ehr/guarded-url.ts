/**
 * Addresses that a launch brings: nobody may read or change what is said to them on the way. Plain text is for the
 * developer's own machine, which it does not leave.
 */
const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost'])

/** @param scheme `http` stands for http and https, `ws` for ws and wss. */
export function parseGuardedUrl(address: string | undefined, scheme: 'http' | 'ws' = 'http'): URL | undefined {
  const url = URL.parse(address ?? '')
  if (!url) return undefined
  const isGuarded = url.protocol === `${scheme}s:`
  const isOwnMachine = url.protocol === `${scheme}:` && LOOPBACK.has(url.hostname)
  return isGuarded || isOwnMachine ? url : undefined
}
