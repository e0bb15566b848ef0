/** The write ledger: `POST /v1/writes` takes the pen, `PUT /v1/writes/:key` reports, `GET` lists or reads one. */
import * as z from 'zod/mini'
import { writeIntent, writeKey, writeReceipt } from '#coding/contract/write.ts'
import type { AnalysisParts } from '../analysis.ts'
import { appendAudit, describeSubject } from '../audit/audit-log.ts'
import { findQueueRules, requireOwnLock } from '../coders-queue.ts'
import { requireSoundDraft } from '../draft-ruling.ts'
import { ProxyError } from '../errors.ts'
import { findPenRefusal } from '../pen-refusal.ts'
import { inTenant } from '../store/in-tenant.ts'
import { lockAudit } from '../store/queue-items.ts'
import { beginWrite, findWrite, listWrites, type SettleProblem, settleWrite } from '../store/write-ledger.ts'
import { answer, answerJson } from './answer.ts'
import type { Handler } from './context.ts'
import { readJson } from './json-body.ts'

/** PostgreSQL text holds no NUL; better refused here than failed there. */
const storableReceipt = writeReceipt.check(
  z.refine(({ remoteId, versionId }) => !`${remoteId}${versionId}`.includes('\0')),
)

export function createBeginWriteHandler(parts: AnalysisParts): Handler {
  return async function beginWriteHandler(context) {
    const { value: intent } = await readJson(context, writeIntent)
    const session = context.get('session')
    // A posted charge is billable at once, so that it is never a clinician's click.
    if (intent.target === 'ChargeItem.$create' && session.role !== 'coder') {
      throw new ProxyError('forbidden', 'Only a coder posts charges. File the draft instead.')
    }
    // Filing, posting and signing off alike; taking back is always open.
    if (session.role === 'coder' && intent.content?.purpose === 'file') {
      const { basis, content } = intent
      requireSoundDraft(parts, { session, tenant: context.get('tenant') }, { draft: content.draft, basis })
    }
    const requestId = context.get('requestId')
    const at = new Date(parts.now())
    const response = await inTenant(parts.db, session.tenant, async (transaction) => {
      // First: a coder who holds or releases at the same moment comes before this write, or sees it.
      await lockAudit(transaction, session.tenant)
      if (session.role === 'coder') {
        const rules = findQueueRules(context.get('tenant'))
        await requireOwnLock({ db: transaction, cipher: parts.cipher }, { ...session, requestId, at, rules })
      }
      const refusal = await findPenRefusal(transaction, { session, intent, at }, parts.cipher)
      if (refusal !== undefined) throw new ProxyError('conflict', refusal)
      const begun = await beginWrite(transaction, { ...session, intent }, { ...session, at, cipher: parts.cipher })
      const { target } = intent
      const key = parts.references.ofWrite(session.tenant, intent.key)
      await appendAudit(transaction, session.tenant, [
        { ...describeSubject(session, requestId, at), action: 'write.intent', key, target, outcome: begun.outcome },
      ])
      return begun
    })
    return answerJson(context, response)
  }
}

export function createSettleWriteHandler(parts: AnalysisParts): Handler {
  return async function settleWriteHandler(context) {
    const key = writeKey.safeParse(context.req.param('key'))
    if (!key.success) throw new ProxyError('not-found', 'There is no such write.')
    const { value: receipt } = await readJson(context, storableReceipt)
    const session = context.get('session')
    const requestId = context.get('requestId')
    const at = new Date(parts.now())
    const row = await inTenant(parts.db, session.tenant, async (transaction) => {
      const settled = await settleWrite(
        transaction,
        { ...session, key: key.data, receipt },
        { ...session, at, cipher: parts.cipher },
      )
      if (!settled.ok) throw refuse(settled.problem)
      const { target, state } = settled.value
      const reference = parts.references.ofWrite(session.tenant, key.data)
      await appendAudit(transaction, session.tenant, [
        { ...describeSubject(session, requestId, at), action: 'write.receipt', key: reference, target, outcome: state },
      ])
      return settled.value
    })
    parts.metrics.count('postil_writes_total', { state: row.state, target: row.target })
    return answerJson(context, row)
  }
}

export function createListWritesHandler(parts: AnalysisParts): Handler {
  return async function listWritesHandler(context) {
    const session = context.get('session')
    const at = new Date(parts.now())
    const writes = await inTenant(parts.db, session.tenant, (transaction) => listWrites(transaction, session, at))
    return answerJson(context, { writes })
  }
}

/**
 * The draft quotes the chart, so that reading it is on record as well. Nothing filed is nothing wrong: it is asked before
 * each first filing, and a refusal would stand in the browser's console. What is another visit's answers the same.
 */
export function createReadWriteHandler(parts: AnalysisParts): Handler {
  return async function readWriteHandler(context) {
    const key = writeKey.safeParse(context.req.param('key'))
    if (!key.success) throw refuse('no-such-write')
    const session = context.get('session')
    const requestId = context.get('requestId')
    const at = new Date(parts.now())
    const record = await inTenant(parts.db, session.tenant, async (transaction) => {
      const wanted = { ...session, key: key.data }
      const found = await findWrite(transaction, wanted, { cipher: parts.cipher, at })
      if (!found) return undefined
      const { target, state } = found.row
      await appendAudit(transaction, session.tenant, [
        {
          ...describeSubject(session, requestId, at),
          action: 'write.read',
          key: parts.references.ofWrite(session.tenant, found.row.key),
          target,
          outcome: state,
        },
      ])
      return found
    })
    return record ? answerJson(context, record) : answer(context, null, { status: 204 })
  }
}

function refuse(problem: SettleProblem): ProxyError {
  switch (problem) {
    case 'no-such-write':
      return new ProxyError('not-found', 'There is no such write.')
    case 'other-payload':
      return new ProxyError('conflict', 'The draft was changed since this write began.')
    case 'already-settled':
      return new ProxyError('conflict', 'This write has another outcome on record.')
  }
}
