import { describe, expect, test, vi } from 'vitest'
import { followContext } from '#app/ehr/fhircast/follow-context.ts'
import { parseEncounterId, parsePatientId } from '#coding/domain/ids.ts'
import { FakeSocket } from '../support/fake-socket.ts'

const CONTEXT = { patientId: parsePatientId('p1'), encounterId: parseEncounterId('e1') }
const HUB = { url: 'https://hub.example/fhircast', topic: 't' }

function setUp(answer: () => Response) {
  const sockets: FakeSocket[] = []
  const addresses: string[] = []
  const waits: number[] = []
  const onChange = vi.fn()
  const fetched = vi.fn(async (_url: string, _init: RequestInit) => answer())
  const stop = followContext({
    hub: HUB,
    context: CONTEXT,
    getAccessToken: async () => 'token-1',
    onChange,
    browser: {
      fetch: fetched,
      wait: async (milliseconds) => {
        waits.push(milliseconds)
      },
      openSocket: (address) => {
        addresses.push(address)
        const socket = new FakeSocket()
        sockets.push(socket)
        return socket as unknown as WebSocket
      },
    },
  })
  return { sockets, addresses, waits, onChange, fetched, stop }
}

const accept = (endpoint: string) => () => Response.json({ 'hub.channel.endpoint': endpoint }, { status: 202 })
const confirm = { 'hub.mode': 'subscribe', 'hub.topic': 't', 'hub.lease_seconds': 7200 }

describe('following the user’s context', () => {
  test('subscribes with the token, hears events and acknowledges each', async () => {
    const { sockets, onChange, fetched, stop } = setUp(accept('wss://hub.example/ws/1'))
    await vi.waitFor(() => expect(sockets).toHaveLength(1))
    const [url, init] = fetched.mock.calls[0] ?? []
    expect(url).toBe(HUB.url)
    expect(new Headers(init?.headers).get('authorization')).toBe('Bearer token-1')
    const form = new URLSearchParams(typeof init?.body === 'string' ? init.body : '')
    expect([form.get('hub.mode'), form.get('hub.topic'), form.get('hub.channel.type')]).toEqual([
      'subscribe',
      't',
      'websocket',
    ])
    sockets[0]?.say(JSON.stringify(confirm))
    sockets[0]?.say(JSON.stringify({ id: 'm1', event: { 'hub.topic': 't', 'hub.event': 'UserLogout', context: [] } }))
    expect(onChange.mock.calls).toEqual([['signed-out']])
    expect(sockets[0]?.sent).toEqual(['{"id":"m1","status":"200"}'])
    stop()
    await vi.waitFor(() => expect(sockets[0]?.isClosed).toBe(true))
  })

  test.each(['ws://hub.example/1', 'wss://elsewhere.example/1', 'https://hub.example/1', 'nonsense'])(
    'never listens at %s',
    async (endpoint) => {
      const { addresses, fetched, stop } = setUp(accept(endpoint))
      await vi.waitFor(() => expect(fetched).toHaveBeenCalledTimes(8))
      expect(addresses).toEqual([])
      stop()
    },
  )

  test('connects again when the connection breaks, and waits longer each time it fails', async () => {
    const { sockets, waits, stop } = setUp(accept('wss://hub.example/ws/1'))
    await vi.waitFor(() => expect(sockets).toHaveLength(1))
    sockets[0]?.say(JSON.stringify(confirm))
    sockets[0]?.dispatchEvent(new Event('close'))
    await vi.waitFor(() => expect(sockets).toHaveLength(2))
    sockets[1]?.dispatchEvent(new Event('close'))
    await vi.waitFor(() => expect(sockets).toHaveLength(3))
    expect(waits).toEqual([1000, 2000])
    stop()
  })

  test('gives up when the hub denies it, or refuses for long', async () => {
    const denied = setUp(accept('wss://hub.example/ws/1'))
    await vi.waitFor(() => expect(denied.sockets).toHaveLength(1))
    denied.sockets[0]?.say(JSON.stringify({ 'hub.mode': 'denied', 'hub.reason': 'no' }))
    await vi.waitFor(() => expect(denied.sockets[0]?.isClosed).toBe(true))
    const refused = setUp(() => new Response(undefined, { status: 403 }))
    await vi.waitFor(() => expect(refused.waits).toHaveLength(8))
    expect([denied.fetched.mock.calls.length, refused.fetched.mock.calls.length]).toEqual([1, 8])
  })
})
