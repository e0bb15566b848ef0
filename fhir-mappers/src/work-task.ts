/** An encounter on the coders' list to a Task, for EHRs that show their people what others work on. */
import type { Task } from '@medplum/fhirtypes'
import type { QueueItem, QueueState } from '#coding/domain/queue-item.ts'
import { findEnterer } from './draft-concepts.ts'
import { TASK_CODE, WORK_STATE, WORK_TASK } from './systems.ts'

export type WorkTask = {
  readonly item: Pick<QueueItem, 'patientId' | 'encounterId' | 'state'>
  readonly key: string
  readonly now: string
  /** Somebody has it now. */
  readonly isTaken: boolean
  /** Who, where it is the person who writes; others are known by opaque references alone. */
  readonly person?: string
}

/** References, states of closed lists and times: nothing that Postil found, and no words of the chart. */
export function buildWorkTask({ item, key, now, isTaken, person }: WorkTask): Task {
  const { patientId, encounterId, state } = item
  const owner = isTaken ? findEnterer(person) : undefined
  const encounter = { reference: `Encounter/${encounterId}` }
  const reason = findReason(state)
  return {
    resourceType: 'Task',
    identifier: [{ system: WORK_TASK, value: key }],
    status: findStatus(state, isTaken),
    ...(reason !== undefined && { businessStatus: { coding: [{ system: WORK_STATE, code: reason }] } }),
    intent: 'order',
    priority: 'routine',
    code: { coding: [{ system: TASK_CODE, code: 'code-encounter' }], text: 'Code the encounter' },
    description: 'An encounter on the coders’ list.',
    focus: encounter,
    for: { reference: `Patient/${patientId}` },
    encounter,
    authoredOn: now,
    lastModified: now,
    ...(owner && { owner }),
  }
}

function findStatus(state: QueueState, isTaken: boolean): Task['status'] {
  switch (state.kind) {
    case 'open':
      return isTaken ? 'in-progress' : 'requested'
    case 'held':
    case 'returned':
      return 'on-hold'
    case 'finished':
      return state.outcome === 'duplicate' || state.outcome === 'coded-elsewhere' ? 'cancelled' : 'completed'
  }
}

/** Of the closed lists of holds and outcomes. */
function findReason(state: QueueState): string | undefined {
  switch (state.kind) {
    case 'open':
      return undefined
    case 'held':
      return state.reason
    case 'returned':
      return 'returned-as-query'
    case 'finished':
      return state.outcome
  }
}
