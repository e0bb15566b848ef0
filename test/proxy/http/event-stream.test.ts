import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createEventStream, formatEvent, type StreamEvent } from '#proxy/http/event-stream.ts'

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
    expect(await readAll(createEventStream(batches(), { heartbeatMs: 1000, onEnd }))).toBe(
      'event: finding\ndata: {"quote":"line one\\nline two\\r\\n\\n: not a comment"}\n\nevent: done\ndata: {}\n\n',
    )
    expect(onEnd).toHaveBeenCalledOnce()
  })

  test('sends heartbeats while there is nothing to say', async () => {
    const { promise, resolve } = Promise.withResolvers<readonly StreamEvent[]>()
    async function* batches() {
      yield await promise
    }
    const stream = createEventStream(batches(), { heartbeatMs: 1000, onEnd: () => undefined })
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
    const reader = createEventStream(batches(), { heartbeatMs: 1000, onEnd }).getReader()
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
    createEventStream(batches(), { heartbeatMs: 10, onEnd: () => undefined })
    await vi.advanceTimersByTimeAsync(1000)
    expect(made).toBeLessThanOrEqual(2)
  })

  test('is broken off, not ended, when its producer fails', async () => {
    async function* batches() {
      yield [{ event: 'finding', data: {} }]
      throw new TypeError('broken')
    }
    const onEnd = vi.fn()
    await expect(readAll(createEventStream(batches(), { heartbeatMs: 1000, onEnd }))).rejects.toThrow()
    expect(onEnd).toHaveBeenCalledOnce()
  })
})
