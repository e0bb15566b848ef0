/** `POST /v1/drafts/check`: the claim rules over a draft. */
import { draftCheckRequest } from '#coding/contract/draft-check.ts'
import { type DateOnly, parseDateOnly } from '#coding/domain/date-only.ts'
import { type AnalysisParts, recordShown } from '../analysis.ts'
import type { TenantRow } from '../tenants.ts'
import { answerJson } from './answer.ts'
import type { Handler } from './context.ts'
import { readJson } from './json-body.ts'
import { requireSameEncounter } from './same-encounter.ts'

type DraftCheckParts = AnalysisParts & { readonly tenants: { readonly all: readonly TenantRow[] } }

/** The day by the proxy's clock, in UTC: a draft of the evening before is never of the future. */
function readToday(now: number): DateOnly {
  return parseDateOnly(new Date(now).toISOString().slice(0, 10))
}

export function createDraftChecksHandler(parts: DraftCheckParts): Handler {
  return async function draftChecks(context) {
    const { value, text } = await readJson(context, draftCheckRequest)
    const session = context.get('session')
    const requestId = context.get('requestId')
    requireSameEncounter(parts.references, session, value.record)
    requireSameEncounter(parts.references, session, value.draft)
    const policy = parts.tenants.all.find(({ key }) => key === session.tenant)?.payers?.[value.record.payer] ?? {}
    const question = { ...value, context: { ...value.context, policy, today: readToday(parts.now()) } }
    const answer = parts.engine.checkDraft(question, session.role === 'coder' ? 'coder' : 'clinician')
    const { findings } = answer
    const input = parts.references.ofContent(session.tenant, text)
    const step = { action: 'draft.check', input, findings: findings.length } as const
    await recordShown(parts, { session, requestId, findings, step })
    return answerJson(context, answer)
  }
}
