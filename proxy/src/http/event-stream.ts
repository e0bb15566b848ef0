/** Server-sent events (WHATWG HTML 9.2) from batches of events, with heartbeats while there is nothing to say. */
export type StreamEvent = { readonly event: string; readonly data: unknown }

export type EventStreamOptions = {
  readonly heartbeatMs: number
  /** A reader that takes nothing for so long is given up. */
  readonly readerMs: number
  /** Called when the first events are there. */
  readonly onBegin?: () => void
  /** Called once, when the stream has ended, was cancelled by its reader, or failed. */
  readonly onEnd: () => void
  /** Called once, after that, when the producer has put its things in order as well. */
  readonly onSettled?: () => void
}

const HEARTBEAT = ': keep-alive\n\n'

/** Pulled by the reader, so that a slow one holds back the producer instead of filling memory. */
export function createEventStream(
  batches: AsyncIterable<readonly StreamEvent[]>,
  { heartbeatMs, readerMs, onBegin, onEnd, onSettled }: EventStreamOptions,
): ReadableStream<Uint8Array> {
  const iterator = batches[Symbol.asyncIterator]()
  const encoder = new TextEncoder()
  let heartbeat: ReturnType<typeof setInterval> | undefined
  let hasEnded = false
  const end = (): void => {
    if (hasEnded) return
    hasEnded = true
    clearInterval(heartbeat)
    onEnd()
  }
  let isSettled = false
  const settle = (): void => {
    end()
    if (!isSettled) onSettled?.()
    isSettled = true
  }
  const leave = async (): Promise<void> => {
    end()
    try {
      await iterator.return?.()
    } finally {
      settle()
    }
  }
  let takenAt = performance.now()
  return new ReadableStream<Uint8Array>({
    start: (controller) => {
      heartbeat = setInterval(() => {
        if ((controller.desiredSize ?? 0) > 0) {
          takenAt = performance.now()
          controller.enqueue(encoder.encode(HEARTBEAT))
          return
        }
        // A reader that does not even take heartbeats gets no more of them, and in the end nothing.
        if (performance.now() - takenAt < readerMs) return
        controller.error(new DOMException('Nobody reads.', 'AbortError'))
        void leave().catch(() => undefined)
      }, heartbeatMs)
      heartbeat.unref()
    },
    pull: async (controller) => {
      // Asked for more: what there was has been taken.
      takenAt = performance.now()
      try {
        const next: IteratorResult<readonly StreamEvent[], unknown> = await iterator.next()
        onBegin?.()
        if (hasEnded) return
        if (!next.done) controller.enqueue(encoder.encode(next.value.map(formatEvent).join('')))
        else {
          settle()
          controller.close()
        }
      } catch (error) {
        settle()
        controller.error(error)
      }
    },
    cancel: leave,
  })
}

/** JSON has no line breaks outside its strings and escapes those inside, so one `data` line always holds it. */
export function formatEvent({ event, data }: StreamEvent): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`
}
