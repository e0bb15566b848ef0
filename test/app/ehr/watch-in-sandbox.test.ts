// Changes as the sandbox tells of them: a real socket, its own validation and scopes.
import type { DocumentReference } from '@medplum/fhirtypes'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { connect } from '#app/ehr/connect.ts'
import { type Sandbox, startSandbox } from '#sandbox/start-sandbox.ts'
import { buildPatients } from '../../../sandbox/patients/build-patients.ts'
import { launchFromSandbox, SIDEBAR_URL } from './support/launch-from-sandbox.ts'

let sandbox: Sandbox
beforeEach(async () => {
  sandbox = await startSandbox({ port: 0, sidebarUrl: SIDEBAR_URL, resources: buildPatients('2026-11-02') })
})
afterEach(() => sandbox.stop())

async function save(reference: string): Promise<void> {
  const note = (await sandbox.read(reference)) as DocumentReference
  const answer = await fetch(`${sandbox.url}/open/fhir/${reference}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/fhir+json' },
    body: JSON.stringify({ ...note, description: 'Saved again' }),
  })
  expect(answer.status).toBe(200)
}

async function watch() {
  const context = { patientId: 'pat-knee', encounterId: 'enc-knee', userId: 'prac-rivera' }
  const result = await connect({ browser: await launchFromSandbox({ sandbox, ...context }) })
  if (result.kind !== 'connected') throw new Error('not connected')
  const onChange = vi.fn()
  const watching: boolean[] = []
  const end = result.connection.watchRecord({ onChange, onWatching: (one) => watching.push(one) })
  return { onChange, watching, end }
}

describe('a note that is saved', () => {
  test('is told of at once; another patient’s is not', async () => {
    const { onChange, watching, end } = await watch()
    await vi.waitFor(() => expect(watching).toEqual([true]))
    onChange.mockClear()
    await save('DocumentReference/note-wrist-1')
    await save('DocumentReference/note-knee-1')
    await vi.waitFor(() => expect(onChange).toHaveBeenCalledTimes(1))
    end()
    await vi.waitFor(() => expect(watching).toEqual([true, false]))
  })

  test('is told of nowhere where the EHR knows no subscriptions', async () => {
    sandbox.become('epic')
    const { onChange, watching } = await watch()
    await save('DocumentReference/note-knee-1')
    expect(await sandbox.search('Subscription')).toEqual([])
    expect([onChange.mock.calls.length, watching]).toEqual([0, []])
  })
})
