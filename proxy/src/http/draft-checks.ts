/** `POST /v1/drafts/check`: the claim rules over a draft. */
import { draftCheckRequest } from '#coding/contract/draft-check.ts'
import { type AnalysisParts, recordShown } from '../analysis.ts'
import { ruleOnDraft } from '../draft-ruling.ts'
import { answerJson } from './answer.ts'
import type { Handler } from './context.ts'
import { readJson } from './json-body.ts'

export function createDraftChecksHandler(parts: AnalysisParts): Handler {
  return async function draftChecks(context) {
    const { value, text } = await readJson(context, draftCheckRequest)
    const session = context.get('session')
    const requestId = context.get('requestId')
    const answer = ruleOnDraft(parts, { session, tenant: context.get('tenant') }, value)
    const { findings } = answer
    const input = parts.references.ofContent(session.tenant, text)
    const step = { action: 'draft.check', input, findings: findings.length } as const
    await recordShown(parts, { session, requestId, findings, step })
    return answerJson(context, answer)
  }
}
