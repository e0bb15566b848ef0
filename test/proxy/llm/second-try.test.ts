// One more question, and never a second: for an answer that cannot be read, and for one that was declined.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { LanguageModel } from '#proxy/llm/language-model.ts'
import { createSecondTry } from '#proxy/llm/second-try.ts'
import { createWholeDeadline } from '#proxy/llm/whole-deadline.ts'
import { answer, cut, fail, type LlmMock, stall, startLlmMock, text } from '../../support/llm-mock/llm-mock.ts'
import { writeAnswer } from '../../support/llm-mock/wire.ts'
import { anItem, aRequest, ask, createTestModel, MODEL } from './model-fixture.ts'

const OTHER = 'claude-opus-5-5'
const refused = text('', 'refusal')
const prose = text('I am sorry.')

let mock: LlmMock
let model: LanguageModel
beforeAll(async () => {
  mock = await startLlmMock()
})
afterAll(() => mock.stop())
beforeEach(async () => {
  mock.describe({})
  mock.requests.length = 0
  const [first, other] = await Promise.all([
    createTestModel(mock.url),
    createTestModel(mock.url, {
      model: OTHER,
      identity: { model: OTHER, promptVersion: '2', promptHash: 'x', schemaHash: 'x' },
    }),
  ])
  model = createSecondTry(first.model, [other.model])
})

const asking = aRequest({ second: OTHER })

describe('the deadline of the whole answer', () => {
  test('ends a second try in the middle, as what it is', async () => {
    mock.script(refused, stall(writeAnswer([anItem]).slice(0, 3), true))
    const patient = { times: { idleMs: 30_000, deadlineMs: 30_000 } }
    const other = await createTestModel(mock.url, {
      ...patient,
      model: OTHER,
      identity: { model: OTHER, promptVersion: '2', promptHash: 'x', schemaHash: 'x' },
    })
    const first = (await createTestModel(mock.url, patient)).model
    const whole = createWholeDeadline(createSecondTry(first, [other.model]), 300)
    const { end, ms } = await ask(whole, asking)
    expect(end).toMatchObject({ outcome: { code: 'deadline' }, model: OTHER, earlier: { because: 'refused' } })
    expect(ms).toBeLessThan(3000)
  })

  test('leaves an answer in time, and a reader who leaves, as they are', async () => {
    mock.script(answer([anItem]))
    expect((await ask(createWholeDeadline(model, 5000))).end.outcome.code).toBe('complete')
    expect((await ask(createWholeDeadline(model, 5000), aRequest(), AbortSignal.abort())).end.outcome.code).toBe(
      'aborted',
    )
  })
})

const modelsAsked = (): unknown[] =>
  mock.requests.map(({ body }) => (JSON.parse(body) as { readonly model: unknown }).model)

describe('an answer that was declined', () => {
  test('is asked of the other model once, and the end says by whom and why', async () => {
    mock.script(refused, answer([anItem]))
    const { items, end } = await ask(model, asking)
    expect(items).toEqual([anItem])
    expect(modelsAsked()).toEqual([MODEL, OTHER])
    expect(end).toMatchObject({ outcome: { code: 'complete' }, model: OTHER, earlier: { because: 'refused' } })
    expect(end.earlier?.usage?.inputTokens).toBeGreaterThan(0)
  })

  test('is declined when the other declines too', async () => {
    mock.script(refused)
    expect((await ask(model, asking)).end).toMatchObject({ outcome: { code: 'refused' }, model: OTHER })
    expect(mock.requests).toHaveLength(2)
  })

  test('after an item stays declined: nothing is shown as if it were whole', async () => {
    mock.script(text(JSON.stringify({ items: [anItem] }), 'refusal'), answer([]))
    expect((await ask(model, asking)).end.outcome.code).toBe('refused')
    expect(mock.requests).toHaveLength(1)
  })

  test.each([
    ['none', undefined],
    ['one that is not configured', 'claude-haiku-5-5'],
  ])('stays declined where the request names %s', async (_, second) => {
    mock.script(refused, answer([]))
    expect((await ask(model, aRequest(second === undefined ? {} : { second }))).end.outcome.code).toBe('refused')
    expect(mock.requests).toHaveLength(1)
  })

  test('stays declined where no other is configured', async () => {
    mock.script(refused, answer([]))
    const alone = createSecondTry((await createTestModel(mock.url)).model)
    expect((await ask(alone, asking)).end.outcome.code).toBe('refused')
    expect(mock.requests).toHaveLength(1)
  })
})

describe('an answer that cannot be read', () => {
  test('is asked for once more in its form, of the same model, with the rest as it was', async () => {
    mock.script(prose, answer([anItem]))
    const { items, end } = await ask(model, asking)
    expect(items).toEqual([anItem])
    expect(modelsAsked()).toEqual([MODEL, MODEL])
    expect(end).toMatchObject({ outcome: { code: 'complete' }, earlier: { because: 'malformed' } })
    const [first, second] = mock.requests.map(({ body }) => body)
    expect(first).not.toContain('could not be read')
    expect(second).toContain('could not be read')
    expect(second).toContain('untrusted_documents')
    expect(second).not.toContain('I am sorry')
  })

  test.each([
    ['still no JSON', prose, 'malformed'],
    ['refused then', refused, 'refused'],
    ['overloaded then', fail(529, ['overloaded_error', 'x']), 'overloaded'],
    ['cut then', cut(writeAnswer([anItem]), 300, 'clean'), 'cut'],
  ] as const)('is not asked for a third time: %s', async (_, reply, code) => {
    mock.script(prose, reply)
    const { end } = await ask(model, asking)
    expect(end).toMatchObject({ outcome: { code }, earlier: { because: 'malformed' } })
    expect(mock.requests).toHaveLength(2)
  })
})

test.each([
  ['complete', answer([])],
  ['overloaded', fail(529, ['overloaded_error', 'x'])],
  ['unauthorized', fail(401, ['authentication_error', 'x'])],
  ['truncated', text('{"items":[', 'max_tokens')],
] as const)('another end is left as it is: %s', async (code, reply) => {
  mock.script(reply)
  const { end } = await ask(model, asking)
  expect(end.outcome.code).toBe(code)
  expect(end.earlier).toBeUndefined()
  expect(mock.requests).toHaveLength(1)
})

test('who has left is asked nothing more', async () => {
  mock.script(refused, answer([]))
  const leaving = new AbortController()
  leaving.abort()
  expect((await ask(model, asking, leaving.signal)).end.earlier).toBeUndefined()
})
