import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { generateKeyPair } from '#app/proxy/dpop-key.ts'
import { createProxyClient } from '#app/proxy/proxy-client.ts'
import type { ProxySession } from '#app/proxy/proxy-session.ts'
import type { SessionRequest } from '#coding/contract/session.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import { parseIcd10Code } from '#coding/domain/icd10-code.ts'
import { parseFingerprint } from '#coding/domain/ids.ts'
import { aRecord, encounterId, ISSUER, NOW, ORIGIN, patientId } from '../../proxy/proxy-fixture.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW })
})
afterEach(() => {
  vi.useRealTimers()
})

const request: SessionRequest = {
  kind: 'smart',
  issuer: ISSUER,
  idToken: 'i',
  accessToken: 'a',
  patientId,
  encounterId,
}
const decide = { fingerprint: parseFingerprint('f'), findingKind: 'code', choice: { kind: 'accept' } } as const

type Answer = (path: string, init: RequestInit) => Response | Promise<Response>

function sessionAnswer(token: string, now: number): Response {
  const expiresAt = new Date(now + 10 * 60_000).toISOString()
  return Response.json({ session: token, expiresAt, tenant: 'hospital', role: 'provider', actor: 'actor' })
}

function problemAnswer(code: string, status: number, retryAfterMs?: number): Response {
  return Response.json({ code, message: 'Words for the screen.', retryAfterMs }, { status })
}

/** A proxy that numbers its sessions and answers the rest as the test says; its clock may run behind the browser's. */
function createClient(answer: Answer, { behindMs = 0, refusedSignIns = 0 } = {}) {
  const paths: string[] = []
  const proofs: string[] = []
  let sessions = 0
  let refused = 0
  const client = createProxyClient({
    baseUrl: ORIGIN,
    fetch: async (input, init = {}) => {
      const url = input instanceof Request ? input.url : input.toString()
      const path = url.slice(ORIGIN.length)
      paths.push(path)
      proofs.push(new Headers(init.headers).get('dpop') ?? '')
      init.signal?.throwIfAborted()
      if (path === '/v1/session' && refused++ < refusedSignIns) return problemAnswer('unavailable', 503, 1)
      if (path === '/v1/session') return sessionAnswer(`session-${++sessions}`, Date.now() - behindMs)
      return answer(path, init)
    },
  })
  return { client, paths, proofs }
}

const token = (init: RequestInit): string | null => new Headers(init.headers).get('authorization')
const decided = () => Response.json({ ...decide, by: 'actor', at: new Date().toISOString() })

async function analyseAll(session: ProxySession, signal?: AbortSignal): Promise<string[]> {
  const events: string[] = []
  for await (const { event } of session.analyse(aRecord(), signal)) events.push(event)
  return events
}

function eventAnswer(text: string): Response {
  return new Response(text, { headers: { 'content-type': 'text/event-stream' } })
}

describe('a session', () => {
  test('is renewed with fresh tokens shortly before it ends, by the same key', async () => {
    const seen: (string | null)[] = []
    const { client, proofs } = createClient((_, init) => {
      seen.push(token(init))
      return decided()
    })
    const renew = vi.fn(async () => ({ ...request, accessToken: 'fresh' }))
    const session = await client.openSession(request, renew)
    await session.decide(decide)
    vi.setSystemTime(NOW + 9.6 * 60_000)
    await session.decide(decide)
    expect(seen).toEqual(['DPoP session-1', 'DPoP session-2'])
    expect(renew).toHaveBeenCalledOnce()
    expect(new Set(proofs.map((proof) => proof.split('.')[0])).size).toBe(1)
    expect(Date.parse(session.expiresAt)).toBe(NOW + 19.6 * 60_000)
  })

  test.each(['session-expired', 'unauthorized'])(
    'is renewed once when the proxy says %s, and the call sent again',
    async (code) => {
      const { client, paths } = createClient((_, init) =>
        token(init) === 'DPoP session-1' ? problemAnswer(code, 401) : decided(),
      )
      const session = await client.openSession(request, async () => request)
      await Promise.all([session.decide(decide), session.decide(decide), session.decide(decide)])
      expect(paths.filter((path) => path === '/v1/session')).toHaveLength(2)
    },
  )

  test('does not renew for ever', async () => {
    const { client, paths } = createClient(() => problemAnswer('session-expired', 401))
    const session = await client.openSession(request, async () => request)
    await expect(session.decide(decide)).rejects.toMatchObject({ code: 'session-expired' })
    expect(paths).toHaveLength(4)
  })

  test('ends when nobody can renew it', async () => {
    const { client } = createClient(() => problemAnswer('session-expired', 401))
    const session = await client.openSession(request)
    await expect(session.decide(decide)).rejects.toMatchObject({ code: 'session-expired' })
  })

  test('tries the renewal again after one that failed', async () => {
    const { client } = createClient(decided)
    const renew = vi.fn(async () => request).mockRejectedValueOnce(new TypeError('no tokens'))
    const session = await client.openSession(request, renew)
    vi.setSystemTime(NOW + 11 * 60_000)
    await expect(session.decide(decide)).rejects.toThrow('no tokens')
    await expect(session.decide(decide)).resolves.toMatchObject({ by: 'actor' })
  })
})

describe('the key', () => {
  const readKey = (proof: string | undefined): unknown => {
    const header = JSON.parse(Buffer.from(proof?.split('.')[0] ?? '', 'base64url').toString()) as { jwk: unknown }
    return header.jwk
  }

  test('is the same for every session of a launch, and another for another launch', async () => {
    const { client, proofs } = createClient(decided)
    await client.openSession(request)
    await client.openSession({ ...request, accessToken: 'later' })
    await client.openSession({ ...request, idToken: 'another launch' })
    const [first, second, third] = proofs.map(readKey)
    expect(second).toEqual(first)
    expect(third).not.toEqual(first)
  })

  test('of a launch is the one that outlived the reload', async () => {
    const pair = await generateKeyPair()
    const findKey = vi.fn(async () => pair)
    const fetch = vi.fn(async () => sessionAnswer('session', Date.now()))
    for (const page of ['before', 'after']) {
      const client = createProxyClient({ baseUrl: ORIGIN, fetch, findKey })
      expect(await client.openSession(request), page).toBeDefined()
    }
    expect(findKey.mock.calls[0]).toEqual(findKey.mock.calls[1])
    expect(JSON.stringify(findKey.mock.calls)).not.toContain(request.issuer)
  })
})

describe('a refusal', () => {
  test('keeps its code, words and delay', async () => {
    const { client } = createClient(() => problemAnswer('busy', 429, 5000))
    const session = await client.openSession(request)
    await expect(session.decide(decide)).rejects.toMatchObject({
      name: 'ProxyError',
      code: 'busy',
      message: 'Words for the screen.',
      retryAfterMs: 5000,
    })
  })

  test.each([
    ['an answer that is a page', () => new Response('<html>', { status: 502 })],
    ['an answer of another shape', () => Response.json({ by: 1 })],
    ['an answer that is not JSON', () => new Response('ok')],
  ])('is «unavailable» for %s', async (_, answer) => {
    const { client } = createClient(answer)
    const session = await client.openSession(request)
    await expect(session.decide(decide)).rejects.toMatchObject({ code: 'unavailable' })
    await expect(session.ledger.list()).rejects.toMatchObject({ code: 'unavailable' })
    await expect(client.getTenant(ISSUER)).rejects.toMatchObject({ code: 'unavailable' })
  })

  test.each([
    { refusedSignIns: 2, asked: 3, opens: true },
    { refusedSignIns: 9, asked: 3, opens: false },
  ])('a sign-in that is sent away $refusedSignIns times is asked for $asked times', async (row) => {
    const { client, paths } = createClient(decided, row)
    const opening = client.openSession(request)
    if (row.opens) await opening
    else await expect(opening).rejects.toMatchObject({ code: 'unavailable' })
    expect(paths).toHaveLength(row.asked)
  })

  test('is none where nothing was filed: there is no write to read', async () => {
    const { client } = createClient(() => new Response(null, { status: 204 }))
    const session = await client.openSession(request)
    expect(await session.ledger.read('c'.repeat(32))).toBeUndefined()
  })

  test('what only reads is asked for again when it was sent away, and a decision is not', async () => {
    const { client, paths } = createClient(() => problemAnswer('unavailable', 503, 1))
    const session = await client.openSession(request)
    await expect(session.listPrompts()).rejects.toMatchObject({ code: 'unavailable' })
    await expect(session.decide(decide)).rejects.toMatchObject({ code: 'unavailable' })
    expect(paths.map((path) => path.slice('/v1/'.length))).toEqual([
      'session',
      'prompts',
      'prompts',
      'prompts',
      'decisions',
    ])
  })

  test('is «offline» when there is no answer', async () => {
    const { client } = createClient(() => {
      throw new TypeError('fetch failed')
    })
    await expect(client.getTenant(ISSUER)).rejects.toMatchObject({ code: 'offline' })
  })
})

describe('an analysis', () => {
  test('skips events that this version does not know, and ends at done', async () => {
    const { client } = createClient(() =>
      eventAnswer(
        'event: new-kind\ndata: {}\n\nevent: finding\ndata: {"kind":"other"}\n\nevent: done\ndata: {"findings":0}\n\nevent: status\ndata: {}\n\n',
      ),
    )
    expect(await analyseAll(await client.openSession(request))).toEqual(['done'])
  })

  test.each([
    ['on', true],
    ['off', false],
    [undefined, false],
  ])('says whom the chart names only where a model reads: %s', async (model, isNamed) => {
    const bodies: string[] = []
    const client = createProxyClient({
      baseUrl: ORIGIN,
      fetch: async (input, init = {}) => {
        const isSession = String(input instanceof Request ? input.url : input).endsWith('/v1/session')
        if (isSession) return Response.json({ ...(await sessionAnswer('s', Date.now()).json()), model })
        bodies.push(await new Response(init.body ?? null).text())
        return eventAnswer('event: done\ndata: {"findings":0}\n\n')
      },
    })
    const session = await client.openSession(request)
    const persons = [{ role: 'patient' as const, given: [], family: ['Kvaran'] }]
    const seeds = { persons, identifiers: [], phones: [], emails: [], addresses: [], facilities: [] }
    for await (const _ of session.analyse(aRecord(), undefined, seeds)) break
    expect(bodies.map((body) => body.includes('Kvaran'))).toEqual([isNamed])
  })

  test.each([
    { says: 'comes back, sent away twice', times: 2, retryAfterMs: 1, outcome: ['done'], asked: 3 },
    { says: 'is given up, sent away again and again', times: 9, retryAfterMs: 1, outcome: 'unavailable', asked: 3 },
    { says: 'does not wait for long', times: 9, retryAfterMs: 60_000, outcome: 'unavailable', asked: 1 },
  ] as const)('that the proxy has no time for $says', async ({ times, retryAfterMs, outcome, asked }) => {
    let away = 0
    const { client, paths } = createClient(() =>
      away++ < times
        ? problemAnswer('unavailable', 503, retryAfterMs)
        : eventAnswer('event: done\ndata: {"findings":0}\n\n'),
    )
    const analysed = analyseAll(await client.openSession(request))
    if (outcome === 'unavailable') await expect(analysed).rejects.toMatchObject({ code: outcome })
    else expect(await analysed).toEqual(outcome)
    expect(paths.filter((path) => path === '/v1/analyses')).toHaveLength(asked)
  })

  test('left while it waits to come back is not asked for again', async () => {
    const leaving = new AbortController()
    const { client, paths } = createClient(() => {
      leaving.abort()
      return problemAnswer('unavailable', 503, 1)
    })
    const session = await client.openSession(request)
    await expect(analyseAll(session, leaving.signal)).rejects.toThrow('aborted')
    expect(paths.filter((path) => path === '/v1/analyses')).toHaveLength(1)
  })

  test('hands on an error as an event', async () => {
    const { client } = createClient(() =>
      eventAnswer('event: error\ndata: {"code":"audit-unavailable","message":"x"}\n\n'),
    )
    expect(await analyseAll(await client.openSession(request))).toEqual(['error'])
  })

  test.each(['', ': keep-alive\n\n', 'event: decisions\ndata: []\n\n', 'event: done\ndata: {"findi'])(
    'that ends without its end is never taken for complete (%j)',
    async (text) => {
      const { client } = createClient(() => eventAnswer(text))
      const session = await client.openSession(request)
      await expect(analyseAll(session)).rejects.toMatchObject({ code: 'stream-cut' })
    },
  )

  test('that the user stops ends with their reason, before and during', async () => {
    const { client } = createClient((_, init) => {
      const body = new ReadableStream<Uint8Array>({
        start: (stream) => init.signal?.addEventListener('abort', () => stream.error(init.signal?.reason)),
      })
      return new Response(body)
    })
    const session = await client.openSession(request)
    const controller = new AbortController()
    const running = analyseAll(session, controller.signal)
    setTimeout(() => controller.abort(), 0)
    await expect(running).rejects.toMatchObject({ name: 'AbortError' })
    await expect(analyseAll(session, controller.signal)).rejects.toMatchObject({ name: 'AbortError' })
  })

  test('tells the proxy when nobody listens any more', async () => {
    const cancel = vi.fn()
    const { client } = createClient(() => {
      const body = new ReadableStream<Uint8Array>({
        start: (stream) => stream.enqueue(new TextEncoder().encode('event: decisions\ndata: []\n\n')),
        cancel,
      })
      return new Response(body)
    })
    const session = await client.openSession(request)
    for await (const _ of session.analyse(aRecord())) break
    expect(cancel).toHaveBeenCalledOnce()
  })
})

test('goes by the clock of the proxy when that of the workstation is wrong', async () => {
  const behindMs = 20 * 60_000
  const headers = { date: new Date(NOW - behindMs).toUTCString() }
  const { client, paths, proofs } = createClient(
    (path) => (path === '/v1/decisions' ? decided() : Response.json({ servers: [] }, { headers })),
    { behindMs },
  )
  await client.listOpenServers()
  const session = await client.openSession(request, async () => request)
  await session.decide(decide)
  expect(paths).toEqual(['/v1/open-servers', '/v1/session', '/v1/decisions'])
  const claims = JSON.parse(Buffer.from(proofs[2]?.split('.')[1] ?? '', 'base64url').toString()) as { iat: number }
  expect(claims.iat).toBe((NOW - behindMs) / 1000)
})

describe('codes', () => {
  const on = parseDateOnly('2026-11-02')

  test('are searched for in words that may hold anything', async () => {
    const hits = [{ code: 'M17.11', title: 'Right', isBillable: true, matched: 'knee' }]
    const { client, paths } = createClient(() => Response.json({ kind: 'hits', release: 'FY2027', hits }))
    const session = await client.openSession(request)
    const answer = await session.searchCodes({ query: 'knee & “hip”?', on, limit: 8 })
    expect(answer).toEqual({ kind: 'hits', release: 'FY2027', hits })
    const asked = new URL(paths.at(-1) ?? '', ORIGIN)
    expect(Object.fromEntries(asked.searchParams)).toEqual({ q: 'knee & “hip”?', on: '2026-11-02', limit: '8' })
  })

  test('are looked up by day, and the proof leaves the day out (RFC 9449, 4.2)', async () => {
    const { client, paths, proofs } = createClient(() => Response.json({ kind: 'no-data', reason: 'No table.' }))
    const session = await client.openSession(request)
    expect(await session.lookUpCode(parseIcd10Code('M17.11'), on)).toEqual({ kind: 'no-data', reason: 'No table.' })
    expect(paths.at(-1)).toBe('/v1/codes/M17.11?on=2026-11-02')
    const claims = JSON.parse(Buffer.from(proofs.at(-1)?.split('.')[1] ?? '', 'base64url').toString()) as object
    expect(claims).toMatchObject({ htu: `${ORIGIN}/v1/codes/M17.11` })
  })

  test('that come in an unknown form are not taken', async () => {
    const { client } = createClient(() => Response.json({ kind: 'hits', hits: 'many' }))
    const session = await client.openSession(request)
    await expect(session.searchCodes({ query: 'knee', on, limit: 8 })).rejects.toMatchObject({ code: 'unavailable' })
  })
})
