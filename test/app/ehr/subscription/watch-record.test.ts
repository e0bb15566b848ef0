import type { CapabilityStatement } from '@medplum/fhirtypes'
import { describe, expect, test, vi } from 'vitest'
import { watchRecord } from '#app/ehr/subscription/watch-record.ts'
import { parseEncounterId, parsePatientId } from '#coding/domain/ids.ts'
import { parseGrantedScopes } from '#fhir-mappers/scopes.ts'
import { FakeSocket } from '../support/fake-socket.ts'

const BASE = 'https://ehr.example/fhir'
const NOW = Date.parse('2026-11-02T15:00:00Z')
const GRANT = parseGrantedScopes('user/Subscription.c')

function statement(valueUri: string, interaction = 'create'): CapabilityStatement {
  const url = 'http://hl7.org/fhir/StructureDefinition/capabilitystatement-websocket'
  return {
    resourceType: 'CapabilityStatement',
    rest: [
      {
        mode: 'server',
        extension: [{ url, valueUri }],
        resource: [{ type: 'Subscription', interaction: [{ code: interaction }] }],
      },
    ],
  } as CapabilityStatement
}

type Options = { statement?: CapabilityStatement; scopes?: typeof GRANT | 'open server'; status?: number }

function setUp({ scopes = GRANT, status = 201, ...options }: Options = {}) {
  const sockets: FakeSocket[] = []
  const sent: { url: string; body: object }[] = []
  const waits: { milliseconds: number; pass: () => void }[] = []
  const onChange = vi.fn()
  const watching: boolean[] = []
  const send = vi.fn(async ({ url, body = '' }: { url: string; body?: string }) => {
    sent.push({ url, body: JSON.parse(body) as object })
    const bytes = new TextEncoder().encode(JSON.stringify({ resourceType: 'Subscription', id: `s${sent.length}` }))
    return { status, url: new URL(`${BASE}/Subscription`), headers: new Headers(), bytes }
  })
  const stop = watchRecord({
    // Only what is used here.
    server: {
      transport: { base: BASE, send },
      read: async () => options.statement ?? statement('wss://ehr.example/socket'),
    } as never,
    session: { scopes: scopes === 'open server' ? undefined : scopes },
    context: { patientId: parsePatientId('p1'), encounterId: parseEncounterId('e1') },
    browser: {
      now: () => NOW,
      wait: (milliseconds, signal) =>
        new Promise((resolve, reject) => {
          waits.push({ milliseconds, pass: resolve })
          signal?.addEventListener('abort', () => reject(new Error('over')))
        }),
      openSocket: () => {
        const socket = new FakeSocket()
        sockets.push(socket)
        return socket as unknown as WebSocket
      },
    },
    onChange,
    onWatching: (isWatching) => watching.push(isWatching),
  })
  const pass = (milliseconds: number) => waits.findLast((one) => one.milliseconds === milliseconds)?.pass()
  return { sockets, sent, waits, pass, onChange, watching, send, stop }
}

async function bind(setting: ReturnType<typeof setUp>, index = 0): Promise<FakeSocket | undefined> {
  await vi.waitFor(() => expect(setting.sockets).toHaveLength(index + 1))
  const socket = setting.sockets[index]
  socket?.dispatchEvent(new Event('open'))
  socket?.say(socket.sent[0]?.replace('bind', 'bound') ?? '')
  return socket
}

describe('a server that tells of changes', () => {
  test('is asked about this patient’s notes, for two hours, and heard', async () => {
    const setting = setUp()
    const socket = await bind(setting)
    expect(setting.sent).toEqual([
      {
        url: 'Subscription',
        body: expect.objectContaining({
          criteria: 'DocumentReference?patient=Patient/p1',
          channel: { type: 'websocket' },
          end: '2026-11-02T17:00:00.000Z',
        }),
      },
    ])
    expect(socket?.sent).toEqual(['bind s1'])
    expect(setting.watching).toEqual([true])
    expect(setting.onChange).toHaveBeenCalledTimes(1)
    socket?.say('ping s1')
    expect(setting.onChange).toHaveBeenCalledTimes(2)
    setting.stop()
    await vi.waitFor(() => expect(socket?.isClosed).toBe(true))
  })

  test('says nothing that is taken for more than a hint', async () => {
    const setting = setUp()
    const socket = await bind(setting)
    for (const noise of ['ping other', 'ping', '', '{"resourceType":"Patient"}', 'PING s1']) socket?.say(noise)
    expect(setting.onChange).toHaveBeenCalledTimes(1)
    setting.stop()
  })

  test('is asked again when the line breaks; until then the panel looks by itself', async () => {
    const setting = setUp()
    const socket = await bind(setting)
    socket?.dispatchEvent(new Event('close'))
    await vi.waitFor(() => expect(setting.watching).toEqual([true, false]))
    await vi.waitFor(() => expect(setting.waits.at(-1)?.milliseconds).toBe(1000))
    setting.pass(1000)
    await bind(setting, 1)
    expect(setting.watching).toEqual([true, false, true])
    setting.stop()
  })

  test('that never binds is left and tried again later', async () => {
    const setting = setUp()
    await vi.waitFor(() => expect(setting.sockets).toHaveLength(1))
    setting.pass(10_000)
    await vi.waitFor(() => expect(setting.sockets[0]?.isClosed).toBe(true))
    expect(setting.watching).toEqual([])
    await vi.waitFor(() => expect(setting.waits.at(-1)?.milliseconds).toBe(2000))
    setting.stop()
  })
})

describe('nothing is created and nobody is listened to', () => {
  test.each([
    ['without a grant', { scopes: parseGrantedScopes('user/Claim.cruds') }],
    ['on an open server', { scopes: 'open server' }],
    ['where Subscription cannot be created', { statement: statement('wss://ehr.example/socket', 'read') }],
    ['at another host', { statement: statement('wss://elsewhere.example/socket') }],
    ['where others could listen', { statement: statement('ws://ehr.example/socket') }],
  ] as const)('%s', async (_name, options) => {
    const refused = setUp(options)
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(refused.send).not.toHaveBeenCalled()
    expect(refused.sockets).toEqual([])
    refused.stop()
  })

  test.each([400, 403, 404, 422])('after a refusal (%i)', async (status) => {
    const { send, sockets, stop } = setUp({ status })
    await vi.waitFor(() => expect(send).toHaveBeenCalledTimes(1))
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(send).toHaveBeenCalledTimes(1)
    expect(sockets).toEqual([])
    stop()
  })
})
