// The Task of a list's item against the sandbox EHR: made once, followed, never over a person's change, and never in the way.
import type { Task } from '@medplum/fhirtypes'
import { describe, expect, test } from 'vitest'
import type { WorkTaskLedger } from '#app/ehr/filing/work-task-writer.ts'
import type { WorkTaskReceipt } from '#coding/contract/work-task.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import type { QueueItem } from '#coding/domain/queue-item.ts'
import type { Fault } from '#sandbox/faults.ts'
import type { EhrKind } from '#sandbox/personalities/ehr-kind.ts'
import { type EhrChanges, ENCOUNTER, openInProcessEhr, PATIENT } from './in-process-ehr.ts'

const FOREVER = '2099-01-01T00:00:00.000Z'
const PLACE = { patientId: PATIENT, encounterId: ENCOUNTER }

/** The proxy's side as `store/work-tasks.ts` keeps it, for one item. */
function aLedger() {
  let item: QueueItem = {
    ...PLACE,
    id: 'item',
    serviceLine: 'Outpatient',
    serviceDate: parseDateOnly('2026-03-01'),
    finishedAt: '2026-03-01T10:00:00.000Z',
    confidence: 0.8,
    complexity: 0.3,
    counts: { codes: 2, questions: 1, checks: 0 },
    disagreements: {},
    state: { kind: 'open' },
    version: 1,
    priority: 40,
  }
  const receipts: WorkTaskReceipt[] = []
  let known: Pick<WorkTaskReceipt, 'remoteId' | 'versionId'> = {}
  let isUncertain = false
  let written = 0
  const ledger: WorkTaskLedger = {
    begin: async () => {
      if (written === item.version) return { outcome: 'done' }
      return { outcome: 'go', item, isMine: item.lock?.by === 'me', isUncertain, ...known }
    },
    settle: async (receipt) => {
      receipts.push(receipt)
      isUncertain = receipt.state === 'unknown'
      if (receipt.state !== 'written') return
      const { remoteId = '', versionId } = receipt
      known = { remoteId, ...(versionId !== undefined && { versionId }) }
      written = item.version
    },
  }
  const change = (changes: Partial<QueueItem>) => {
    item = { ...item, ...changes, version: item.version + 1 }
  }
  return { ledger, change, states: () => receipts.map(({ state }) => state) }
}

function open(
  kind: EhrKind = 'native',
  tenant: EhrChanges['tenant'] = {},
  before?: (method: string) => Promise<Fault | undefined>,
) {
  const ehr = openInProcessEhr(kind, { tenant: { workTasks: true, writeTargets: ['Task'], ...tenant } })
  const tab = ehr.openTab(before && { before })
  const side = aLedger()
  const tasks = () => ehr.list('Task') as readonly Task[]
  return { ehr, tasks, ...side, keep: () => tab.keepWorkTask(PLACE, side.ledger) }
}

describe('an item of the list', () => {
  test('is one Task that follows it', async () => {
    const { keep, change, tasks, states } = open()
    expect(await keep()).toBeUndefined()
    expect(tasks().map(({ status }) => status)).toEqual(['requested'])
    change({ lock: { by: 'me', until: FOREVER } })
    expect(await keep()).toBeUndefined()
    expect(tasks()).toMatchObject([{ status: 'in-progress', owner: { reference: 'Practitioner/coder' } }])
    change({ lock: { by: 'another', until: FOREVER } })
    expect(await keep()).toBeUndefined()
    expect(tasks()[0]).not.toHaveProperty('owner')
    change({ state: { kind: 'finished', outcome: 'filed' } })
    expect([await keep(), await keep()]).toEqual([undefined, undefined])
    expect(tasks().map(({ status }) => status)).toEqual(['completed'])
    expect(states()).toEqual(['written', 'written', 'written', 'written'])
  })

  test('is written by one screen after the other, so that two steps at once make one Task', async () => {
    const { keep, change, tasks } = open()
    const first = keep()
    change({ state: { kind: 'held', reason: 'other' } })
    await Promise.all([first, keep()])
    expect(tasks().map(({ status }) => status)).toEqual(['on-hold'])
  })

  test('leaves what a person has changed in the EHR', async () => {
    const { ehr, keep, change, tasks, states } = open()
    await keep()
    await ehr.edit(`Task/${tasks()[0]?.id}`, (task) => ({ ...task, status: 'cancelled' }) as Task)
    change({ state: { kind: 'held', reason: 'other' } })
    expect(await keep()).toMatch(/Somebody may have changed .* The list itself is up to date/)
    expect(tasks().map(({ status }) => status)).toEqual(['cancelled'])
    expect(states()).toEqual(['written', 'rejected'])
  })

  test('that may have arrived is looked up, and not made twice', async () => {
    const faults: (Fault | undefined)[] = ['drop-after']
    const { keep, tasks, states } = open('native', {}, async (method) =>
      method === 'POST' ? faults.shift() : undefined,
    )
    expect(await keep()).toMatch(/Nobody knows/)
    expect(tasks()).toHaveLength(1)
    expect(await keep()).toBeUndefined()
    expect(tasks()).toHaveLength(1)
    expect(states()).toEqual(['unknown', 'written'])
  })

  test('that did not arrive is made with the next step', async () => {
    const faults: (Fault | undefined)[] = ['drop-before']
    const { keep, tasks } = open('native', {}, async (method) => (method === 'POST' ? faults.shift() : undefined))
    expect(await keep()).toMatch(/Nobody knows/)
    expect(tasks()).toHaveLength(0)
    expect(await keep()).toBeUndefined()
    expect(tasks()).toHaveLength(1)
  })

  test('that the EHR refuses is said, and the list goes on', async () => {
    const refusal = { status: 422, headers: {}, body: '{}' } as unknown as Fault
    const { keep, tasks, states } = open('native', {}, async (method) => (method === 'POST' ? refusal : undefined))
    expect(await keep()).toMatch(/did not take .* The list itself is up to date/)
    expect([tasks().length, states()]).toEqual([0, ['rejected']])
  })
})

describe('nothing is asked of the EHR, nor of the ledger,', () => {
  type Case = { readonly kind?: EhrKind; readonly tenant?: EhrChanges['tenant']; readonly words?: RegExp }
  test.each<[string, Case]>([
    ['where the site has not switched it on', { tenant: { workTasks: false } }],
    ['by a site that lets no Task be written', { tenant: { writeTargets: ['Claim'] }, words: /No task is kept/ }],
    ['by a server without Task', { kind: 'oracle', tenant: { vendor: 'other' }, words: /No task is kept/ }],
    ['of a vendor that takes none', { kind: 'epic', words: /No task is kept/ }],
  ])('%s', async (_, { kind, tenant, words }) => {
    const { keep, ehr, states } = open(kind, tenant)
    const problem = await keep()
    if (words) expect(problem).toMatch(words)
    else expect(problem).toBeUndefined()
    expect(ehr.seen.filter((one) => !one.endsWith('/metadata'))).toEqual([])
    expect(states()).toEqual([])
  })
})
