/** Reads server-sent events (WHATWG HTML 9.2.6) out of a fetch body, which EventSource cannot do for a POST. */
import { ProxyError } from './errors.ts'

export type ServerEvent = { readonly event: string; readonly data: string }

/** In UTF-16 units, of one line and of one event. */
export const MAX_EVENT_LENGTH = 2_000_000

export type EventParser = {
  /** @throws ProxyError `stream-cut` for an event beyond the limit. */
  readonly push: (bytes: Uint8Array) => readonly ServerEvent[]
}

/** Bytes may be cut anywhere: inside a character, between CR and LF, inside a line. Only whole events come out. */
export function createEventParser(): EventParser {
  const decoder = new TextDecoder()
  let line = ''
  let event = ''
  let data: string[] = []
  let length = 0
  let endedWithReturn = false

  const grow = (added: number): void => {
    length += added
    if (length > MAX_EVENT_LENGTH)
      throw new ProxyError('stream-cut', 'The answer has a piece that is too long to read.')
  }

  const takeLine = (text: string): ServerEvent | undefined => {
    if (text === '') {
      const complete = data.length > 0 ? { event: event || 'message', data: data.join('\n') } : undefined
      event = ''
      data = []
      length = 0
      return complete
    }
    const colon = text.indexOf(':')
    // A line that begins with a colon is a comment: the heartbeat.
    const field = colon === -1 ? text : text.slice(0, colon)
    const value = colon === -1 ? '' : text.slice(colon + 1).replace(/^ /, '')
    if (field === 'event') event = value
    if (field === 'data') data.push(value)
    return undefined
  }

  return {
    push: (bytes) => {
      let text = decoder.decode(bytes, { stream: true })
      if (text === '') return []
      if (endedWithReturn && text.startsWith('\n')) text = text.slice(1)
      endedWithReturn = text.endsWith('\r')
      // Only the new piece is searched, so that a long line in many pieces costs no more than its length.
      const pieces = text.split(/\r\n|\n|\r/)
      const rest = pieces.pop() ?? ''
      const events: ServerEvent[] = []
      for (const piece of pieces) {
        grow(piece.length)
        const complete = takeLine(line + piece)
        line = ''
        if (complete) events.push(complete)
      }
      grow(rest.length)
      line += rest
      return events
    },
  }
}

/** Longer than two heartbeats of the proxy: a stream without any sign for this long is dead. */
const IDLE_MS = 25_000

/** @throws ProxyError `stream-cut` when the connection breaks or falls silent; the caller's abort as it is. */
export async function* readEvents(
  body: ReadableStream<Uint8Array>,
  signal: AbortSignal | undefined,
): AsyncGenerator<ServerEvent, void, undefined> {
  const reader = body.getReader()
  const parser = createEventParser()
  try {
    for (;;) {
      const { done, value } = await readInTime(reader, signal)
      if (done) return
      yield* parser.push(value)
    }
  } finally {
    // Also when the caller stops reading: the proxy then stops working for us.
    await reader.cancel().catch(() => undefined)
  }
}

async function readInTime(reader: ReadableStreamDefaultReader<Uint8Array>, signal: AbortSignal | undefined) {
  let timer: ReturnType<typeof setTimeout> | undefined
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new ProxyError('stream-cut', 'The analysis stopped answering.')), IDLE_MS)
  })
  try {
    return await Promise.race([reader.read(), silence])
  } catch (cause) {
    signal?.throwIfAborted()
    if (cause instanceof ProxyError) throw cause
    throw new ProxyError('stream-cut', 'The connection broke before the analysis was complete.', { cause })
  } finally {
    clearTimeout(timer)
  }
}
