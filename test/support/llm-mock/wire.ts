// The Messages interface as it is on the wire: event names, error bodies, headers. Written from the vendor's reference.

export function formatWireEvent(event: string, data: object): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`
}

export const PING = formatWireEvent('ping', { type: 'ping' })

export function openMessage(model = 'claude-sonnet-5-5'): string {
  const message = {
    id: 'msg_01',
    type: 'message',
    role: 'assistant',
    model,
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: { input_tokens: 1200, cache_creation_input_tokens: 0, cache_read_input_tokens: 5000, output_tokens: 1 },
  }
  return (
    formatWireEvent('message_start', { type: 'message_start', message }) +
    formatWireEvent('content_block_start', {
      type: 'content_block_start',
      index: 0,
      content_block: { type: 'text', text: '' },
    }) +
    PING
  )
}

export function textDelta(text: string): string {
  return formatWireEvent('content_block_delta', {
    type: 'content_block_delta',
    index: 0,
    delta: { type: 'text_delta', text },
  })
}

export function closeMessage(stopReason = 'end_turn', extra: object = {}): string {
  return (
    formatWireEvent('content_block_stop', { type: 'content_block_stop', index: 0 }) +
    formatWireEvent('message_delta', {
      type: 'message_delta',
      delta: { stop_reason: stopReason, stop_sequence: null, ...extra },
      usage: { output_tokens: 240 },
    }) +
    formatWireEvent('message_stop', { type: 'message_stop' })
  )
}

/** A whole answer; `size` is how many characters a delta carries. */
export function writeAnswer(items: readonly unknown[], size = 16): readonly string[] {
  const text = JSON.stringify({ items })
  const deltas = Array.from({ length: Math.ceil(text.length / size) }, (_, index) =>
    textDelta(text.slice(index * size, (index + 1) * size)),
  )
  return [openMessage(), ...deltas, closeMessage()]
}

export function errorBody(type: string, message: string, errorCode?: string): string {
  return JSON.stringify({
    type: 'error',
    error: { type, message, ...(errorCode !== undefined && { details: { error_code: errorCode } }) },
    request_id: 'req_mock',
  })
}

const yes = { supported: true }

/** `GET /v1/models/<id>` */
export function describeModel(id: string, changes: Readonly<Record<string, unknown>> = {}): object {
  return {
    type: 'model',
    id,
    display_name: id,
    created_at: '2026-06-01T00:00:00Z',
    lifecycle: 'active',
    line: null,
    deprecated_at: null,
    retires_at: null,
    max_input_tokens: 1_000_000,
    max_tokens: 128_000,
    capabilities: {
      batch: yes,
      citations: yes,
      code_execution: yes,
      image_input: yes,
      pdf_input: yes,
      structured_outputs: yes,
      effort: { supported: true, low: yes, medium: yes, high: yes, max: yes },
      thinking: {
        supported: true,
        types: { adaptive: yes, between_tools: yes, disabled: { supported: false }, enabled: { supported: false } },
      },
    },
    ...changes,
  }
}
