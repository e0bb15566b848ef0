/** A span for the request, and its steps kept with it until its stream has ended. Passed only where tracing is on. */
import type { Tracing } from '../tracing/tracing.ts'
import type { Middleware } from './context.ts'

/** After `assignRequestId`. */
export function traceRequests(tracing: Tracing): Middleware {
  return async function trace(context, next) {
    const requestId = context.get('requestId')
    const isTraced = tracing.begin(requestId, context.req.header('traceparent'))
    await next()
    if (!isTraced) return
    const { method } = context.req
    tracing.end(requestId, { method, route: context.route, status: context.answer?.status ?? 0 })
    const stream = context.get('stream')
    if (stream) void stream.ended.finally(() => tracing.forget(requestId))
    else tracing.forget(requestId)
  }
}
