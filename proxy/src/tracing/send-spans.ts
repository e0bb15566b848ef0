/** Spans to a collector, as OTLP over HTTP in JSON. Nobody waits for it: a collector that is away loses spans, and nothing else. */
import type { Span, SpanAttributes } from './tracing.ts'

export type SpanSender = {
  readonly send: (span: Span) => void
  /** What is held, before the proxy ends. */
  readonly finish: () => Promise<void>
}

type SenderOptions = {
  /** `OTEL_EXPORTER_OTLP_ENDPOINT`; `/v1/traces` is added, as its specification says. */
  readonly endpoint: string
  /** `OTEL_EXPORTER_OTLP_HEADERS`: what the collector knows its callers by. */
  readonly headers?: Readonly<Record<string, string>>
  readonly onLost: (spans: number) => void
  readonly fetch?: typeof fetch
  readonly everyMs?: number
}

const EVERY_MS = 2000
const DEADLINE_MS = 5000
const MOST_HELD = 2048

export function createSpanSender({
  endpoint,
  headers = {},
  onLost,
  fetch: fetchAddress = fetch,
  everyMs = EVERY_MS,
}: SenderOptions): SpanSender {
  const url = `${endpoint.replace(/\/$/, '')}/v1/traces`
  let held: Span[] = []
  let sending: Promise<void> | undefined
  const flush = async (): Promise<void> => {
    const spans = held
    held = []
    if (spans.length > 0 && !(await post(fetchAddress, { url, headers }, spans))) onLost(spans.length)
  }
  const flushInTurn = (): Promise<void> => {
    sending ??= flush().finally(() => {
      sending = undefined
    })
    return sending
  }
  const timer = setInterval(() => void flushInTurn(), everyMs)
  timer.unref()
  return {
    send: (span) => {
      if (held.length < MOST_HELD) held.push(span)
      else onLost(1)
    },
    finish: async () => {
      clearInterval(timer)
      await sending
      await flushInTurn()
    },
  }
}

type Collector = { readonly url: string; readonly headers: Readonly<Record<string, string>> }

async function post(fetchAddress: typeof fetch, { url, headers }: Collector, spans: readonly Span[]): Promise<boolean> {
  try {
    const response = await fetchAddress(url, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(writeSpans(spans)),
      redirect: 'error',
      signal: AbortSignal.timeout(DEADLINE_MS),
    })
    await response.body?.cancel()
    return response.ok
  } catch {
    return false
  }
}

/** `ExportTraceServiceRequest` of OTLP 1.x in its JSON form: ids in hexadecimal, times and whole numbers as text. */
function writeSpans(spans: readonly Span[]): object {
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'postil-proxy' } }] }
  return { resourceSpans: [{ resource, scopeSpans: [{ scope: { name: 'postil' }, spans: spans.map(writeSpan) }] }] }
}

const SERVER = 2
const INTERNAL = 1
const FAILED = 2

function writeSpan({ traceId, spanId, parentSpanId, name, start, end, attributes }: Span): object {
  const { status = 0 } = attributes
  return {
    traceId,
    spanId,
    ...(parentSpanId !== undefined && { parentSpanId }),
    name,
    kind: name === 'request' ? SERVER : INTERNAL,
    startTimeUnixNano: toNanoseconds(start),
    endTimeUnixNano: toNanoseconds(end),
    attributes: writeAttributes(attributes),
    ...(status >= 500 && { status: { code: FAILED } }),
  }
}

/** Whole milliseconds and the fraction apart, since a number cannot hold nanoseconds since 1970. */
function toNanoseconds(ms: number): string {
  const whole = Math.floor(ms)
  return String(BigInt(whole) * 1_000_000n + BigInt(Math.round((ms - whole) * 1e6)))
}

/** By the semantic conventions where they have a name. Only these are ever read. */
function writeAttributes({
  method,
  route,
  requestId,
  status,
  findings,
  items,
  documents,
}: SpanAttributes): readonly object[] {
  const texts = [
    ['http.request.method', method],
    ['http.route', route],
    ['postil.request_id', requestId],
  ] as const
  const numbers = [
    ['http.response.status_code', status],
    ['postil.findings', findings],
    ['postil.items', items],
    ['postil.documents', documents],
  ] as const
  return [
    ...texts.flatMap(([key, value]) => (value === undefined ? [] : [{ key, value: { stringValue: value } }])),
    ...numbers.flatMap(([key, value]) => (value === undefined ? [] : [{ key, value: { intValue: String(value) } }])),
  ]
}
