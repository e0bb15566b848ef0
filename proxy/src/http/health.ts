/** For those who run it: `/healthz` (the process lives), `/readyz` (it can serve), `/metrics`. */
import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Checkpoints } from '../audit/checkpoints.ts'
import type { LanguageModel } from '../llm/language-model.ts'
import type { Metrics } from '../metrics.ts'
import type { Pool } from '../store/schema.ts'
import { answer } from './answer.ts'
import type { Handler } from './context.ts'
import type { Line } from './limits-and-headers.ts'

const PROBE_MS = 2000
const PLAIN = 'text/plain; charset=UTF-8'

export const answerAlive: Handler = (context) => answer(context, 'ok', { type: PLAIN })

export type HealthParts = {
  readonly db: Pool
  readonly line: Line
  readonly metrics: Metrics
  readonly model: Pick<LanguageModel, 'availability'>
  /** Whether the database lets the proxy work as a role that may change or remove nothing; known from the start on. */
  readonly hasTenantRole?: boolean
  readonly checkpoints?: Pick<Checkpoints, 'isOverdue' | 'lateMs'>
}

export function createReadyHandler({ db, line, checkpoints }: HealthParts): Handler {
  return async function ready(context) {
    if (!line.isOpen()) return answer(context, 'stopping', { status: 503, type: PLAIN })
    if (checkpoints?.isOverdue()) return answer(context, 'audit', { status: 503, type: PLAIN })
    // A probe waits a second or two, a statement may wait longer.
    const asked = sql`select 1`.execute(db).then(() => true)
    asked.catch(() => undefined)
    const isThere = await Promise.race([asked, wait(PROBE_MS, false, { ref: false })]).catch(() => false)
    return isThere ? answer(context, 'ok', { type: PLAIN }) : answer(context, 'database', { status: 503, type: PLAIN })
  }
}

export function createMetricsHandler({ metrics, line, model, checkpoints, hasTenantRole }: HealthParts): Handler {
  return function showMetrics(context) {
    const text = metrics.render({
      postil_requests_in_work: line.size(),
      postil_requests_waiting: line.waiting(),
      postil_model_on: model.availability.state === 'on' ? 1 : 0,
      ...(hasTenantRole !== undefined && { postil_database_tenant_role: hasTenantRole ? 1 : 0 }),
      ...(checkpoints && { postil_audit_unwitnessed_seconds: checkpoints.lateMs() / 1000 }),
    })
    return answer(context, text, { type: 'text/plain; version=0.0.4; charset=utf-8' })
  }
}
