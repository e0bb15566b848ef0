import { describe, expect, test, vi } from 'vitest'
import type { Encounter } from '#app/compose-encounter.ts'
import type { ConnectResult } from '#app/ehr/connect.ts'
import type { EhrConnection } from '#app/ehr/session-types.ts'
import { createLaunchFlow } from '#app/launch-flow.ts'
import { parseEncounterId } from '#coding/domain/ids.ts'

const connection = { encounterId: parseEncounterId('e1') } as EhrConnection

function setUp(result: ConnectResult) {
  const opened: { start: () => void; stop: () => void }[] = []
  const listOpenServers = vi.fn(async () => [])
  const flow = createLaunchFlow({
    connect: async () => result,
    connectOpenServer: async () => ({ kind: 'connected', connection }),
    listOpenServers,
    openEncounter: () => {
      const encounter = { start: vi.fn(), stop: vi.fn() }
      opened.push(encounter)
      return encounter as unknown as Encounter
    },
    describeProblem: () => 'Postil cannot be reached.',
  })
  return { flow, opened, listOpenServers, kind: () => flow.store.getState().kind }
}

describe('the launch', () => {
  test('opens the encounter and starts it', async () => {
    const { flow, opened, kind } = setUp({ kind: 'connected', connection })
    await flow.start()
    expect(kind()).toBe('connected')
    expect(opened[0]?.start).toHaveBeenCalledTimes(1)
  })

  test('asks which encounter, and opens the chosen one', async () => {
    const choose = vi.fn(async (): Promise<ConnectResult> => ({ kind: 'connected', connection }))
    const { flow, kind } = setUp({ kind: 'needs-encounter', choices: [], choose })
    await flow.start()
    const state = flow.store.getState()
    expect(state.kind).toBe('choose-encounter')
    if (state.kind === 'choose-encounter') state.choose(parseEncounterId('e1'))
    await vi.waitFor(() => expect(kind()).toBe('connected'))
    expect(choose).toHaveBeenCalledWith('e1')
  })

  test('stops with the words of the refusal', async () => {
    const { flow } = setUp({ kind: 'failed', code: 'foreign-issuer', message: 'This server is not registered.' })
    await flow.start()
    expect(flow.store.getState()).toEqual({
      kind: 'stopped',
      problem: { code: 'foreign-issuer', message: 'This server is not registered.' },
    })
  })

  test('offers the open servers when nobody launched it', async () => {
    const { flow } = setUp({ kind: 'not-launched' })
    await flow.start()
    expect(flow.store.getState()).toEqual({ kind: 'open-servers', servers: [] })
  })

  test('says so when even these cannot be listed', async () => {
    const { flow, listOpenServers } = setUp({ kind: 'not-launched' })
    listOpenServers.mockRejectedValue(new TypeError('gone'))
    await flow.start()
    expect(flow.store.getState()).toMatchObject({ kind: 'stopped', problem: { code: 'proxy-unreachable' } })
  })

  test('ends one encounter before it goes to another', async () => {
    const { flow, opened } = setUp({ kind: 'connected', connection })
    await flow.start()
    await flow.start()
    expect(opened[0]?.stop).toHaveBeenCalledTimes(1)
    expect(opened[1]?.stop).not.toHaveBeenCalled()
  })
})
