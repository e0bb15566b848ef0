import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createOutbound } from '#proxy/session/outbound.ts'
import { isPublicAddress } from '#proxy/session/public-address.ts'
import { createVettedFetch } from '#proxy/session/vetted-fetch.ts'

let server: Server
let port: number
const asked: string[] = []
beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    if (request.url === '/redirect') response.writeHead(302, { location: '/elsewhere' }).end()
    else if (request.url === '/busy') response.writeHead(503, { 'retry-after': '7', 'x-progress': '40 %' }).end()
    else if (request.url === '/begun') response.writeHead(202, { 'content-location': 'http://ehr.example/job' }).end()
    else if (request.url === '/reset') response.writeHead(205).end()
    else if (request.url === '/echo') {
      response.writeHead(201, { 'content-type': request.headers['content-type'] ?? 'none', location: '/echo/1' })
      request.pipe(response)
    } else request.pipe(response)
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve())
  })
  port = (server.address() as AddressInfo).port
})
afterAll(() => server.close())

test.each([
  ['1.1.1.1', true],
  ['172.15.255.255', true],
  ['172.16.0.0', false],
  ['172.31.255.255', false],
  ['172.32.0.0', true],
  ['10.0.0.1', false],
  ['127.0.0.1', false],
  ['127.255.255.254', false],
  ['169.254.169.254', false],
  ['100.64.0.1', false],
  ['100.128.0.1', true],
  ['192.168.1.1', false],
  ['0.0.0.0', false],
  ['224.0.0.1', false],
  ['255.255.255.255', false],
  ['::1', false],
  ['::', false],
  ['::ffff:10.0.0.1', false],
  ['::ffff:7f00:1', false],
  ['::ffff:1.1.1.1', true],
  ['64:ff9b::a00:1', false],
  ['2002:7f00:1::', false],
  ['fd00::1', false],
  ['fe80::1%eth0', false],
  ['2606:4700:4700::1111', true],
  ['not an address', false],
])('%s is public: %s', (address, isPublic) => {
  expect(isPublicAddress(address)).toBe(isPublic)
})

/** A resolver that answers with these addresses, one list a call. */
function answering(...answers: readonly (readonly string[])[]) {
  let calls = 0
  const resolve = (_name: string, _options: object, done: (...values: unknown[]) => void): void => {
    const addresses = answers[Math.min(calls, answers.length - 1)] ?? []
    calls += 1
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    )
  }
  return resolve as never
}

describe('a call to a configured address', () => {
  const call = (url: string, addresses: readonly string[] = ['127.0.0.1'], privateHosts: readonly string[] = []) =>
    createOutbound(createVettedFetch({ privateHosts: new Set(privateHosts) }, answering(addresses)))({ url })

  test.each([
    ['a name inside the machine', 'http://ehr.example', ['127.0.0.1']],
    ['a name inside the network', 'http://ehr.example', ['10.1.2.3']],
    ['a name of the cloud’s metadata', 'http://ehr.example', ['169.254.169.254']],
    ['a name with one public and one private address', 'http://ehr.example', ['1.1.1.1', '::1']],
    ['a name without an address', 'http://ehr.example', []],
    ['a number inside the machine', 'http://127.0.0.1', []],
    ['a number of IPv6 inside the machine', 'http://[::1]', []],
    ['a number of one part', 'http://2130706433', []],
    ['a number of another base', 'http://0x7f.1', []],
  ])('is refused for %s, before anything is sent', async (_, base, addresses) => {
    const before = asked.length
    await expect(call(`${base}:${port}/`, addresses)).rejects.toMatchObject({ code: 'unavailable' })
    expect(asked.length).toBe(before)
  })

  test('goes to the address that was looked at, not to what the name says next', async () => {
    const resolve = answering(['127.0.0.1'], ['127.0.0.2'])
    const fetched = createVettedFetch({ privateHosts: new Set([`ehr.example:${port}`]) }, resolve)
    expect((await createOutbound(fetched)({ url: `http://ehr.example:${port}/once` })).status).toBe(200)
    expect(asked.at(-1)).toBe('GET /once')
  })

  test('reaches a private address where the tenant’s row allows it, with its body', async () => {
    const fetched = createVettedFetch({ privateHosts: new Set([`ehr.example:${port}`]) }, answering(['127.0.0.1']))
    const body = new URLSearchParams({ token: 'a b' })
    const answer = await createOutbound(fetched)({ url: `http://ehr.example:${port}/form`, method: 'POST', body })
    expect(answer).toEqual({ status: 200, text: 'token=a+b' })
  })

  test.each([
    ['/busy', 503, ['retry-after', '7']],
    ['/busy', 503, ['x-progress', '40 %']],
    ['/begun', 202, ['content-location', 'http://ehr.example/job']],
    ['/reset', 205, ['content-location', null]],
  ] as const)('hands on what %s says in its headers', async (path, status, [name, value]) => {
    const fetched = createVettedFetch({ privateHosts: new Set([`ehr.example:${port}`]) }, answering(['127.0.0.1']))
    const response = await fetched(`http://ehr.example:${port}${path}`)
    expect([response.status, response.headers.get(name)]).toEqual([status, value])
  })

  test('sends a resource as it is, with its own type', async () => {
    const fetched = createVettedFetch({ privateHosts: new Set([`ehr.example:${port}`]) }, answering(['127.0.0.1']))
    const body = JSON.stringify({ resourceType: 'Subscription', reason: 'für Änderungen' })
    const headers = { 'content-type': 'application/fhir+json' }
    const response = await fetched(`http://ehr.example:${port}/echo`, { method: 'POST', headers, body })
    expect(await response.text()).toBe(body)
    expect(response.headers.get('content-type')).toBe('application/fhir+json')
    expect(response.headers.get('location')).toBe('/echo/1')
  })

  test('sends nothing at all rather than an empty body', async () => {
    const fetched = createVettedFetch({ privateHosts: new Set([`ehr.example:${port}`]) }, answering(['127.0.0.1']))
    const call = fetched(`http://ehr.example:${port}/echo`, { method: 'POST', body: new Blob(['a']) })
    await expect(call).rejects.toMatchObject({ code: 'internal' })
  })

  test('is allowed for that host and port only', async () => {
    await expect(call(`http://ehr.example:${port}/`, ['127.0.0.1'], ['ehr.example:1'])).rejects.toThrow()
  })

  test('follows no redirect', async () => {
    const before = asked.length
    const allowed = [`ehr.example:${port}`]
    await expect(call(`http://ehr.example:${port}/redirect`, ['127.0.0.1'], allowed)).rejects.toMatchObject({
      code: 'unavailable',
    })
    expect(asked.slice(before)).toEqual(['GET /redirect'])
  })

  test('ends with its deadline', async () => {
    const silent = createServer(() => undefined)
    await new Promise<void>((resolve) => {
      silent.listen(0, '127.0.0.1', () => resolve())
    })
    const host = `127.0.0.1:${(silent.address() as AddressInfo).port}`
    const fetched = createVettedFetch({ privateHosts: new Set([host]) })
    await expect(fetched(`http://${host}/`, { signal: AbortSignal.timeout(50) })).rejects.toThrow()
    silent.close()
    silent.closeAllConnections()
  })
})
