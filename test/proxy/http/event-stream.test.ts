import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { answerWithEvents, createEventStream, formatEvent, type StreamEvent } from '#proxy/http/event-stream.ts'

const TIMES = { heartbeatMs: 1000, readerMs: 60_000 }

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

async function readAll(stream: ReadableStream<Uint8Array>): Promise<string> {
  return new Response(stream).text()
}

describe('the event stream', () => {
  test('writes each event on its own lines, whatever its text holds', async () => {
    async function* batches() {
      yield [
        { event: 'finding', data: { quote: 'line one\nline two\r\n\n: not a comment' } },
        { event: 'done', data: {} },
      ]
    }
    const onEnd = vi.fn()
    expect(await readAll(createEventStream(batches(), { ...TIMES, onEnd }))).toBe(
      'event: finding\ndata: {"quote":"line one\\nline two\\r\\n\\n: not a comment"}\n\nevent: done\ndata: {}\n\n',
    )
    expect(onEnd).toHaveBeenCalledOnce()
  })

  test('sends heartbeats while there is nothing to say', async () => {
    const { promise, resolve } = Promise.withResolvers<readonly StreamEvent[]>()
    async function* batches() {
      yield await promise
    }
    const stream = createEventStream(batches(), { ...TIMES, onEnd: () => undefined })
    const reader = stream.getReader()
    const first = reader.read()
    await vi.advanceTimersByTimeAsync(1000)
    expect(new TextDecoder().decode((await first).value)).toBe(': keep-alive\n\n')
    resolve([{ event: 'done', data: {} }])
    expect(new TextDecoder().decode((await reader.read()).value)).toBe(formatEvent({ event: 'done', data: {} }))
    expect((await reader.read()).done).toBe(true)
    expect(vi.getTimerCount()).toBe(0)
  })

  test('stops its producer, and is counted out once, when its reader leaves', async () => {
    const stopped = vi.fn()
    async function* batches() {
      try {
        for (;;) yield [{ event: 'finding', data: {} }]
      } finally {
        stopped()
      }
    }
    const onEnd = vi.fn()
    const reader = createEventStream(batches(), { ...TIMES, onEnd }).getReader()
    await reader.read()
    await reader.cancel()
    expect(stopped).toHaveBeenCalledOnce()
    expect(onEnd).toHaveBeenCalledOnce()
    expect(vi.getTimerCount()).toBe(0)
  })

  test('does not run ahead of a reader that does not read', async () => {
    let made = 0
    async function* batches() {
      for (;;) {
        made += 1
        yield [{ event: 'finding', data: {} }]
      }
    }
    createEventStream(batches(), { ...TIMES, heartbeatMs: 10, onEnd: () => undefined })
    await vi.advanceTimersByTimeAsync(1000)
    expect(made).toBeLessThanOrEqual(2)
  })

  test('gives up a reader that takes nothing for too long, and waits for its producer to put things in order', async () => {
    const order: string[] = []
    async function* batches() {
      try {
        for (;;) yield [{ event: 'finding', data: {} }]
      } finally {
        await Promise.resolve()
        order.push('stopped')
      }
    }
    const stream = createEventStream(batches(), {
      ...TIMES,
      onEnd: () => void order.push('end'),
      onSettled: () => void order.push('settled'),
    })
    await vi.advanceTimersByTimeAsync(TIMES.readerMs - 1)
    expect(order).toEqual([])
    await vi.advanceTimersByTimeAsync(2 * TIMES.heartbeatMs)
    expect(order).toEqual(['end', 'stopped', 'settled'])
    expect(vi.getTimerCount()).toBe(0)
    await expect(stream.getReader().read()).rejects.toThrow('Nobody reads.')
  })

  test('keeps a reader that is slow but takes something', async () => {
    async function* batches() {
      for (;;) yield [{ event: 'finding', data: {} }]
    }
    const reader = createEventStream(batches(), { ...TIMES, onEnd: () => undefined }).getReader()
    for (let times = 0; times < 10; times++) {
      await vi.advanceTimersByTimeAsync(TIMES.readerMs / 2)
      expect((await reader.read()).done).toBe(false)
    }
    await reader.cancel()
  })

  test('is broken off, not ended, when its producer fails', async () => {
    async function* batches() {
      yield [{ event: 'finding', data: {} }]
      throw new TypeError('broken')
    }
    const onEnd = vi.fn()
    await expect(readAll(createEventStream(batches(), { ...TIMES, onEnd }))).rejects.toThrow()
    expect(onEnd).toHaveBeenCalledOnce()
  })
})

describe('an answer of events', () => {
  const DONE = { event: 'done', data: {} }
  const follow = () => ({ ...TIMES, onBegin: vi.fn(), onEnd: vi.fn(), onSettled: vi.fn() })

  test('is one text where all of it comes together', async () => {
    async function* batches() {
      yield [{ event: 'finding', data: {} }, DONE]
    }
    const options = follow()
    const body = await answerWithEvents(batches(), options)
    expect(body).toBe(formatEvent({ event: 'finding', data: {} }) + formatEvent(DONE))
    expect([options.onBegin, options.onEnd, options.onSettled].map(({ mock }) => mock.calls.length)).toEqual([1, 1, 1])
    expect(vi.getTimerCount()).toBe(0)
  })

  test('is a stream where something is still to come, with what there was at its head', async () => {
    const { promise, resolve } = Promise.withResolvers<readonly StreamEvent[]>()
    async function* batches() {
      yield [{ event: 'finding', data: {} }]
      yield await promise
    }
    const options = follow()
    const asked = answerWithEvents(batches(), options)
    await vi.advanceTimersByTimeAsync(1)
    const body = await asked
    if (typeof body === 'string') throw new TypeError('Not a stream.')
    expect(options.onEnd).not.toHaveBeenCalled()
    resolve([DONE])
    expect(await readAll(body)).toBe(formatEvent({ event: 'finding', data: {} }) + formatEvent(DONE))
    expect([options.onEnd, options.onSettled].map(({ mock }) => mock.calls.length)).toEqual([1, 1])
    expect(vi.getTimerCount()).toBe(0)
  })

  test('has begun, and has heartbeats, before its first event where that takes long', async () => {
    const { promise, resolve } = Promise.withResolvers<readonly StreamEvent[]>()
    async function* batches() {
      yield await promise
    }
    const asked = answerWithEvents(batches(), follow())
    await vi.advanceTimersByTimeAsync(TIMES.heartbeatMs)
    const body = await asked
    if (typeof body === 'string') throw new TypeError('Not a stream.')
    const text = readAll(body)
    await vi.advanceTimersByTimeAsync(TIMES.heartbeatMs)
    resolve([DONE])
    expect(await text).toBe(`: keep-alive\n\n${formatEvent(DONE)}`)
  })

  test('stops its producer when its reader leaves', async () => {
    const stopped = vi.fn()
    async function* batches() {
      try {
        for (;;) yield [{ event: 'finding', data: {} }]
      } finally {
        stopped()
      }
    }
    const options = follow()
    const body = await answerWithEvents(batches(), options)
    if (typeof body === 'string') throw new TypeError('Not a stream.')
    await body.cancel()
    expect([stopped, options.onEnd, options.onSettled].map(({ mock }) => mock.calls.length)).toEqual([1, 1, 1])
  })

  test('is an error, and no half answer, where its producer fails at once; broken off where it fails later', async () => {
    async function* atOnce(): AsyncGenerator<readonly StreamEvent[]> {
      yield await Promise.reject(new TypeError('broken'))
    }
    const options = follow()
    await expect(answerWithEvents(atOnce(), options)).rejects.toThrow('broken')
    expect([options.onBegin, options.onEnd, options.onSettled].map(({ mock }) => mock.calls.length)).toEqual([0, 1, 1])
    async function* later() {
      yield [{ event: 'finding', data: {} }]
      throw new TypeError('broken')
    }
    const body = await answerWithEvents(later(), follow())
    if (typeof body === 'string') throw new TypeError('Not a stream.')
    await expect(readAll(body)).rejects.toThrow('broken')
  })
})
