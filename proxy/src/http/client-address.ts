import { isIPv6 } from 'node:net'
import type { ProxyContext } from './context.ts'

/**
 * Whose request it is, for what an address may do. Each of our own balancers adds the address that it was called from at
 * the end of `X-Forwarded-For`; what stands before theirs anybody may have written.
 * @param trustedProxies how many of ours a request passes; without any, the header is nobody's word.
 */
export function createFindAddress(trustedProxies: number): (context: ProxyContext) => string {
  return (context) => {
    const connection = context.address ?? 'unknown'
    if (trustedProxies === 0) return nameHost(connection)
    const named = context.req.header('x-forwarded-for')?.split(',') ?? []
    return nameHost(named.at(-trustedProxies)?.trim() || connection)
  }
}

/** Some balancers add the port, by which each connection would have a limit of its own. */
const WITH_PORT = /^(?:\[(?<v6>[^\]]+)\](?::\d+)?|(?<v4>\d+\.\d+\.\d+\.\d+):\d+)$/
const INSIDE = /^::ffff:(?<v4>\d+\.\d+\.\d+\.\d+)$/i
const GROUPS = 8

/** Whoever has one address of IPv6 has 2^64 of them (RFC 6177): their network is one. One of IPv4 inside is that. */
function nameHost(address: string): string {
  const { v6, v4 } = WITH_PORT.exec(address)?.groups ?? {}
  const host = (v6 ?? v4 ?? address).replace(/%.*$/, '')
  if (!isIPv6(host)) return host
  const inside = INSIDE.exec(host)?.groups?.['v4']
  if (inside !== undefined) return inside
  const [head = '', tail] = host.toLowerCase().split('::')
  const [before, after] = [head, tail ?? ''].map((part) => part.split(':').filter((group) => group !== ''))
  const zeros = tail === undefined ? 0 : GROUPS - (before?.length ?? 0) - (after?.length ?? 0)
  const groups = [...(before ?? []), ...Array.from({ length: Math.max(0, zeros) }, () => '0'), ...(after ?? [])]
  return `${groups
    .slice(0, GROUPS / 2)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`
}
