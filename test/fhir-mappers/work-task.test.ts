import { beforeAll, expect, test } from 'vitest'
import { parseEncounterId, parsePatientId } from '#coding/domain/ids.ts'
import type { QueueState } from '#coding/domain/queue-item.ts'
import { buildWorkTask } from '#fhir-mappers/work-task.ts'
import { type Definitions, loadDefinitions } from '../fixtures/fhir/definitions.ts'

let definitions: Definitions
beforeAll(() => {
  definitions = loadDefinitions()
})

const build = (state: QueueState, changes: { readonly isTaken?: boolean; readonly person?: string } = {}) =>
  buildWorkTask({
    item: { patientId: parsePatientId('p1'), encounterId: parseEncounterId('e1'), state },
    key: 'c'.repeat(32),
    now: '2026-03-02T10:00:00.000Z',
    isTaken: false,
    ...changes,
  })

test.each<[QueueState, string, string | undefined]>([
  [{ kind: 'open' }, 'requested', undefined],
  [{ kind: 'held', reason: 'awaiting-provider' }, 'on-hold', 'awaiting-provider'],
  [{ kind: 'returned' }, 'on-hold', 'returned-as-query'],
  [{ kind: 'finished', outcome: 'filed' }, 'completed', 'filed'],
  [{ kind: 'finished', outcome: 'nothing-to-code' }, 'completed', 'nothing-to-code'],
  [{ kind: 'finished', outcome: 'duplicate' }, 'cancelled', 'duplicate'],
  [{ kind: 'finished', outcome: 'coded-elsewhere' }, 'cancelled', 'coded-elsewhere'],
])('%j is a valid Task of status %s', (state, status, reason) => {
  const task = build(state)
  expect(task.status).toBe(status)
  expect(task.businessStatus?.coding?.[0]?.code).toBe(reason)
  expect(() => definitions.validate(task)).not.toThrow()
  expect(definitions.listForeignCodes(task)).toEqual([])
})

test('who has it is named only where that is the person who writes, and the EHR may own it so', () => {
  expect(build({ kind: 'open' }, { isTaken: true, person: 'Practitioner/coder' })).toMatchObject({
    status: 'in-progress',
    owner: { reference: 'Practitioner/coder' },
  })
  expect(build({ kind: 'open' }, { isTaken: true })).not.toHaveProperty('owner')
  expect(build({ kind: 'open' }, { isTaken: true, person: 'Person/x' })).not.toHaveProperty('owner')
  expect(build({ kind: 'open' }, { person: 'Practitioner/coder' })).not.toHaveProperty('owner')
})
