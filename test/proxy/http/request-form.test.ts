// What gateways read in different ways, said word by word over a socket to the whole interface.
import { type AddressInfo, connect } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SERVER_TIMES } from '#proxy/start-proxy.ts'
import { createTestProxy } from '../proxy-fixture.ts'
import { openPglite, type TestDatabase } from '../test-database.ts'

let database: TestDatabase
let server: ReturnType<typeof createAdaptorServer>
let port = 0
beforeAll(async () => {
  database = await openPglite()
  const { fetch } = createTestProxy(database.db).app
  server = createAdaptorServer({ fetch, serverOptions: SERVER_TIMES })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  port = (server.address() as AddressInfo).port
})
afterAll(async () => {
  server.close()
  if ('closeAllConnections' in server) server.closeAllConnections()
  await database.close()
})

/** The statuses that come back, to the end of the connection: a last request asks for it. */
async function say(...requests: readonly string[]): Promise<readonly string[]> {
  const socket = connect(port, '127.0.0.1')
  let heard = ''
  socket.on('data', (part) => {
    heard += part.toString('latin1')
  })
  socket.on('error', () => undefined)
  const isClosed = new Promise((resolve) => socket.on('close', resolve))
  socket.write(Buffer.from(requests.join(''), 'latin1'))
  socket.write('GET /last HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n')
  await isClosed
  return [...heard.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status ?? '')
}

const OPEN = '/v1/open-servers'
const get = (target: string, ...headers: readonly string[]): string =>
  [`GET ${target} HTTP/1.1`, ...headers, '', ''].join('\r\n')
const post = (headers: readonly string[], body: string): string =>
  [`POST /v1/session HTTP/1.1`, 'Host: h', 'Content-Type: application/json', ...headers, '', body].join('\r\n')
/** The last request was read as one, so that the connection is at one about where each ends. */
const ENDED = ['404']

describe('a request', () => {
  test.each<readonly [string, string | readonly string[]]>([
    ['200', 'Host: postil.example'],
    ['200', 'Host: POSTIL.example:8787'],
    ['200', 'Host: 10.0.0.7'],
    ['200', 'Host: [::1]:8787'],
    ['400', 'Host: a, b'],
    ['400', ['Host: a', 'Host: b']],
    ['400', ['Host: a', 'Host: a']],
    ['400', 'Host: '],
    ['400', 'Host: a b'],
    ['400', 'Host: a;b'],
    ['400', 'Host: a"b'],
    ['400', 'Host: a..b'],
    ['400', 'Host: a/b'],
    ['400', 'Host: a#b'],
    ['400', 'Host: someone@a'],
    ['400', 'Host: a:'],
    ['400', 'Host: a:80x'],
    ['400', 'Host: a:99999'],
    ['400', 'Host: [::1'],
    ['400', 'Host: %61'],
    ['400', 'Host: a\xE4'],
  ])('names one host (%s for %s)', async (status, host) => {
    expect(await say(get(OPEN, ...[host].flat()))).toEqual([status, ...ENDED])
    expect(await say(get('/healthz', ...[host].flat()))).toEqual([status, ...ENDED])
  })

  test.each([
    ['200', OPEN],
    ['200', `${OPEN}?a=/../b%2e#`],
    ['200', `http://h${OPEN}`],
    ['404', '/v1/tenants/https%3A%2F%2Fehr.example%2F%7Eone'],
    ['400', `http://other.example${OPEN}`],
    ['400', `http://someone@h${OPEN}`],
    ['400', `http://h:81${OPEN}`],
    ['400', `ftp://h${OPEN}`],
    ['400', `/x/..${OPEN}`],
    ['400', `/.${OPEN}`],
    ['400', '/v1/..'],
    ['400', `/x/%2e%2E${OPEN}`],
    ['400', '/v1/open%2Dservers'],
    ['400', '/%761/open-servers'],
    ['400', '/inde%78.html'],
    ['400', `${OPEN}#fragment`],
    ['400', `/x\\..${OPEN}`],
    ['400', '*'],
    ['404', `${OPEN}/`],
    ['404', `/${OPEN}`],
    ['404', '/v1//open-servers'],
    ['404', '/v1%2Fopen-servers'],
    ['404', '/V1/open-servers'],
    ['404', `${OPEN};a=b`],
    ['404', '/..%2F..%2Fetc%2Fpasswd'],
    ['404', '/v1/tenants/%zz'],
    ['404', '/v1/tenants/%FF%FE'],
    ['404', '/v1/tenants/%0D%0ASet-Cookie:a=b'],
    ['404', '/v1/tenants/__proto__'],
  ])('has one address (%s for %s)', async (status, target) => {
    expect(await say(get(target, 'Host: h'))).toEqual([status, ...ENDED])
  })

  test('that names two hosts is refused, though one of them is none', async () => {
    expect(await say(get(`http://10.0.0.7${OPEN}`, 'Host: 10.0.0.999'))).toEqual(['400', ...ENDED])
  })

  // Whose end could be read in two ways, nothing after it is read: the connection ends there.
  const cut: readonly string[] = []
  test.each([
    ['both a length and chunks', post(['Content-Length: 4', 'Transfer-Encoding: chunked'], '0\r\n\r\n'), cut],
    ['two lengths', post(['Content-Length: 2', 'Content-Length: 4'], '{}{}'), cut],
    ['one length twice', post(['Content-Length: 2', 'Content-Length: 2'], '{}'), cut],
    ['a list of lengths', post(['Content-Length: 2, 2'], '{}'), cut],
    ['a length with a sign', post(['Content-Length: +2'], '{}'), cut],
    ['a length beyond numbers', post(['Content-Length: 99999999999999999999'], '{}'), cut],
    ['chunks that are not last', post(['Transfer-Encoding: chunked, identity'], '2\r\n{}\r\n0\r\n\r\n'), cut],
    ['another coding', post(['Transfer-Encoding: xchunked'], '2\r\n{}\r\n0\r\n\r\n'), cut],
    ['a space before the colon', post(['Transfer-Encoding : chunked'], '2\r\n{}\r\n0\r\n\r\n'), cut],
    ['a chunk of no size', post(['Transfer-Encoding: chunked'], '2x\r\n{}\r\n0\r\n\r\n'), cut],
    ['a folded line', post(['X-A: b', ' c', 'Content-Length: 2'], '{}'), cut],
    ['a bare return', post(['X-A: b\rX-B: c', 'Content-Length: 2'], '{}'), cut],
    ['a compressed transfer', post(['Transfer-Encoding: gzip, chunked'], '2\r\n{}\r\n0\r\n\r\n'), ENDED],
    ['a compressed body', post(['Content-Encoding: gzip', 'Content-Length: 2'], '{}'), ENDED],
    ['another charset', post(['Content-Type: application/json; charset=utf-16', 'Content-Length: 2'], '{}'), ENDED],
    ['two types', post(['Content-Type: text/plain', 'Content-Length: 2'], '{}'), ENDED],
    ['bytes that are no UTF-8', post(['Content-Length: 9'], '{"a":"\xFF"}'), ENDED],
  ])('is refused with %s', async (_, asked, after) => {
    expect(await say(asked)).toEqual(['400', ...after])
  })

  test.each([
    ['HEAD', OPEN, '200'],
    ['HEAD', '/v1/session', '404'],
    ['OPTIONS', '/v1/analyses', '204'],
    ['OPTIONS', '/', '404'],
    ['TRACE', OPEN, '404'],
    ['DELETE', '/v1/writes', '404'],
    ['PATCH', '/v1/writes', '404'],
    ['PROPFIND', '/', '404'],
  ])('by %s %s answers %s', async (method, target, status) => {
    expect(await say(get(target, 'Host: h').replace('GET', method))).toEqual([status, ...ENDED])
  })

  test('has the method of its first line, whatever its headers say', async () => {
    const asked = get('/v1/session?_method=POST', 'Host: h', 'X-HTTP-Method-Override: POST', 'X-Method-Override: POST')
    expect(await say(asked)).toEqual(['404', ...ENDED])
  })

  test('with a body where none is expected ends where it says', async () => {
    expect(await say(`${get(OPEN, 'Host: h', 'Content-Length: 5')}GET /`)).toEqual(['200', ...ENDED])
  })
})
