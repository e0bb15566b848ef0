// A pane that is opened again: the same reading is not paid for twice, and nobody else ever has it.
import { beforeEach, describe, expect, test } from 'vitest'
import { createColumnCipher } from '#proxy/crypto/column-cipher.ts'
import { createAnswerMemory } from '#proxy/llm/answer-memory.ts'
import { chooseMask } from '#proxy/llm/choose-mask.ts'
import { answer, cut, text } from '../../support/llm-mock/llm-mock.ts'
import { writeAnswer } from '../../support/llm-mock/wire.ts'
import {
  aMaskSeeds,
  aRecord,
  createTestProxy,
  ISSUER,
  KEYS,
  otherRow,
  signIdToken,
  signIn,
  TEST_LIMITS,
  type TestProxy,
} from '../proxy-fixture.ts'
import { dumpDatabase } from '../test-database.ts'
import {
  allowedRow,
  analyse,
  codesOf,
  createWholeModel,
  findingsOf,
  KNEE_ITEM,
  KNEE_NOTE,
  listAudited,
  openModelWorld,
  readSpend,
  statusesOf,
} from './analysis-fixture.ts'
import { aNote, engine } from './gate-fixture.ts'

const NOTE = `${KNEE_NOTE}\n2. Zuleika Quillfeather says MEMORYWORD and smiles.`
const BOTH = ['M17.9', 'M17.11']

const { database, mock } = await openModelWorld()
beforeEach(() => {
  mock.requests.length = 0
  mock.script(answer([KNEE_ITEM]))
})

async function createProxy(rows: readonly object[] = [allowedRow], modelAnswerMs = 600_000): Promise<TestProxy> {
  const model = await createWholeModel(mock.url)
  const limits = { ...TEST_LIMITS, modelAnswerMs }
  return createTestProxy(database.db, { engine, model, mask: chooseMask(), rows, limits })
}

/** Which of the calls of the test reached the vendor. */
const asked = () => mock.requests.length

describe('the same note, opened again', () => {
  test('shows the same, asks nobody, costs nothing, and is on record as said again', async () => {
    const proxy = await createProxy()
    const signed = await signIn(proxy, {})
    // Another stand-in for the same name each time: the words of the note are what is kept.
    const named = 'Zuleika Quillfeather says MEMORYWORD and smiles'
    mock.script(async (response, request) => {
      const { messages } = JSON.parse(request.body) as { messages: { content: { text: string }[] }[] }
      const sent = JSON.parse(messages[0]?.content[1]?.text ?? '') as { untrusted_documents: { text: string }[] }
      const line = sent.untrusted_documents[0]?.text.split('\n2. ')[1]?.replace(/\.$/, '') ?? ''
      expect(line).not.toContain('Quillfeather')
      const question = { ...KNEE_ITEM, kind: 'question', code: '', topic: 'significance' }
      await answer([KNEE_ITEM, { ...question, quotes: [{ document: 'note-1', text: line }] }, { nothing: 1 }])(
        response,
        request,
      )
    })
    const first = await analyse(proxy, { note: NOTE, signed })
    const spent = await readSpend(database.db)
    const again = await analyse(proxy, { note: NOTE, signed })
    expect(asked()).toBe(1)
    expect(codesOf(first)).toEqual(BOTH)
    expect(JSON.stringify(findingsOf(first))).toContain(named)
    expect(findingsOf(again)).toEqual(findingsOf(first))
    expect(statusesOf(again).at(-1)).toEqual(statusesOf(first).at(-1))
    expect(await readSpend(database.db)).toBe(spent)
    const last = (await listAudited(database.db)).findLast(({ action }) => action === 'model.answer')
    expect(last).toMatchObject({ outcome: 'complete', repeated: true, findings: 2 })
    expect(last).not.toHaveProperty('costMicroUsd')
    const metrics = await (await proxy.app.request('/metrics')).text()
    expect(metrics).toContain('postil_model_calls_total{outcome="repeated"} 1')
    expect(await dumpDatabase(database.db)).not.toContain('MEMORYWORD')
  })

  test('is asked again when the time is over', async () => {
    const proxy = await createProxy([allowedRow], 60_000)
    const signed = await signIn(proxy, {})
    await analyse(proxy, { signed })
    proxy.clock.now += 59_999
    await analyse(proxy, { signed })
    expect(asked()).toBe(1)
    proxy.clock.now += 1
    await analyse(proxy, { signed })
    expect(asked()).toBe(2)
  })

  test('is asked each time where the site keeps nothing', async () => {
    const proxy = await createProxy([allowedRow], 0)
    const signed = await signIn(proxy, {})
    for (const _ of [1, 2]) expect(codesOf(await analyse(proxy, { signed }))).toEqual(BOTH)
    expect(asked()).toBe(2)
  })
})

describe('is not said again', () => {
  test.each([
    ['a changed note', { note: `${KNEE_NOTE} She walks.` }],
    ['another version of the note', { record: aRecord({ notes: [aNote(KNEE_NOTE, { version: '2' })] }) }],
    ['other names of the chart', { maskSeeds: { ...aMaskSeeds, facilities: ['Elm Clinic'] } }],
    ['another sex', { record: aRecord({ notes: [aNote(KNEE_NOTE)], sex: 'male' as const }) }],
  ])('%s', async (_name, changes) => {
    const proxy = await createProxy()
    const signed = await signIn(proxy, {})
    await analyse(proxy, { signed })
    await analyse(proxy, { signed, ...changes })
    expect(asked()).toBe(2)
  })

  test('what another person had, or another role', async () => {
    const proxy = await createProxy()
    await analyse(proxy)
    const idToken = signIdToken({ claims: { fhirUser: `${ISSUER}/Practitioner/coder-1` } })
    await analyse(proxy, { signed: await signIn(proxy, { idToken }) })
    expect(asked()).toBe(2)
  })

  test('what another tenant had', async () => {
    const proxy = await createProxy([allowedRow, { ...otherRow, model: 'allowed' }])
    await analyse(proxy)
    const idToken = signIdToken({ claims: { iss: otherRow.idToken.issuer } })
    const record = aRecord({ tenant: otherRow.key as never, notes: [aNote(KNEE_NOTE)] })
    await analyse(proxy, { record, signed: await signIn(proxy, { issuer: otherRow.issuer, idToken }) })
    expect(asked()).toBe(2)
  })

  test.each([
    ['broke off', cut(writeAnswer([KNEE_ITEM]), 900, 'reset')],
    ['was declined', text(JSON.stringify({ items: [KNEE_ITEM] }), 'refusal')],
    ['was cut at its length', text(JSON.stringify({ items: [KNEE_ITEM] }), 'max_tokens')],
  ])('an answer that %s', async (_name, reply) => {
    const proxy = await createProxy()
    const signed = await signIn(proxy, {})
    mock.script(reply)
    await analyse(proxy, { signed })
    const before = asked()
    mock.script(answer([KNEE_ITEM]))
    expect(codesOf(await analyse(proxy, { signed }))).toEqual(BOTH)
    expect(asked()).toBe(before + 1)
  })

  test('anything, once the model is off', async () => {
    let state: 'on' | 'off' = 'on'
    const model = await createWholeModel(mock.url)
    const switched = {
      ...model,
      get availability() {
        return state === 'on' ? model.availability : { state, reason: 'it is rested' }
      },
    }
    const limits = { ...TEST_LIMITS, modelAnswerMs: 600_000 }
    const proxy = createTestProxy(database.db, { engine, model: switched, rows: [allowedRow], limits })
    const signed = await signIn(proxy, {})
    expect(codesOf(await analyse(proxy, { signed }))).toEqual(BOTH)
    state = 'off'
    expect(codesOf(await analyse(proxy, { signed }))).toEqual(['M17.9'])
  })
})

test('holds a few hundred answers at most, each only under its own key', () => {
  const memory = createAnswerMemory({ cipher: createColumnCipher(KEYS.columnKeys), now: () => 0, keptMs: 1000 })
  for (let at = 0; at < 600; at++) memory.keep(`key ${at}`, [at])
  expect(memory.find('key 599')).toEqual([599])
  expect(memory.find('key 0')).toBeUndefined()
  expect(Array.from({ length: 600 }, (_, at) => memory.find(`key ${at}`)).filter(Boolean)).toHaveLength(500)
  memory.keep('long', ['x'.repeat(70_000)])
  expect(memory.find('long')).toBeUndefined()
})
