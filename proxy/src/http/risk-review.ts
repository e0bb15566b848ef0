/** Risk conditions against the notes of the visit, and the remarks on them that leave; never for a clinician (prompt rule F1). */
import { remarkExportRequest, riskReviewRequest } from '#coding/contract/risk-review.ts'
import { type AnalysisParts, recordShown } from '../analysis.ts'
import { answerJson } from './answer.ts'
import type { Handler } from './context.ts'
import { readJson } from './json-body.ts'
import { requireSameEncounter } from './same-encounter.ts'

/** `POST /v1/risk-review` */
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

/** `POST /v1/risk-review/remarks`: the file is made in the browser, and only once this is on record. */
export function createRemarksHandler(parts: AnalysisParts): Handler {
  return async function riskRemarks(context) {
    const { value } = await readJson(context, remarkExportRequest)
    const session = context.get('session')
    const content = parts.references.ofContent(session.tenant, JSON.stringify(value.remarks))
    const step = { action: 'risk.export', format: value.format, remarks: value.remarks.length, content } as const
    await recordShown(parts, { session, requestId: context.get('requestId'), findings: [], step })
    return answerJson(context, {})
  }
}
