import { describe, expect, test, vi } from 'vitest'
import { EhrError } from '#app/ehr/errors.ts'
import type { KeepWorkTask } from '#app/ehr/filing/keep-work-task.ts'
import type { QueueClient } from '#app/features/queue/queue-client.ts'
import { followWithTasks } from '#app/keep-list-tasks.ts'
import type { QueueItem } from '#coding/domain/queue-item.ts'

const item = { id: 'item/1', version: 1 } as QueueItem
const client: QueueClient = {
  read: () => Promise.reject(new TypeError('not asked')),
  readChanged: () => Promise.reject(new TypeError('not asked')),
  readCoders: async () => [],
  next: async () => item,
  step: async (one) => one,
}

function open(keep: KeepWorkTask) {
  const told: (string | undefined)[] = []
  const ask = vi.fn(async () => ({ outcome: 'busy' }))
  return { told, ask, list: followWithTasks(client, { session: { ask }, keep, tell: (problem) => told.push(problem) }) }
}
const settled = () => new Promise((resolve) => setTimeout(resolve))

describe('a step on the list', () => {
  test('is done whatever becomes of its task, and what stands in the way is told', async () => {
    const { list, told } = open(() => Promise.reject(new EhrError('unreachable')))
    expect(await list.step(item, { kind: 'take' })).toBe(item)
    await settled()
    expect(told).toEqual([expect.stringMatching(/was not brought up to date\. The EHR could not be reached/)])
  })

  test('does not wait for the EHR', async () => {
    const { list } = open(() => new Promise(() => undefined))
    expect(await list.next()).toBe(item)
  })

  test('that only keeps the lock writes nothing; others ask the proxy who writes', async () => {
    const keep = vi.fn<KeepWorkTask>(async (_place, ledger) => (await ledger.begin('c'.repeat(32))).outcome)
    const { list, told, ask } = open(keep)
    await list.step(item, { kind: 'renew' })
    await settled()
    expect(keep).not.toHaveBeenCalled()
    await list.step(item, { kind: 'give-back' })
    await settled()
    expect(ask).toHaveBeenCalledWith({ method: 'POST', path: '/v1/queue/item%2F1/task', body: { key: 'c'.repeat(32) } })
    expect(told).toEqual(['busy'])
  })
})
