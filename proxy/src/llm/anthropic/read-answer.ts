/** Reads a stream of the Messages interface: each item once it is whole, and at the end whether the answer is all of it. */
import type { RawContentBlockDelta, RawMessageStreamEvent, StopReason } from '@anthropic-ai/sdk/resources/messages'
import { createItemScanner, type ItemScanner } from '../item-scanner.ts'
import type { ModelEnd, ModelEvent, ModelOutcome, ModelUsage } from '../language-model.ts'
import { nextInTime } from '../next-in-time.ts'
import { estimateTokens } from '../prices.ts'
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
  stopReason: StopReason | null
  isStopped: boolean
  usage: ModelUsage | undefined
  /** Characters that the model wrote, its thinking among them. */
  received: number
}

export async function* readAnswer(
  stream: AsyncIterable<RawMessageStreamEvent>,
  { idleMs, signal, deadline }: AnswerOptions,
): AsyncGenerator<ModelEvent, void, undefined> {
  const reading: Reading = {
    scanner: createItemScanner(),
    stopReason: null,
    isStopped: false,
    usage: undefined,
    received: 0,
  }
  const iterator = stream[Symbol.asyncIterator]()
  const end = (outcome: ModelOutcome): ModelEnd => ({
    kind: 'end',
    outcome,
    ...(reading.usage && { usage: completeUsage(reading.usage, reading) }),
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

/** What a later version of the interface adds is none of ours, and is passed over. */
function readEvent(reading: Reading, event: RawMessageStreamEvent): readonly string[] {
  if (event.type === 'message_start') reading.usage = readUsage(event.message.usage, undefined)
  if (event.type === 'message_stop') reading.isStopped = true
  if (event.type === 'message_delta') {
    reading.stopReason = event.delta.stop_reason
    reading.usage = readUsage(event.usage, reading.usage)
  }
  if (event.type !== 'content_block_delta') return []
  reading.received += countCharacters(event.delta)
  if (event.delta.type === 'text_delta') return reading.scanner.push(event.delta.text)
  return event.delta.type === 'input_json_delta' ? reading.scanner.push(event.delta.partial_json) : []
}

function countCharacters(delta: RawContentBlockDelta): number {
  if (delta.type === 'text_delta') return delta.text.length
  if (delta.type === 'input_json_delta') return delta.partial_json.length
  return delta.type === 'thinking_delta' ? delta.thinking.length : 0
}

/** An answer that broke off was billed for what was written, and only its end would have said how much that is. */
function completeUsage(usage: ModelUsage, { stopReason, received }: Reading): ModelUsage {
  if (stopReason !== null) return usage
  return { ...usage, outputTokens: Math.max(usage.outputTokens, estimateTokens(received)) }
}

type WireUsage = {
  readonly input_tokens?: number | null
  readonly cache_creation_input_tokens?: number | null
  readonly cache_read_input_tokens?: number | null
  readonly output_tokens?: number | null
}

/** Later figures are totals, and leave out what has not changed; a total never shrinks. */
function readUsage(wire: WireUsage | undefined, before: ModelUsage | undefined): ModelUsage {
  return {
    inputTokens: wire?.input_tokens ?? before?.inputTokens ?? 0,
    cacheWriteTokens: wire?.cache_creation_input_tokens ?? before?.cacheWriteTokens ?? 0,
    cacheReadTokens: wire?.cache_read_input_tokens ?? before?.cacheReadTokens ?? 0,
    outputTokens: Math.max(wire?.output_tokens ?? 0, before?.outputTokens ?? 0),
  }
}

const STOPS: Readonly<Partial<Record<StopReason, ModelOutcome>>> = {
  refusal: { code: 'refused' },
  model_context_window_exceeded: { code: 'context-exceeded' },
  max_tokens: { code: 'truncated' },
}

/** Complete is only what says so, closes its list, and was stopped by the model itself. */
function judge({ scanner, stopReason, isStopped }: Reading): ModelOutcome {
  if (!isStopped || stopReason === null) return { code: 'cut' }
  if (stopReason === 'end_turn' || stopReason === 'tool_use') {
    return scanner.isClosed() ? { code: 'complete' } : { code: 'malformed' }
  }
  return STOPS[stopReason] ?? { code: 'cut' }
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
