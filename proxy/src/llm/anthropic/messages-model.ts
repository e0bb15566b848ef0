/** Any platform that speaks the Messages interface, behind our port. One attempt; retry and breaker stand around it. */
import type { MessageCreateParamsStreaming, RawMessageStreamEvent } from '@anthropic-ai/sdk/resources/messages'
import { requireCovered } from '../covered-features.ts'
import type {
  LanguageModel,
  ModelAvailability,
  ModelEvent,
  ModelFailure,
  ModelIdentity,
  ModelRequest,
} from '../language-model.ts'
import { readAnswer } from './read-answer.ts'
import { readFailure } from './read-failure.ts'
import { type BodyParts, buildRequestBody } from './request-body.ts'

/** The one call that the clients of all platforms share. */
export type MessagesClient = {
  readonly createStream: (
    body: MessageCreateParamsStreaming,
    options: { readonly signal: AbortSignal },
  ) => Promise<AsyncIterable<RawMessageStreamEvent> & { readonly requestId?: string | null }>
}

export type ModelTimes = {
  /** Without an event for this long, the stream is dead; the vendor's pings do not count. */
  readonly idleMs: number
  /** For the whole answer. */
  readonly deadlineMs: number
}
export const DEFAULT_TIMES: ModelTimes = { idleMs: 20_000, deadlineMs: 45_000 }

export type MessagesModelParts = {
  readonly client: MessagesClient
  /** Read for every call: what the model can do is known only once it was asked. */
  readonly describe: () => { readonly availability: ModelAvailability; readonly body: BodyParts }
  readonly identity: ModelIdentity
  readonly times?: ModelTimes
}

export function createMessagesModel({
  client,
  describe,
  identity,
  times = DEFAULT_TIMES,
}: MessagesModelParts): LanguageModel {
  return {
    get availability() {
      return describe().availability
    },
    identity,
    propose: async function* (request: ModelRequest, signal: AbortSignal): AsyncGenerator<ModelEvent> {
      const { availability, body } = describe()
      if (availability.state === 'off') {
        yield failed('off')
        return
      }
      const late = new AbortController()
      const timer = setTimeout(() => late.abort(), times.deadlineMs)
      const deadline = AbortSignal.any([signal, late.signal])
      try {
        const wire = buildRequestBody(request, body)
        requireCovered(wire)
        const stream = await client.createStream(wire, { signal: deadline })
        for await (const event of readAnswer(stream, { idleMs: times.idleMs, signal, deadline })) {
          const named = event.kind === 'end' && stream.requestId
          yield named ? { ...event, providerRequestId: named } : event
        }
      } catch (error) {
        if (signal.aborted) yield failed('aborted')
        else if (late.signal.aborted) yield failed('deadline')
        else yield { kind: 'end', outcome: readFailure(error) }
      } finally {
        clearTimeout(timer)
        // Nobody reads on: whatever is still open is closed.
        late.abort()
      }
    },
  }
}

function failed(code: ModelFailure): ModelEvent {
  return { kind: 'end', outcome: { code } }
}
