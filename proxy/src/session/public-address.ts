/** Which addresses are on the public internet; everything else is inside somebody's network or nowhere. */
import { BlockList, isIPv4, isIPv6 } from 'node:net'

// IANA special-purpose address registries (RFC 6890 and its updates), and multicast.
const BLOCKED_V4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
]
// With the prefixes that carry an IPv4 address inside: translation, 6to4, Teredo.
const BLOCKED_V6 = [
  '::/96',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '100::/64',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
  '5f00::/16',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
]

const blocked = new BlockList()
for (const [family, ranges] of [
  ['ipv4', BLOCKED_V4],
  ['ipv6', BLOCKED_V6],
] as const) {
  for (const range of ranges) {
    const [network = '', prefix] = range.split('/')
    blocked.addSubnet(network, Number(prefix), family)
  }
}

/** @param address numeric, without brackets. An address inside of another (`::ffff:10.0.0.1`) counts as the inner one. */
export function isPublicAddress(address: string): boolean {
  const plain = address.replace(/%.*$/, '')
  if (isIPv4(plain)) return !blocked.check(plain, 'ipv4')
  return isIPv6(plain) && !blocked.check(plain, 'ipv6')
}
