import { describe, expect, test, vi } from 'vitest'
import { EhrError } from '#app/ehr/errors.ts'
import { createFhirTransport, type FhirRequest } from '#app/ehr/fhir-transport.ts'

const BASE = 'https://ehr.example/fhir/r4'

type Reply = Response | Error | ((url: string, init: RequestInit) => Response | Promise<Response>)

function setUp(...replies: readonly Reply[]) {
  const waits: number[] = []
  const calls: { url: string; init: RequestInit }[] = []
  const endSession = vi.fn()
  const transport = createFhirTransport({
    base: BASE,
    timeoutMs: 20,
    tokens: { getAccessToken: async () => 'SECRET', endSession },
    browser: {
      now: () => Date.parse('2026-11-02T15:00:00Z'),
      wait: async (milliseconds) => void waits.push(milliseconds),
      fetch: async (url, init) => {
        calls.push({ url, init })
        const reply = replies[calls.length - 1] ?? replies.at(-1)
        if (reply instanceof Error) throw reply
        return typeof reply === 'function' ? reply(url, init) : (reply ?? new Response('{}')).clone()
      },
    },
  })
  const send = (request: Partial<FhirRequest> = {}) => transport.send({ method: 'GET', url: 'Patient/1', ...request })
  return { send, calls, waits, endSession }
}

const busy = (status: number, after?: string) =>
  new Response('', { status, headers: after === undefined ? {} : { 'retry-after': after } })

describe('where a request may go', () => {
  test.each([
    ['Patient/1', `${BASE}/Patient/1`],
    ['/Patient/1', `${BASE}/Patient/1`],
    ['', BASE],
    ['\\\\evil.example\\x', `${BASE}///evil.example/x`],
    [`${BASE}/Binary/1`, `${BASE}/Binary/1`],
    [`${BASE}?_getpages=1`, `${BASE}?_getpages=1`],
    [`${BASE}/a/../Binary/1`, `${BASE}/Binary/1`],
  ])('%s is under the base', async (url, resolved) => {
    const { send, calls } = setUp(new Response('{}'))
    await send({ url })
    expect(calls[0]?.url).toBe(resolved)
  })

  test.each([
    'https://evil.example/fhir/r4/Binary/1',
    'http://ehr.example/fhir/r4/Binary/1',
    'https://ehr.example:444/fhir/r4/Binary/1',
    'https://ehr.example/fhir/r4evil/Binary/1',
    'https://ehr.example/fhir/r4/../../oauth/token',
    'https://ehr.example/fhir/r4/%2e%2e/%2e%2e/oauth/token',
    'https://ehr.example@evil.example/fhir/r4/Binary/1',
    'https://user:pass@ehr.example/fhir/r4/Binary/1',
    '../../oauth/token',
    '//evil.example/fhir/r4/Binary/1',
    'data:text/plain,x',
    'javascript:alert(1)',
    'urn:uuid:1',
    'https://',
  ])('%s is not, so no token goes there', async (url) => {
    const { send, calls } = setUp(new Response('{}'))
    await expect(send({ url })).rejects.toMatchObject({ code: 'unsafe-url' })
    expect(calls).toEqual([])
  })

  test.each([301, 302, 307, 308])('a redirect (%i) is not followed', async (status) => {
    const { send, calls } = setUp(new Response('', { status, headers: { location: 'https://evil.example' } }))
    await expect(send()).rejects.toMatchObject({ code: 'unsafe-url' })
    expect(calls.map(({ init }) => [init.redirect, init.credentials, init.referrerPolicy])).toEqual([
      ['manual', 'omit', 'no-referrer'],
    ])
  })
})

describe('what may be repeated', () => {
  test('a read waits as long as the server asks, and asks again', async () => {
    const { send, waits } = setUp(busy(429, '7'), busy(503, 'Mon, 02 Nov 2026 15:00:05 GMT'), new Response('{}'))
    expect(await send()).toMatchObject({ status: 200 })
    expect(waits).toEqual([7000, 5000])
  })

  test('it gives up after three tries', async () => {
    const { send, calls } = setUp(busy(429))
    await expect(send()).rejects.toMatchObject({ code: 'throttled', status: 429 })
    expect(calls).toHaveLength(3)
  })

  test('it does not wait longer than a person would', async () => {
    const { send, calls, waits } = setUp(busy(503, '3600'))
    await expect(send()).rejects.toMatchObject({ code: 'throttled' })
    expect([calls.length, waits]).toEqual([1, []])
  })

  test.each([
    ['POST', 503],
    ['PUT', 503],
  ] as const)('a %s that answers %i is sent once, because it may have arrived', async (method, status) => {
    const { send, calls } = setUp(busy(status, '1'))
    expect(await send({ method, body: '{}' })).toMatchObject({ status })
    expect(calls).toHaveLength(1)
  })
})

test('a write that was turned away before anything happened is sent again, three times at most', async () => {
  const { send, calls, waits } = setUp(busy(429, '7'))
  expect(await send({ method: 'POST', body: '{}' })).toMatchObject({ status: 429 })
  expect([calls.length, waits]).toEqual([3, [7000, 7000]])
})

describe('what can go wrong', () => {
  test('no network', async () => {
    const { send } = setUp(new TypeError('Failed to fetch'))
    await expect(send()).rejects.toMatchObject({ code: 'unreachable' })
  })

  test('no answer in time', async () => {
    const { send } = setUp(
      (_url, init) =>
        new Promise<Response>((_, reject) => {
          init.signal?.addEventListener('abort', () => reject(init.signal?.reason))
        }),
    )
    await expect(send()).rejects.toMatchObject({ code: 'timeout' })
  })

  test('a body that never ends is cut off', async () => {
    const endless = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(1000)) })
    const { send } = setUp(() => new Response(endless))
    await expect(send({ sizeLimit: 5000 })).rejects.toMatchObject({ code: 'bad-response' })
  })

  test('the limit itself still fits', async () => {
    const { send } = setUp(() => new Response('x'.repeat(5000)))
    expect((await send({ sizeLimit: 5000 })).bytes).toHaveLength(5000)
  })

  test('a caller who gives up gets its own reason, and nothing is repeated', async () => {
    const { send, calls } = setUp((_url, init) => Promise.reject(init.signal?.reason))
    const reason = new DOMException('gone', 'AbortError')
    await expect(send({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    expect(calls).toHaveLength(1)
  })

  test('a second 401 ends the session', async () => {
    const { send, endSession, calls } = setUp(new Response('', { status: 401 }))
    await expect(send()).rejects.toMatchObject({ code: 'session-ended' })
    expect([endSession.mock.calls.length, calls.length]).toEqual([1, 2])
  })

  test('no message of an error holds the address, the answer or the token', async () => {
    const { send } = setUp(new Error('canary SECRET Patient/1'))
    const error = await send({ url: 'Patient/canary-77' }).catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(EhrError)
    expect((error as EhrError).message).not.toMatch(/canary|SECRET|Patient/)
  })
})
