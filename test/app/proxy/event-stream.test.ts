import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createEventParser, MAX_EVENT_LENGTH, readEvents, type ServerEvent } from '#app/proxy/event-stream.ts'
import { formatEvent } from '#proxy/http/event-stream.ts'

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

/** Cuts the bytes at the given places, each once, in order. */
function cut(bytes: Uint8Array, places: readonly number[]): readonly Uint8Array[] {
  const at = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b)
  return [...at, bytes.length].map((end, index) => bytes.slice(at[index - 1] ?? 0, end))
}

function parse(pieces: readonly Uint8Array[]): readonly ServerEvent[] {
  const parser = createEventParser()
  return pieces.flatMap((piece) => parser.push(piece))
}

describe('the event parser', () => {
  test('reads back what the proxy writes, wherever the bytes are cut', () => {
    const events = fc.array(fc.record({ event: fc.stringMatching(/^[a-z]{1,9}$/), data: fc.jsonValue() }), {
      maxLength: 8,
    })
    fc.assert(
      fc.property(events, fc.array(fc.nat()), (sent, places) => {
        const bytes = encode(sent.map(formatEvent).join(': keep-alive\n\n'))
        const expected = sent.map(({ event, data }) => ({ event, data: JSON.stringify(data) }))
        expect(parse(cut(bytes, places))).toEqual(expected)
      }),
    )
  })

  test('says the same for any line ending and any cut', () => {
    const line = fc.oneof(
      fc.constantFrom('event: a', 'data: 1', 'data:2', 'data', 'data: ', 'id: 7', ': note', '', 'é: x', 'data: 🦴é'),
      fc.string({ unit: 'grapheme', maxLength: 12 }).map((text) => text.replace(/[\r\n]/g, '')),
    )
    fc.assert(
      fc.property(fc.array(line), fc.constantFrom('\n', '\r\n', '\r'), fc.array(fc.nat()), (lines, ending, places) => {
        const plain = `${lines.join('\n')}\n`
        const bytes = encode(plain.replaceAll('\n', ending))
        expect(parse(cut(bytes, places))).toEqual(parse([encode(plain)]))
      }),
    )
  })

  test.each([
    ['joins the data of several lines', 'data: 1\ndata: 2\n\n', [{ event: 'message', data: '1\n2' }]],
    ['takes one space away and no more', 'data:  x\n\n', [{ event: 'message', data: ' x' }]],
    ['drops an event without data', 'event: ping\n\n', []],
    ['drops an event that never ends', 'data: 1\n', []],
    ['skips comments and fields it does not know', ': hello\nretry: 5\ndata: 1\n\n', [{ event: 'message', data: '1' }]],
    ['skips a byte order mark', '\ufeffdata: 1\n\n', [{ event: 'message', data: '1' }]],
  ])('%s', (_, text, events) => {
    expect(parse([encode(text)])).toEqual(events)
  })

  test('takes an event of the greatest length and refuses one more', () => {
    const ofLength = (length: number): Uint8Array => encode(`data: ${'x'.repeat(length - 'data: '.length)}\n\n`)
    expect(parse([ofLength(MAX_EVENT_LENGTH)])).toHaveLength(1)
    expect(() => parse([ofLength(MAX_EVENT_LENGTH + 1)])).toThrow('too long')
  })

  test('refuses a line that never ends, without waiting for its end', () => {
    const parser = createEventParser()
    const piece = encode('x'.repeat(100_000))
    expect(() => {
      for (let i = 0; i < 30; i++) parser.push(piece)
    }).toThrow('too long')
  })

  test('forgets the length of an event once it is over', () => {
    const parser = createEventParser()
    const event = encode(`data: ${'x'.repeat(MAX_EVENT_LENGTH / 2)}\n\n`)
    for (let i = 0; i < 5; i++) expect(parser.push(event)).toHaveLength(1)
  })
})

describe('reading a body', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  test('ends with stream-cut when nothing at all comes for long', async () => {
    const cancel = vi.fn()
    const read = readEvents(new ReadableStream({ cancel }), undefined).next()
    const outcome = expect(read).rejects.toMatchObject({ code: 'stream-cut' })
    await vi.advanceTimersByTimeAsync(25_000)
    await outcome
    expect(cancel).toHaveBeenCalledOnce()
  })

  test('lives on heartbeats', async () => {
    let send: ((text: string) => void) | undefined
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        send = (text) => controller.enqueue(encode(text))
      },
    })
    const read = readEvents(body, undefined).next()
    for (let i = 0; i < 10; i++) {
      await vi.advanceTimersByTimeAsync(10_000)
      send?.(': keep-alive\n\n')
    }
    send?.('data: 1\n\n')
    await vi.advanceTimersByTimeAsync(0)
    expect((await read).value).toEqual({ event: 'message', data: '1' })
  })

  test('ends with stream-cut when the connection breaks', async () => {
    const body = new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(new TypeError('terminated')) })
    await expect(readEvents(body, undefined).next()).rejects.toMatchObject({ code: 'stream-cut' })
  })
})
