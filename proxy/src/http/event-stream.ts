/** Server-sent events (WHATWG HTML 9.2) from batches of events, with heartbeats while there is nothing to say. */
export type StreamEvent = { readonly event: string; readonly data: unknown }

export type EventStreamOptions = {
  readonly heartbeatMs: number
  /** Called when the first events are there. */
  readonly onBegin?: () => void
  /** Called once, when the stream has ended, was cancelled by its reader, or failed. */
  readonly onEnd: () => void
}

const HEARTBEAT = ': keep-alive\n\n'

/** Pulled by the reader, so that a slow one holds back the producer instead of filling memory. */
export function createEventStream(
  batches: AsyncIterable<readonly StreamEvent[]>,
  { heartbeatMs, onBegin, onEnd }: EventStreamOptions,
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
  return new ReadableStream<Uint8Array>({
    start: (controller) => {
      heartbeat = setInterval(() => {
        // A reader that does not even take heartbeats gets no more of them.
        if (!hasEnded && (controller.desiredSize ?? 0) > 0) controller.enqueue(encoder.encode(HEARTBEAT))
      }, heartbeatMs)
      heartbeat.unref()
    },
    pull: async (controller) => {
      try {
        const next: IteratorResult<readonly StreamEvent[], unknown> = await iterator.next()
        onBegin?.()
        if (hasEnded) return
        if (!next.done) controller.enqueue(encoder.encode(next.value.map(formatEvent).join('')))
        else {
          end()
          controller.close()
        }
      } catch (error) {
        end()
        controller.error(error)
      }
    },
    cancel: async () => {
      end()
      await iterator.return?.()
    },
  })
}

/** JSON has no line breaks outside its strings and escapes those inside, so one `data` line always holds it. */
export function formatEvent({ event, data }: StreamEvent): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`
}
