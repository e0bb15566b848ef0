/** Spans of a request and its steps. What may be in one is closed: a name from a list, a pattern, a status, counts. */
import { randomBytes } from 'node:crypto'

export type StepName = 'session' | 'engine' | 'masking' | 'model' | 'gate' | 'audit'

/** The allow-list: nothing of a chart, of a person or of a caller's address has a field here. */
export type SpanAttributes = {
  readonly method?: string
  /** The pattern. */
  readonly route?: string
  readonly status?: number
  readonly findings?: number
  readonly items?: number
  readonly documents?: number
  /** As in the log. */
  readonly requestId?: string
}

export type Span = {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly name: 'request' | StepName
  /** Milliseconds since 1970, with fractions. */
  readonly start: number
  readonly end: number
  readonly attributes: SpanAttributes
}

/** Ends the step; `took` instead of the clock, for a step that is made of pieces. */
export type EndStep = (attributes?: SpanAttributes, took?: number) => void

export type Tracing = {
  /** Whether spans go anywhere; where not, steps are only timed. */
  readonly isOn: boolean
  /** @returns whether the request is traced. */
  readonly begin: (requestId: string, traceparent?: string) => boolean
  /** Of a request that is not traced, ending does nothing. A step that throws is not ended, and not told. */
  readonly startStep: (requestId: string, name: StepName) => EndStep
  /** When the answer's headers are there; steps of its stream may follow until `forget`. */
  readonly end: (requestId: string, attributes: SpanAttributes) => void
  readonly forget: (requestId: string) => void
}

type Open = { readonly traceId: string; readonly spanId: string; readonly parent?: string; readonly start: number }

/** W3C Trace Context, level 1, 3.2: version 00, ids that are not all zero, and the flag of sampling. */
const TRACEPARENT = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f]([0-9a-f])$/

const NOTHING: EndStep = () => undefined

export function createTracing(send: (span: Span) => void, now: () => number = preciseNow): Tracing {
  const open = new Map<string, Open>()
  return {
    isOn: true,
    begin: (requestId, traceparent = '') => {
      const [, traceId, parent, flags = '1'] = TRACEPARENT.exec(traceparent) ?? []
      // Who sends the trace has chosen not to sample it.
      if (Number.parseInt(flags, 16) % 2 === 0) return false
      // Two requests under one id at once: only the first is traced.
      if (open.has(requestId)) return false
      open.set(requestId, {
        traceId: traceId ?? randomBytes(16).toString('hex'),
        spanId: randomBytes(8).toString('hex'),
        ...(parent !== undefined && { parent }),
        start: now(),
      })
      return true
    },
    startStep: (requestId, name) => {
      const request = open.get(requestId)
      if (!request) return NOTHING
      const start = now()
      return (attributes = {}, took = now() - start) =>
        send({
          traceId: request.traceId,
          spanId: randomBytes(8).toString('hex'),
          parentSpanId: request.spanId,
          name,
          start,
          end: start + took,
          attributes,
        })
    },
    end: (requestId, attributes) => {
      const request = open.get(requestId)
      if (!request) return
      const { traceId, spanId, parent, start } = request
      const parentSpanId = parent === undefined ? {} : { parentSpanId: parent }
      send({
        traceId,
        spanId,
        ...parentSpanId,
        name: 'request',
        start,
        end: now(),
        attributes: { ...attributes, requestId },
      })
    },
    forget: (requestId) => void open.delete(requestId),
  }
}

function preciseNow(): number {
  return performance.timeOrigin + performance.now()
}
