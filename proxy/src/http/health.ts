/** For those who run it: `/healthz` (the process lives), `/readyz` (it can serve), `/metrics`. */
import { sql } from 'kysely'
import type { Metrics } from '../metrics.ts'
import type { Pool } from '../store/schema.ts'
import type { Handler } from './context.ts'
import type { Line } from './limits-and-headers.ts'

export const answerAlive: Handler = (context) => context.text('ok')

export function createReadyHandler({ db, line }: { readonly db: Pool; readonly line: Line }): Handler {
  return async function ready(context) {
    if (!line.isOpen()) return context.text('stopping', 503)
    try {
      await sql`select 1`.execute(db)
      return context.text('ok')
    } catch {
      return context.text('database', 503)
    }
  }
}

export function createMetricsHandler({ metrics, line }: { readonly metrics: Metrics; readonly line: Line }): Handler {
  return function showMetrics(context) {
    const text = metrics.render({ postil_requests_in_work: line.size() })
    return context.text(text, 200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' })
  }
}
