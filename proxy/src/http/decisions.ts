/** `POST /v1/decisions`: what a person decided, appended with its audit in one transaction. */
import { decisionRequest } from '#coding/contract/decision.ts'
import type { Decision } from '#coding/domain/decision.ts'
import type { AnalysisParts } from '../analysis.ts'
import { appendAudit, describeSubject } from '../audit/audit-log.ts'
import { insertDecision } from '../store/decisions.ts'
import { inTenant } from '../store/in-tenant.ts'
import type { Handler } from './context.ts'
import { readJson } from './json-body.ts'

export function createDecisionsHandler(parts: AnalysisParts): Handler {
  return async function decisions(context) {
    const { value } = await readJson(context, decisionRequest)
    const { session, requestId } = context.var
    const at = new Date(parts.now())
    const decision: Decision = { ...value, by: session.actor, at: at.toISOString() }
    const { fingerprint, findingKind, choice } = decision
    await inTenant(parts.db, session.tenant, async (transaction) => {
      await insertDecision(transaction, { ...session, decision }, parts.cipher)
      await appendAudit(transaction, session.tenant, [
        {
          ...describeSubject(session, requestId, at),
          action: 'decision',
          fingerprint,
          kind: findingKind,
          choice: choice.kind,
          ...(choice.kind === 'dismiss' && { reason: choice.reason }),
        },
      ])
    })
    return context.json(decision)
  }
}
