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
/** So long is waited for the end after the first batch. */
const AT_ONCE_MS = 1

type Batches = AsyncIterator<readonly StreamEvent[], unknown>
type Batch = IteratorResult<readonly StreamEvent[], unknown>

/**
 * Where all there is to say comes together, as it does from the rules alone, it is one text: a stream costs more than the
 * rest of the answer, and keeps its request alive until V8 walks the whole heap (docs/decisions/0023-short-lives.md).
 * @throws what the producer throws instead of its first batch.
 */
export async function answerWithEvents(
  batches: AsyncIterable<readonly StreamEvent[]>,
  options: EventStreamOptions,
): Promise<string | ReadableStream<Uint8Array>> {
  const iterator = batches[Symbol.asyncIterator]()
  const settle = (): void => {
    options.onEnd()
    options.onSettled?.()
  }
  const first = iterator.next()
  const batch = await within(first, options.heartbeatMs).catch((error: unknown) => {
    settle()
    throw error
  })
  if (!batch) return createEventStream(resume(iterator, [first]), options)
  options.onBegin?.()
  const second = iterator.next()
  // What it throws is thrown again where the stream awaits it.
  const end = await within(second, AT_ONCE_MS).catch(() => undefined)
  if (!end?.done) return createEventStream(resume(iterator, [first, second]), options)
  settle()
  return batch.done ? '' : formatBatch(batch.value)
}

/** @returns undefined for what takes longer; nobody need catch what that throws. */
async function within<Value>(promise: Promise<Value>, ms: number): Promise<Value | undefined> {
  const { promise: late, resolve } = Promise.withResolvers<undefined>()
  const timer = setTimeout(() => resolve(undefined), ms)
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}

/** @param asked what it has been asked for already. */
function resume(iterator: Batches, asked: readonly Promise<Batch>[]): AsyncIterable<readonly StreamEvent[]> {
  const answers = [...asked]
  return {
    [Symbol.asyncIterator]: () => ({
      next: () => answers.shift() ?? iterator.next(),
      return: async () => (await iterator.return?.()) ?? { done: true, value: undefined },
    }),
  }
}

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
        if (!next.done) controller.enqueue(encoder.encode(formatBatch(next.value)))
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

function formatBatch(batch: readonly StreamEvent[]): string {
  return batch.map(formatEvent).join('')
}

/** JSON has no line breaks outside its strings and escapes those inside, so one `data` line always holds it. */
export function formatEvent({ event, data }: StreamEvent): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`
}
