// Every trap of the vendor's client and every fault of the service, each with its own outcome. Nothing partial is ever complete.
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { ModelFailure } from '#proxy/llm/language-model.ts'
import {
  answer,
  cut,
  dribble,
  fail,
  type LlmMock,
  redirect,
  silence,
  stall,
  startLlmMock,
  stream,
  text,
} from '../../support/llm-mock/llm-mock.ts'
import {
  closeMessage,
  errorBody,
  formatWireEvent,
  openMessage,
  textDelta,
  writeAnswer,
} from '../../support/llm-mock/wire.ts'
import { anItem, aRequest, ask, createTestModel, KEY, type TestModel } from './model-fixture.ts'

let mock: LlmMock
let tested: TestModel
const printed: unknown[] = []

beforeAll(async () => {
  for (const name of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    vi.spyOn(console, name).mockImplementation((...words: unknown[]) => void printed.push(words))
  }
  mock = await startLlmMock()
})
afterAll(async () => {
  vi.restoreAllMocks()
  await mock.stop()
})
beforeEach(async () => {
  mock.describe({})
  mock.script(answer([anItem]))
  mock.requests.length = 0
  printed.length = 0
  tested = await createTestModel(mock.url)
})

const half = [openMessage(), textDelta(`{"items":[${JSON.stringify(anItem)},{"kind":"diag`)]
const later = [openMessage(), textDelta(`{"items":[${JSON.stringify(anItem)}`)]

describe('a whole answer', () => {
  test('gives its items, its usage and the request id, and only then the word complete', async () => {
    mock.script(answer([anItem, { ...anItem, code: 'E11.9' }]))
    const { items, end } = await ask(tested.model)
    expect(items).toEqual([anItem, { ...anItem, code: 'E11.9' }])
    expect(end).toEqual({
      kind: 'end',
      outcome: { code: 'complete' },
      usage: { inputTokens: 1200, cacheWriteTokens: 0, cacheReadTokens: 5000, outputTokens: 240 },
      providerRequestId: 'req_mock',
    })
  })

  test('may be an empty list', async () => {
    mock.script(answer([]))
    expect(await ask(tested.model)).toMatchObject({ items: [], end: { outcome: { code: 'complete' } } })
  })

  test('gives the first item before the second is written', async () => {
    mock.script(answer([anItem, anItem, anItem], 15))
    const seen: number[] = []
    const started = performance.now()
    for await (const event of tested.model.propose(aRequest(), new AbortController().signal)) {
      if (event.kind === 'item') seen.push(performance.now() - started)
    }
    expect(seen).toHaveLength(3)
    expect((seen[0] ?? 0) * 2).toBeLessThan(seen[2] ?? 0)
  })

  test('survives one byte at a time', async () => {
    // How long it may be silent is not the question here.
    const { model } = await createTestModel(mock.url, { times: { idleMs: 5000, deadlineMs: 20_000 } })
    mock.script(dribble(writeAnswer([anItem, anItem])))
    const { items, end } = await ask(model)
    expect(items).toHaveLength(2)
    expect(end.outcome.code).toBe('complete')
  })

  test('skips events that a later version of the interface may add', async () => {
    const unknown = formatWireEvent('content_block_hint', { type: 'content_block_hint', text: 'x'.repeat(200_000) })
    mock.script(stream([openMessage(), unknown, textDelta('{"items":[]}'), unknown, closeMessage()]))
    expect((await ask(tested.model)).end.outcome.code).toBe('complete')
  })
})

describe('an answer that is refused before it begins', () => {
  const refusals: readonly (readonly [string, ReturnType<typeof fail>, ModelFailure, number?])[] = [
    ['429 with a time', fail(429, ['rate_limit_error', 'slow down'], { 'retry-after': '30' }), 'rate-limited', 30_000],
    [
      '429 with a time in milliseconds',
      fail(429, ['rate_limit_error', 'slow'], { 'retry-after-ms': '700' }),
      'rate-limited',
      700,
    ],
    ['429 without a time', fail(429, ['rate_limit_error', 'slow down']), 'rate-limited'],
    [
      '429 of a spending cap',
      fail(429, ['rate_limit_error', 'cap'], { 'x-error-code': 'enforced_spend_limit_reached' }),
      'spend-limit',
    ],
    [
      '400 of a spending limit of ours',
      fail(400, ['invalid_request_error', 'You have reached your specified API usage limits.']),
      'spend-limit',
    ],
    ['402', fail(402, ['billing_error', 'pay']), 'spend-limit'],
    ['529', fail(529, ['overloaded_error', 'Overloaded']), 'overloaded'],
    ['500', fail(500, ['api_error', 'Internal server error']), 'unavailable'],
    ['503', fail(503, ['api_error', 'Unavailable'], { 'retry-after': '5' }), 'unavailable', 5000],
    [
      '400 of a feature that no agreement covers',
      fail(400, ['invalid_request_error', 'x is not available for HIPAA-regulated organizations: x']),
      'feature-not-covered',
    ],
    ['400', fail(400, ['invalid_request_error', 'temperature: CANARY']), 'bad-request'],
    [
      'more than the model can read',
      fail(400, ['invalid_request_error', 'prompt is too long: 210000 tokens > 200000 maximum']),
      'context-exceeded',
    ],
    ['401', fail(401, ['authentication_error', 'invalid x-api-key']), 'unauthorized'],
    ['403', fail(403, ['permission_error', 'no']), 'unauthorized'],
    ['404', fail(404, ['not_found_error', 'model']), 'bad-request'],
    ['413', fail(413, ['request_too_large', 'too large']), 'too-large'],
  ]
  test.each(refusals.map(([name, reply, code, retryAfterMs]) => ({ name, reply, code, retryAfterMs })))(
    '$name',
    async ({ reply, code, retryAfterMs }) => {
      mock.script(reply)
      const { items, end } = await ask(tested.model)
      expect(items).toEqual([])
      expect(end.outcome).toEqual({ code, ...(retryAfterMs !== undefined && { retryAfterMs }) })
      // The client's own retry is off: one request, whatever the answer.
      expect(mock.requests).toHaveLength(1)
    },
  )

  test('a redirect is not followed, and the note is not sent again', async () => {
    const elsewhere = await startLlmMock()
    mock.script(redirect(`${elsewhere.url}/v1/messages`))
    expect((await ask(tested.model)).end.outcome.code).toBe('redirected')
    expect(elsewhere.requests).toEqual([])
    await elsewhere.stop()
  })

  test('a server that is not there', async () => {
    const gone = await startLlmMock()
    const { model } = await createTestModel(gone.url)
    await gone.stop()
    expect((await ask(model)).end.outcome.code).toBe('unavailable')
  })
})

describe('an answer that breaks off', () => {
  const whole = writeAnswer([anItem, { ...anItem, code: 'I10' }], 40)
  const length = Buffer.byteLength(whole.join(''))

  test.each(['clean', 'reset'] as const)(
    'is never complete, wherever the bytes end (%s)',
    async (how) => {
      // At every byte of the end, where a mistake would pass; at every 7th of the long middle.
      const places = Array.from({ length }, (_, at) => at).filter((at) => at > length - 160 || at % 7 === 0)
      const outcomes = new Set<string>()
      const run = async (at: number): Promise<void> => {
        const own = await startLlmMock()
        own.script(cut(whole, at, how))
        const { model } = await createTestModel(own.url)
        const { items, end } = await ask(model)
        outcomes.add(end.outcome.code)
        expect(items.length).toBeLessThanOrEqual(2)
        for (const item of items) expect([anItem, { ...anItem, code: 'I10' }]).toContainEqual(item)
        // The message_stop event may be whole without the blank line behind it; nothing else is.
        if (end.outcome.code === 'complete') expect(at).toBeGreaterThanOrEqual(length - 2)
        await own.stop()
      }
      for (let start = 0; start < places.length; start += 16)
        await Promise.all(places.slice(start, start + 16).map(run))
      expect(outcomes).toContain('cut')
    },
    60_000,
  )

  test('is paid for by what was written, not by the first figure of its stream', async () => {
    mock.script(stream([openMessage(), textDelta(`{"items":[${' '.repeat(5000)}`)]))
    const { end } = await ask(tested.model)
    expect(end).toMatchObject({ outcome: { code: 'cut' }, usage: { inputTokens: 1200, outputTokens: 2004 } })
  })

  test('keeps the largest total that was told', async () => {
    const told = (tokens: number) =>
      formatWireEvent('message_delta', { type: 'message_delta', delta: {}, usage: { output_tokens: tokens } })
    mock.script(stream([openMessage(), textDelta('{"items":['), told(300), told(7)]))
    expect((await ask(tested.model)).end.usage?.outputTokens).toBe(300)
  })

  test('with an error in the middle', async () => {
    const error = `event: error\ndata: ${errorBody('overloaded_error', 'Overloaded')}\n\n`
    mock.script(stream([...half, error]))
    expect(await ask(tested.model)).toMatchObject({ items: [anItem], end: { outcome: { code: 'overloaded' } } })
  })
})

describe('an answer that stands still is left, and its connection closed', () => {
  const stalls: readonly (readonly [string, ReturnType<typeof stall>, number])[] = [
    ['after the headers', stall([], false), 0],
    ['after the first item', stall(later, false), 1],
    ['with pings only', stall(later, true), 1],
  ]
  test.each(stalls)('%s', async (_name, reply, count) => {
    mock.script(reply)
    const before = mock.leftEarly()
    const { items, end, ms } = await ask(tested.model)
    expect(items).toHaveLength(count)
    expect(end.outcome.code).toBe('stalled')
    expect(ms).toBeLessThan(1500)
    await vi.waitFor(() => expect(mock.leftEarly()).toBe(before + 1))
  })

  test('without headers, when the time is over', async () => {
    mock.script(silence)
    const { model } = await createTestModel(mock.url, { times: { idleMs: 5000, deadlineMs: 200 } })
    expect((await ask(model)).end.outcome.code).toBe('deadline')
  })

  test('when it goes on for ever, at the deadline', async () => {
    mock.script(stream([openMessage(), ...Array.from({ length: 200 }, () => textDelta(' '))], 20))
    const { model } = await createTestModel(mock.url, { times: { idleMs: 1000, deadlineMs: 300 } })
    const { end, ms } = await ask(model)
    expect(end.outcome.code).toBe('deadline')
    expect(ms).toBeLessThan(1500)
  })

  test('when its reader leaves', async () => {
    mock.script(stall(later, true))
    const before = mock.leftEarly()
    const leaving = new AbortController()
    setTimeout(() => leaving.abort(), 50)
    expect((await ask(tested.model, aRequest(), leaving.signal)).end.outcome.code).toBe('aborted')
    await vi.waitFor(() => expect(mock.leftEarly()).toBe(before + 1))
  })

  test('but not because we are slow to take what is there', async () => {
    mock.script(answer([anItem, anItem]))
    let code: string | undefined
    for await (const event of tested.model.propose(aRequest(), new AbortController().signal)) {
      if (event.kind === 'end') code = event.outcome.code
      else await new Promise((resolve) => setTimeout(resolve, 200))
    }
    expect(code).toBe('complete')
  })
})

describe('an answer that says something else', () => {
  const list = JSON.stringify({ items: [anItem] })
  const others: readonly (readonly [string, ReturnType<typeof text>, ModelFailure, number])[] = [
    ['a refusal after items', text(`{"items":[${JSON.stringify(anItem)},`, 'refusal'), 'refused', 1],
    ['a refusal of a whole list', text(list, 'refusal'), 'refused', 1],
    ['no room for more', text(`{"items":[${JSON.stringify(anItem)},{"ki`, 'max_tokens'), 'truncated', 1],
    ['a whole list at the limit of its length', text(list, 'max_tokens'), 'truncated', 1],
    ['notes too long', text('', 'model_context_window_exceeded'), 'context-exceeded', 0],
    ['a turn that pauses', text(list, 'pause_turn'), 'cut', 1],
    ['prose', text('I cannot see anything wrong with this note.'), 'malformed', 0],
    ['prose around the list', text(`Here you are: ${list}`), 'malformed', 0],
    ['another object', text('{"suggestions":[]}'), 'malformed', 0],
    ['a list that is not closed', text('{"items":['), 'malformed', 0],
    ['nothing at all', text(''), 'malformed', 0],
    ['an item that is not JSON', text('{"items":[{"kind":diagnosis}]}'), 'malformed', 0],
  ]
  test.each(others)('%s', async (...[, reply, code, count]) => {
    mock.script(reply)
    const { items, end } = await ask(tested.model)
    expect(end.outcome.code).toBe(code)
    expect(items).toHaveLength(count)
  })

  test('an event that is not JSON: nothing of it is printed', async () => {
    mock.script(stream([openMessage(), 'event: content_block_delta\ndata: {"CANARY-NOTE": broken\n\n']))
    expect((await ask(tested.model)).end.outcome.code).toBe('malformed')
    expect(JSON.stringify(printed)).not.toContain('CANARY')
    expect(tested.logged.join('')).not.toContain('CANARY')
    expect(tested.logged.join('')).toContain('model client')
  })

  test('an event of three megabytes', async () => {
    mock.script(stream([openMessage(), textDelta('x'.repeat(3_000_000)), closeMessage()]))
    const { end, ms } = await ask(tested.model)
    expect(end.outcome.code).toBe('malformed')
    expect(ms).toBeLessThan(2000)
  })

  test('ten thousand events at once', async () => {
    const deltas = Array.from({ length: 10_000 }, () => textDelta(' '))
    mock.script(stream([openMessage(), textDelta('{"items":['), ...deltas, textDelta(']}'), closeMessage()]))
    expect((await ask(tested.model)).end.outcome.code).toBe('complete')
  })
})

test('no word of a note or of the key comes out of any fault', async () => {
  const replies = [
    fail(400, ['invalid_request_error', 'CANARY-NOTE']),
    fail(401, ['authentication_error', KEY]),
    cut(half, 900, 'reset'),
    text('CANARY-NOTE'),
  ]
  for (const reply of replies) {
    mock.script(reply)
    const { end } = await ask(tested.model)
    expect(JSON.stringify(end)).not.toContain('CANARY')
  }
  expect(tested.logged.join('') + JSON.stringify(printed)).not.toContain('CANARY')
})
