/** `POST /v1/drafts/check`: the claim rules over a draft. */
import { draftCheckRequest } from '#coding/contract/draft-check.ts'
import { type AnalysisParts, recordShown } from '../analysis.ts'
import { inTenant } from '../store/in-tenant.ts'
import type { Handler } from './context.ts'
import { readJson } from './json-body.ts'
import { requireSameEncounter } from './same-encounter.ts'

export function createDraftChecksHandler(parts: AnalysisParts): Handler {
  return async function draftChecks(context) {
    const { value, text } = await readJson(context, draftCheckRequest)
    const { session, requestId } = context.var
    requireSameEncounter(parts.references, session, value.record)
    requireSameEncounter(parts.references, session, value.draft)
    const findings = parts.engine.checkDraft(value.draft, value.record)
    const input = parts.references.ofContent(session.tenant, text)
    await inTenant(parts.db, session.tenant, (transaction) =>
      recordShown(parts, transaction, {
        session,
        requestId,
        findings,
        step: { action: 'draft.check', input, findings: findings.length },
      }),
    )
    return context.json({ findings })
  }
}
