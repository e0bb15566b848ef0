/** Names the request, and when it is answered writes its one line of log and its figures. */
import { randomUUID } from 'node:crypto'
import type { Log } from '../log.ts'
import type { Metrics } from '../metrics.ts'
import { setHeader } from './answer.ts'
import type { Middleware, ProxyContext } from './context.ts'

/** The id of a caller is taken only in this form, so that nobody writes into the log through it. */
const REQUEST_ID = /^[A-Za-z0-9-]{8,64}$/

export function assignRequestId({ log, metrics }: { readonly log: Log; readonly metrics: Metrics }): Middleware {
  const tell = (context: ProxyContext, started: number): void => {
    const { route, answer } = context
    const { method } = context.req
    const status = answer?.status ?? 0
    const ms = Math.round((performance.now() - started) * 100) / 100
    metrics.observeRequest({ method, route, status, seconds: ms / 1000 })
    const tenant = context.get('tenant')?.key
    const fields = { requestId: context.get('requestId'), method, route, status, ms }
    log.info('request', tenant === undefined ? fields : { ...fields, tenant })
  }
  return function requestId(context, next) {
    const started = performance.now()
    const given = context.req.header('x-request-id')
    const id = given !== undefined && REQUEST_ID.test(given) ? given : randomUUID()
    context.set('requestId', id)
    setHeader(context, 'x-request-id', id)
    const rest = next()
    if (!rest) return tell(context, started)
    return rest.then<void>(() => tell(context, started))
  }
}
