/** `GET /v1/reports/feedback`: masked words and decisions, for whoever the site gives them to. */
import type { AnalysisParts } from '../analysis.ts'
import { exportFeedback } from '../feedback.ts'
import { answerJson } from './answer.ts'
import type { Handler } from './context.ts'
import { readRange } from './report-range.ts'

export function createFeedbackHandler(parts: AnalysisParts): Handler {
  return async function feedbackExport(context) {
    const { actor, role } = context.get('session')
    const tenant = context.get('tenant')
    const requestId = context.get('requestId')
    return answerJson(context, await exportFeedback(parts, { tenant, actor, role, requestId, ...readRange(context) }))
  }
}
