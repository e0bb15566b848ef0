/** Names the request, and when it is answered writes its one line of log and its figures. */
import { randomUUID } from 'node:crypto'
import { routePath } from 'hono/route'
import type { Log } from '../log.ts'
import type { Metrics } from '../metrics.ts'
import type { Middleware } from './context.ts'

/** The id of a caller is taken only in this form, so that nobody writes into the log through it. */
const REQUEST_ID = /^[A-Za-z0-9-]{8,64}$/

export function assignRequestId(parts: { readonly log: Log; readonly metrics: Metrics }): Middleware {
  return async function requestId(context, next) {
    const started = performance.now()
    const given = context.req.header('x-request-id')
    const id = given !== undefined && REQUEST_ID.test(given) ? given : randomUUID()
    context.set('requestId', id)
    context.header('x-request-id', id)
    await next()
    const { method } = context.req
    const { status } = context.res
    const route = routePath(context, -1)
    const ms = Math.round((performance.now() - started) * 100) / 100
    parts.metrics.count('postil_requests_total', { method, route, status })
    parts.metrics.observeRequest(route, ms / 1000)
    parts.log.info('request', {
      requestId: id,
      method,
      route,
      status,
      ms,
      ...(context.var.tenant && { tenant: context.var.tenant.key }),
    })
  }
}
