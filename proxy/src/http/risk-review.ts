/** `POST /v1/risk-review`: risk conditions against the notes of the visit; never for a clinician (prompt rule F1). */
import { riskReviewRequest } from '#coding/contract/risk-review.ts'
import { type AnalysisParts, recordShown } from '../analysis.ts'
import { answerJson } from './answer.ts'
import type { Handler } from './context.ts'
import { readJson } from './json-body.ts'
import { requireSameEncounter } from './same-encounter.ts'

export function createRiskReviewHandler(parts: AnalysisParts): Handler {
  return async function riskReview(context) {
    const { value, text } = await readJson(context, riskReviewRequest)
    const session = context.get('session')
    requireSameEncounter(parts.references, session, value.record)
    const review = parts.engine.reviewRisk(value.record)
    const input = parts.references.ofContent(session.tenant, text)
    const conditions = review.kind === 'reviewed' ? review.conditions.length : 0
    const step = { action: 'risk.review', input, conditions } as const
    await recordShown(parts, { session, requestId: context.get('requestId'), findings: [], step })
    return answerJson(context, review)
  }
}
