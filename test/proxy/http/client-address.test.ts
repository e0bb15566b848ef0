import { describe, expect, test } from 'vitest'
import { createFindAddress } from '#proxy/http/client-address.ts'
import type { ProxyContext } from '#proxy/http/context.ts'

function find(trustedProxies: number, forwarded?: string, connection: string | undefined = '10.0.0.1'): string {
  const req = { header: (name: string) => (name === 'x-forwarded-for' ? forwarded : undefined) }
  return createFindAddress(trustedProxies)({ req, address: connection } as unknown as ProxyContext)
}

describe('the address that a limit counts', () => {
  test.each([
    ['is the connection, whatever a header says, where no balancer is ours', 0, '198.51.100.7', '10.0.0.1'],
    ['is what our balancer was called from', 1, '198.51.100.7', '198.51.100.7'],
    ['is not what a caller wrote before that', 1, '1.2.3.4, 5.6.7.8,198.51.100.7', '198.51.100.7'],
    ['is what the outer of two was called from', 2, 'forged, 198.51.100.7, 10.0.0.9', '198.51.100.7'],
    ['is the connection where a request went around a balancer', 2, '198.51.100.7', '10.0.0.1'],
    ['is the connection where the header is empty', 1, ' ', '10.0.0.1'],
    ['is the connection where there is no header', 1, undefined, '10.0.0.1'],
  ] as const)('%s', (...[, trusted, forwarded, address]) => {
    expect(find(trusted, forwarded)).toBe(address)
  })

  test.each([
    ['2001:db8:1:2::3', '2001:db8:1:2::/64'],
    ['2001:db8:1:2:ffff:eeee:dddd:cccc', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002::3', '2001:db8:1:2::/64'],
    ['2001:db8:1:3::3', '2001:db8:1:3::/64'],
    ['2001:db8::3', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::ffff:198.51.100.7', '198.51.100.7'],
    ['::FFFF:198.51.100.7', '198.51.100.7'],
    ['not an address', 'not an address'],
  ])('of IPv6 is a network, of IPv4 itself: %s', (connection, address) => {
    expect(find(0, undefined, connection)).toBe(address)
  })

  test.each([
    ['198.51.100.7:51234', '198.51.100.7'],
    ['[2001:db8:1:2::3]:51234', '2001:db8:1:2::/64'],
    ['[2001:db8:1:2::3]', '2001:db8:1:2::/64'],
  ])('has no port: %s', (forwarded, address) => {
    expect(find(1, `forged, ${forwarded}`)).toBe(address)
  })

  test('is one for all where even the connection has none', () => {
    const req = { header: () => undefined }
    expect(createFindAddress(0)({ req, address: undefined } as unknown as ProxyContext)).toBe('unknown')
  })
})
