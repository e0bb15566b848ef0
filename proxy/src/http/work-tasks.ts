/** `POST /v1/queue/:item/task` takes the pen for the item's Task in the EHR, `PUT` reports; both are on the audit trail. */
import { type WorkTaskPen, workTaskIntent, workTaskReceipt } from '#coding/contract/work-task.ts'
import { findLiveLock } from '#coding/queue/take-queue-step.ts'
import type { AnalysisParts } from '../analysis.ts'
import { appendAudit, describeSubject } from '../audit/audit-log.ts'
import { findQueueRules } from '../coders-queue.ts'
import { ProxyError } from '../errors.ts'
import { inTenant } from '../store/in-tenant.ts'
import { findQueueItem, lockAudit } from '../store/queue-items.ts'
import { settleTask, takeTaskPen } from '../store/work-tasks.ts'
import { answerJson } from './answer.ts'
import type { Handler, ProxyContext } from './context.ts'
import { readJson } from './json-body.ts'

export function createTakeTaskHandler(parts: AnalysisParts): Handler {
  return async function takeTask(context) {
    const { value } = await readJson(context, workTaskIntent)
    const doing = readDoing(parts, context)
    const { tenant, encounterRef, actor, at, subject, weights } = doing
    const pen = await inTenant(parts.db, tenant, async (transaction): Promise<WorkTaskPen> => {
      await lockAudit(transaction, tenant)
      const reading = { cipher: parts.cipher, weights, now: at.getTime() }
      const item = await findQueueItem(transaction, { tenant, encounterRef, inRole: false }, reading)
      if (!item) throw new ProxyError('not-found', 'This encounter is not on the list.')
      const { version } = item
      const taken = await takeTaskPen(transaction, { tenant, encounterRef, key: value.key, version, actor, at })
      if (taken.outcome === 'done') return taken
      const outcome = taken.outcome === 'go' ? 'go' : 'taken'
      const key = parts.references.ofWrite(tenant, value.key)
      const entry = { ...subject, action: 'write.intent', key, target: 'Task', outcome } as const
      await appendAudit(transaction, tenant, [entry])
      if (taken.outcome === 'busy') return taken
      const { remoteId, versionId, isUncertain } = taken
      return {
        outcome: 'go',
        item,
        isMine: findLiveLock(item, at.getTime())?.by === actor,
        isUncertain,
        ...(remoteId !== undefined && { remoteId }),
        ...(versionId !== undefined && { versionId }),
      }
    })
    return answerJson(context, pen)
  }
}

export function createSettleTaskHandler(parts: AnalysisParts): Handler {
  return async function settleTaskHandler(context) {
    const { value: receipt } = await readJson(context, workTaskReceipt)
    const { tenant, encounterRef, actor, at, subject } = readDoing(parts, context)
    await inTenant(parts.db, tenant, async (transaction) => {
      await lockAudit(transaction, tenant)
      if (!(await settleTask(transaction, { tenant, encounterRef, receipt, actor, at }))) {
        throw new ProxyError('conflict', 'No write of this task is open.')
      }
      const key = parts.references.ofWrite(tenant, receipt.key)
      const entry = { ...subject, action: 'write.receipt', key, target: 'Task', outcome: receipt.state }
      await appendAudit(transaction, tenant, [{ ...entry, action: 'write.receipt' }])
    })
    parts.metrics.count('postil_writes_total', { state: receipt.state, target: 'Task' })
    return answerJson(context, {})
  }
}

/** The site's switch counts here as well, whatever a browser asks. */
function readDoing({ now }: AnalysisParts, context: ProxyContext) {
  const row = context.get('tenant')
  if (row.workTasks !== true) throw new ProxyError('conflict', 'This site writes no tasks of the list into the EHR.')
  const session = context.get('session')
  const at = new Date(now())
  const encounterRef = context.req.param('item') ?? ''
  const subject = { ...describeSubject(session, context.get('requestId'), at), encounter: encounterRef }
  return {
    tenant: session.tenant,
    encounterRef,
    actor: session.actor,
    at,
    subject,
    weights: findQueueRules(row).weights,
  }
}
