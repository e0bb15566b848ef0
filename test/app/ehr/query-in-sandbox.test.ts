// A query from the coder to the author and back, against the sandbox with its own validation, scopes and versions.
import type { Provenance, Questionnaire, QuestionnaireResponse, Resource, Task } from '@medplum/fhirtypes'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { connect } from '#app/ehr/connect.ts'
import type { EhrConnection } from '#app/ehr/session-types.ts'
import type { PromptFinding } from '#coding/domain/finding.ts'
import { parseNoteId } from '#coding/domain/ids.ts'
import { type Sandbox, startSandbox } from '#sandbox/start-sandbox.ts'
import { buildPatients } from '../../../sandbox/patients/build-patients.ts'
import { aPrompt } from '../features/builders.ts'
import { type ChartLaunch, launchFromSandbox, SIDEBAR_URL } from './support/launch-from-sandbox.ts'
import { createMemoryLedger } from './support/memory-ledger.ts'

let sandbox: Sandbox
beforeEach(async () => {
  sandbox = await startSandbox({ port: 0, sidebarUrl: SIDEBAR_URL, resources: buildPatients('2026-11-02') })
})
afterEach(() => sandbox.stop())

async function launch(changes: Partial<ChartLaunch> = {}): Promise<EhrConnection> {
  const context = { patientId: 'pat-knee', encounterId: 'enc-knee', userId: 'prac-rivera' }
  const browser = await launchFromSandbox({ sandbox, ...context, ...changes })
  const result = await connect({ browser })
  if (result.kind !== 'connected') throw new Error(`not connected: ${JSON.stringify(result)}`)
  return result.connection
}

/** About the note that stands in the sandbox. */
function aKneeQuestion(): PromptFinding {
  const { prompt, ...finding } = aPrompt()
  const evidence = prompt.evidence.map((one) => ({ ...one, noteId: parseNoteId('note-knee-1') }))
  return { ...finding, prompt: { ...prompt, evidence } }
}

const list = async <Kind extends Resource>(type: Kind['resourceType'], parameters = {}) =>
  (await sandbox.search(type, parameters)) as readonly Kind[]

async function fillIn(reference: string, item: QuestionnaireResponse['item'], changes: object = {}): Promise<void> {
  const response = (await sandbox.read(reference)) as QuestionnaireResponse
  const answer = await fetch(`${sandbox.url}/open/fhir/${reference}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/fhir+json' },
    body: JSON.stringify({ ...response, status: 'completed', item, ...changes }),
  })
  expect(answer.status).toBe(200)
}

const sent = { kind: 'sent', task: expect.stringMatching(/^Task\//), response: expect.stringMatching(/^Questionnaire/) }

describe('a query', () => {
  test('is a Task for the author of the note, with the form, an empty answer, and who is behind it', async () => {
    const connection = await launch()
    const outcome = await connection.sendQuery(aKneeQuestion(), createMemoryLedger())
    expect(outcome).toEqual(sent)
    const [task] = await list<Task>('Task')
    expect(task).toMatchObject({
      focus: { reference: 'DocumentReference/note-knee-1' },
      for: { reference: 'Patient/pat-knee' },
      requester: { reference: 'Practitioner/prac-rivera' },
      owner: { reference: 'Practitioner/prac-rivera' },
      meta: { security: [{ code: 'AIAST' }] },
    })
    const [form] = await list<Questionnaire>('Questionnaire')
    const [response] = await list<QuestionnaireResponse>('QuestionnaireResponse')
    expect(response).toMatchObject({ status: 'in-progress', questionnaire: form?.url })
    const [provenance] = await list<Provenance>('Provenance')
    expect(provenance?.target.map(({ reference }) => reference)).toEqual([
      `Task/${task?.id}`,
      `QuestionnaireResponse/${response?.id}`,
    ])
    expect(provenance?.agent).toMatchObject([{}, { who: { reference: 'Practitioner/prac-rivera' } }])
  })

  test('that is sent twice, from two windows and without a common ledger, is there once', async () => {
    const connection = await launch()
    const ledger = createMemoryLedger()
    const first = await connection.sendQuery(aKneeQuestion(), ledger)
    expect(await connection.sendQuery(aKneeQuestion(), ledger)).toEqual(first)
    expect(await (await launch()).sendQuery(aKneeQuestion(), createMemoryLedger())).toEqual(first)
    const counts = await Promise.all(
      ['Task', 'Questionnaire', 'QuestionnaireResponse', 'Provenance'].map(
        async (type) => (await list(type as 'Task')).length,
      ),
    )
    expect(counts).toEqual([1, 1, 1, 1])
  })

  test('that was answered in the EHR is read back in the words of the one who answered', async () => {
    const connection = await launch()
    const question = aKneeQuestion()
    const outcome = await connection.sendQuery(question, createMemoryLedger())
    const response = outcome.kind === 'sent' ? outcome.response : ''
    expect(await connection.readQueryAnswer(response, question)).toEqual({ kind: 'open' })
    const [form] = await list<Questionnaire>('Questionnaire')
    const right = form?.item?.[0]?.answerOption?.find(({ valueCoding }) => valueCoding?.display === 'Right knee')
    await fillIn(response, [{ linkId: 'question', answer: [{ valueCoding: right?.valueCoding ?? {} }] }])
    const answer = { kind: 'answer', option: 'right-knee' }
    expect(await connection.readQueryAnswer(response, question)).toEqual({ kind: 'answered', answer })
  })

  test('that was moved to another patient is not read', async () => {
    const connection = await launch()
    const question = aKneeQuestion()
    const outcome = await connection.sendQuery(question, createMemoryLedger())
    const other = { ...question, prompt: question.prompt }
    const foreign = await launch({ patientId: 'pat-back', encounterId: 'enc-back' })
    const reading = foreign.readQueryAnswer(outcome.kind === 'sent' ? outcome.response : '', other)
    await expect(reading.catch(() => ({ kind: 'foreign' }))).resolves.toEqual({ kind: 'foreign' })
  })

  test.each([
    ['Task', ['user/Questionnaire.crs', 'user/QuestionnaireResponse.crs']],
    ['Questionnaire', ['user/Task.crus', 'user/QuestionnaireResponse.crs']],
    ['QuestionnaireResponse', ['user/Task.crus', 'user/Questionnaire.crs']],
  ])('is not begun where %s was not granted', async (_, granted) => {
    const reads = ['patient/Patient.r', 'patient/Encounter.rs', 'patient/DocumentReference.rs']
    const connection = await launch({ scopes: [...reads, ...granted] })
    const outcome = await connection.sendQuery(aKneeQuestion(), createMemoryLedger())
    expect(outcome).toEqual({ kind: 'not-offered', reason: 'you were not granted it' })
    expect(await list('Task')).toEqual([])
    expect(await list('Questionnaire')).toEqual([])
  })

  test('that was refused half-way is gone on with, and nothing of it is there twice', async () => {
    const connection = await launch()
    const ledger = createMemoryLedger()
    // What an attempt leaves that got as far as the empty answer: the EHR refused the Task.
    await connection.sendQuery(aKneeQuestion(), ledger)
    const [row] = await ledger.list()
    const [task] = await list<Task>('Task')
    const response = row?.remoteId?.split(',')[1] ?? ''
    const own = createMemoryLedger()
    const { key = '', payloadSha256 = '' } = row ?? {}
    await own.begin({ key, target: 'Task', payloadSha256 })
    await own.settle(key, {
      state: 'rejected',
      payloadSha256,
      provenance: 'none',
      issueCodes: [],
      remoteId: `Questionnaire/q1,${response}`,
    })
    expect(await connection.sendQuery(aKneeQuestion(), own)).toMatchObject({ kind: 'sent', response })
    expect(await list('QuestionnaireResponse')).toHaveLength(1)
    expect(await list('Questionnaire')).toHaveLength(1)
    expect((await list<Task>('Task')).map(({ id }) => id)).toEqual([task?.id])
  })

  test('is not begun while the ledger is away', async () => {
    const connection = await launch()
    const ledger = { ...createMemoryLedger(), begin: () => Promise.reject(new TypeError('away')) }
    expect(await connection.sendQuery(aKneeQuestion(), ledger)).toMatchObject({ kind: 'rejected' })
    expect(await list('Task')).toEqual([])
  })
})
