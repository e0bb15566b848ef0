/** Reads a stream of the Messages interface: each item once it is whole, and at the end whether the answer is all of it. */
import type { RawMessageStreamEvent } from '@anthropic-ai/sdk/resources/messages'
import { createItemScanner, type ItemScanner } from '../item-scanner.ts'
import type { ModelEnd, ModelEvent, ModelOutcome, ModelUsage } from '../language-model.ts'
import { nextInTime } from '../next-in-time.ts'
import { readFailure } from './read-failure.ts'

export type AnswerOptions = {
  readonly idleMs: number
  /** Of the caller; when it ends, the answer is `aborted`. */
  readonly signal: AbortSignal
  /** Aborted when the caller's is, and when the time is over. */
  readonly deadline: AbortSignal
}

type Reading = {
  readonly scanner: ItemScanner
  stopReason: string | null
  isStopped: boolean
  usage: ModelUsage | undefined
}

export async function* readAnswer(
  stream: AsyncIterable<RawMessageStreamEvent>,
  { idleMs, signal, deadline }: AnswerOptions,
): AsyncGenerator<ModelEvent, void, undefined> {
  const reading: Reading = { scanner: createItemScanner(), stopReason: null, isStopped: false, usage: undefined }
  const iterator = stream[Symbol.asyncIterator]()
  const end = (outcome: ModelOutcome): ModelEnd => ({
    kind: 'end',
    outcome,
    ...(reading.usage && { usage: reading.usage }),
  })
  try {
    for (;;) {
      const step = await nextInTime(iterator, { idleMs, signal: deadline })
      if (step.kind === 'idle') return yield end({ code: 'stalled' })
      // The client ends quietly both on an abort and when the server hangs up; neither is the end of an answer.
      if (deadline.aborted) return yield end({ code: signal.aborted ? 'aborted' : 'deadline' })
      if (step.kind !== 'value') break
      for (const text of readEvent(reading, step.value)) {
        const item = tryParse(text)
        if (item === undefined) return yield end({ code: 'malformed' })
        yield { kind: 'item', item }
      }
      if (reading.scanner.isBroken()) return yield end({ code: 'malformed' })
    }
    yield end(judge(reading))
  } catch (error) {
    yield end(deadline.aborted ? { code: signal.aborted ? 'aborted' : 'deadline' } : readFailure(error))
  } finally {
    // Also when the consumer stops: the client then closes the connection.
    void iterator.return?.().catch(() => undefined)
  }
}

function readEvent(reading: Reading, event: RawMessageStreamEvent): readonly string[] {
  switch (event.type) {
    case 'message_start':
      reading.usage = readUsage(event.message.usage, undefined)
      return []
    case 'content_block_delta':
      if (event.delta.type === 'text_delta') return reading.scanner.push(event.delta.text)
      return event.delta.type === 'input_json_delta' ? reading.scanner.push(event.delta.partial_json) : []
    case 'message_delta':
      reading.stopReason = event.delta.stop_reason
      reading.usage = readUsage(event.usage, reading.usage)
      return []
    case 'message_stop':
      reading.isStopped = true
      return []
    default:
      // What a later version of the interface adds is none of ours.
      return []
  }
}

type WireUsage = {
  readonly input_tokens?: number | null
  readonly cache_creation_input_tokens?: number | null
  readonly cache_read_input_tokens?: number | null
  readonly output_tokens?: number | null
}

/** Later figures are totals, and leave out what has not changed. */
function readUsage(wire: WireUsage | undefined, before: ModelUsage | undefined): ModelUsage {
  return {
    inputTokens: wire?.input_tokens ?? before?.inputTokens ?? 0,
    cacheWriteTokens: wire?.cache_creation_input_tokens ?? before?.cacheWriteTokens ?? 0,
    cacheReadTokens: wire?.cache_read_input_tokens ?? before?.cacheReadTokens ?? 0,
    outputTokens: wire?.output_tokens ?? before?.outputTokens ?? 0,
  }
}

/** Complete is only what says so, closes its list, and was stopped by the model itself. */
function judge({ scanner, stopReason, isStopped }: Reading): ModelOutcome {
  if (!isStopped) return { code: 'cut' }
  switch (stopReason) {
    case 'end_turn':
    case 'tool_use':
      return scanner.isClosed() ? { code: 'complete' } : { code: 'malformed' }
    case 'refusal':
      return { code: 'refused' }
    case 'model_context_window_exceeded':
      return { code: 'context-exceeded' }
    case 'max_tokens':
      return { code: 'truncated' }
    default:
      return { code: 'cut' }
  }
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
