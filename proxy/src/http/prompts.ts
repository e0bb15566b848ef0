/** `GET /v1/prompts`: where the questions of the session's encounter stand, and for a coder, which of them wait. */
import type { PromptList } from '#coding/contract/prompt-list.ts'
import type { AnalysisParts } from '../analysis.ts'
import { appendAudit, describeShown, describeSubject } from '../audit/audit-log.ts'
import { listQueries } from '../prompt-states.ts'
import { listDecisions } from '../store/decisions.ts'
import { inTenant } from '../store/in-tenant.ts'
import { readPromptStates } from '../store/prompt-events.ts'
import { insertShownFindings, listShownPrompts } from '../store/shown-findings.ts'
import { answerJson } from './answer.ts'
import type { Handler } from './context.ts'

export function createPromptsHandler(parts: AnalysisParts): Handler {
  return async function prompts(context) {
    const session = context.get('session')
    const requestId = context.get('requestId')
    const { cipher } = parts
    const list = await inTenant(parts.db, session.tenant, async (transaction): Promise<PromptList> => {
      const states = await readPromptStates(transaction, session, cipher)
      const decisions = await listDecisions(transaction, session, cipher)
      const shown = await listShownPrompts(transaction, session, cipher)
      const queries = session.role === 'coder' ? listQueries(states, shown) : []
      const at = new Date(parts.now())
      const findings = queries.map(({ finding }) => finding)
      const fresh = await insertShownFindings(transaction, { ...session, at, findings }, parts)
      const subject = describeSubject(session, requestId, at)
      const entries = fresh.map((finding) => describeShown(subject, finding, { ...parts, tenant: session.tenant }))
      await appendAudit(transaction, session.tenant, entries)
      return { decisions, questions: states.lifecycle.questions, queries }
    })
    return answerJson(context, list)
  }
}
