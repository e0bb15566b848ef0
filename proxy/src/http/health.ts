/** For those who run it: `/healthz` (the process lives), `/readyz` (it can serve), `/metrics`. */
import { sql } from 'kysely'
import type { Checkpoints } from '../audit/checkpoints.ts'
import type { Metrics } from '../metrics.ts'
import type { Pool } from '../store/schema.ts'
import { answer } from './answer.ts'
import type { Handler } from './context.ts'
import type { Line } from './limits-and-headers.ts'

const PLAIN = 'text/plain; charset=UTF-8'

export const answerAlive: Handler = (context) => answer(context, 'ok', { type: PLAIN })

export type HealthParts = {
  readonly db: Pool
  readonly line: Line
  readonly metrics: Metrics
  readonly checkpoints?: Pick<Checkpoints, 'isOverdue' | 'lateMs'>
}

export function createReadyHandler({ db, line, checkpoints }: HealthParts): Handler {
  return async function ready(context) {
    if (!line.isOpen()) return answer(context, 'stopping', { status: 503, type: PLAIN })
    if (checkpoints?.isOverdue()) return answer(context, 'audit', { status: 503, type: PLAIN })
    try {
      await sql`select 1`.execute(db)
      return answer(context, 'ok', { type: PLAIN })
    } catch {
      return answer(context, 'database', { status: 503, type: PLAIN })
    }
  }
}

export function createMetricsHandler({ metrics, line, checkpoints }: HealthParts): Handler {
  return function showMetrics(context) {
    const text = metrics.render({
      postil_requests_in_work: line.size(),
      ...(checkpoints && { postil_audit_unwitnessed_seconds: checkpoints.lateMs() / 1000 }),
    })
    return answer(context, text, { type: 'text/plain; version=0.0.4; charset=utf-8' })
  }
}
