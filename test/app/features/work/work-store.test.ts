import { describe, expect, test, vi } from 'vitest'
import { createWorkStore } from '#app/features/work/work-store.ts'
import type { WorkAnswer } from '#coding/contract/work.ts'
import type { WorkStep } from '#coding/domain/work.ts'

const open: WorkAnswer = { standing: { kind: 'open' }, mayRelease: true, history: [] }
const held: WorkAnswer = { ...open, standing: { kind: 'held', reason: 'second-opinion' } }
const hold: WorkStep = { kind: 'hold', reason: 'second-opinion' }

function setUp(over: { take?: () => Promise<WorkAnswer>; read?: () => Promise<WorkAnswer> } = {}) {
  const said: string[] = []
  const take = vi.fn(over.take ?? (async () => held))
  const work = createWorkStore({
    read: over.read ?? (async () => open),
    take,
    announce: (text) => said.push(text),
    describeProblem: () => 'File the draft first.',
  })
  return { work, said, take, state: () => work.store.getState() }
}

describe('the work of a coder', () => {
  test('is not said to stand anywhere before the proxy has said so', async () => {
    const { work, state } = setUp()
    expect(state().standing).toBeUndefined()
    await work.refresh()
    expect(state().standing).toEqual({ kind: 'open' })
  })

  test('takes a step and says where it stands now', async () => {
    const { work, state, said } = setUp()
    expect(await work.take(hold)).toBe(true)
    expect(state().standing).toEqual(held.standing)
    expect(said).toEqual(['On hold: another coder should look.'])
  })

  test('says why a step was not taken, and leaves what stood', async () => {
    const { work, state } = setUp({ take: async () => Promise.reject(new TypeError('no')) })
    await work.refresh()
    expect(await work.take({ kind: 'release' })).toBe(false)
    expect(state()).toMatchObject({ standing: { kind: 'open' }, problem: 'File the draft first.', isTaking: false })
  })

  test('takes a second press for the first', async () => {
    const { work, take } = setUp()
    await Promise.all([work.take(hold), work.take(hold)])
    expect(take).toHaveBeenCalledTimes(1)
  })

  test('believes the newest answer, in whichever order they come', async () => {
    const slow = Promise.withResolvers<WorkAnswer>()
    const { work, state } = setUp({ read: () => slow.promise })
    const reading = work.refresh()
    await work.take(hold)
    slow.resolve(open)
    await reading
    expect(state().standing).toEqual(held.standing)
  })

  test('keeps what stands when the proxy cannot be asked', async () => {
    const { work, state } = setUp({ read: async () => Promise.reject(new TypeError('gone')) })
    await work.take(hold)
    await work.refresh()
    expect(state().standing).toEqual(held.standing)
  })
})
