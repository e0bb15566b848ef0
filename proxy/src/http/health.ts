/** For those who run it: `/healthz` (the process lives), `/readyz` (it can serve), `/metrics`. */
import { sql } from 'kysely'
import type { Checkpoints } from '../audit/checkpoints.ts'
import type { Metrics } from '../metrics.ts'
import type { Pool } from '../store/schema.ts'
import type { Handler } from './context.ts'
import type { Line } from './limits-and-headers.ts'

export const answerAlive: Handler = (context) => context.text('ok')

export type HealthParts = {
  readonly db: Pool
  readonly line: Line
  readonly metrics: Metrics
  readonly checkpoints?: Pick<Checkpoints, 'isOverdue' | 'lateMs'>
}

export function createReadyHandler({ db, line, checkpoints }: HealthParts): Handler {
  return async function ready(context) {
    if (!line.isOpen()) return context.text('stopping', 503)
    if (checkpoints?.isOverdue()) return context.text('audit', 503)
    try {
      await sql`select 1`.execute(db)
      return context.text('ok')
    } catch {
      return context.text('database', 503)
    }
  }
}

export function createMetricsHandler({ metrics, line, checkpoints }: HealthParts): Handler {
  return function showMetrics(context) {
    const text = metrics.render({
      postil_requests_in_work: line.size(),
      ...(checkpoints && { postil_audit_unwitnessed_seconds: checkpoints.lateMs() / 1000 }),
    })
    return context.text(text, 200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' })
  }
}
