/** Names the request, and when it is answered writes its one line of log and its figures. */
import { randomUUID } from 'node:crypto'
import { routePath } from 'hono/route'
import type { Log } from '../log.ts'
import type { Metrics } from '../metrics.ts'
import { setHeader } from './answer.ts'
import type { Middleware } from './context.ts'

/** The id of a caller is taken only in this form, so that nobody writes into the log through it. */
const REQUEST_ID = /^[A-Za-z0-9-]{8,64}$/

export function assignRequestId({ log, metrics }: { readonly log: Log; readonly metrics: Metrics }): Middleware {
  return async function requestId(context, next) {
    const started = performance.now()
    const given = context.req.header('x-request-id')
    const id = given !== undefined && REQUEST_ID.test(given) ? given : randomUUID()
    context.set('requestId', id)
    setHeader(context, 'x-request-id', id)
    await next()
    const { method } = context.req
    const { status } = context.res
    const route = routePath(context, -1)
    const ms = Math.round((performance.now() - started) * 100) / 100
    metrics.observeRequest({ method, route, status, seconds: ms / 1000 })
    const tenant = context.get('tenant')?.key
    const fields = { requestId: id, method, route, status, ms }
    log.info('request', tenant === undefined ? fields : { ...fields, tenant })
  }
}
