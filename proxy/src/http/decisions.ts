/** `POST /v1/decisions`: what a person decided, appended with its audit in one transaction. */
import { decisionRequest } from '#coding/contract/decision.ts'
import type { Decision } from '#coding/domain/decision.ts'
import { isQuery, type TrackedQuestion } from '#coding/prompts/lifecycle.ts'
import { findPersonEvent } from '#coding/prompts/person-event.ts'
import type { AnalysisParts } from '../analysis.ts'
import { appendAudit, describeSubject } from '../audit/audit-log.ts'
import { findQueueRules, followAnswer } from '../coders-queue.ts'
import { ProxyError } from '../errors.ts'
import { insertDecision } from '../store/decisions.ts'
import { inTenant } from '../store/in-tenant.ts'
import { appendPromptEvent, readPromptStates } from '../store/prompt-events.ts'
import type { Database } from '../store/schema.ts'
import type { Session } from '../store/sessions.ts'
import { listShownPrompts } from '../store/shown-findings.ts'
import { answerJson } from './answer.ts'
import type { Handler } from './context.ts'
import { readJson } from './json-body.ts'

export function createDecisionsHandler(parts: AnalysisParts): Handler {
  return async function decisions(context) {
    const { value } = await readJson(context, decisionRequest)
    const session = context.get('session')
    const requestId = context.get('requestId')
    if (value.choice.kind === 'send' && session.role !== 'coder') {
      throw new ProxyError('forbidden', 'A query is sent by a coder.')
    }
    const at = new Date(parts.now())
    const { about, ...made } = value
    const decision: Decision = { ...made, by: session.actor, at: at.toISOString() }
    const { fingerprint, findingKind, choice } = decision
    const questions = await inTenant(parts.db, session.tenant, async (transaction) => {
      await insertDecision(transaction, { ...session, decision, ...(about !== undefined && { about }) }, parts.cipher)
      await appendAudit(transaction, session.tenant, [
        {
          ...describeSubject(session, requestId, at),
          action: 'decision',
          fingerprint: parts.references.ofFinding(session.tenant, fingerprint),
          kind: findingKind,
          choice: choice.kind,
          ...(choice.kind === 'dismiss' && { reason: choice.reason }),
        },
      ])
      if (findingKind !== 'prompt') return undefined
      const followed = await followDecision(parts, transaction, { session, decision })
      if (followed.some((one) => one.fingerprint === fingerprint && one.sent !== undefined && !isQuery(one))) {
        const rules = findQueueRules(context.get('tenant'))
        await followAnswer({ db: transaction, cipher: parts.cipher }, { ...session, requestId, at, rules }, followed)
      }
      return followed
    })
    return answerJson(context, { ...decision, ...(questions && { questions }) })
  }
}

/** @returns where the questions of the encounter stand now. A wording that nobody was shown has no life to change. */
async function followDecision(
  { cipher }: AnalysisParts,
  transaction: Database,
  { session, decision }: { readonly session: Session; readonly decision: Decision },
): Promise<readonly TrackedQuestion[]> {
  const before = await readPromptStates(transaction, session, cipher)
  const shown = await listShownPrompts(transaction, session, cipher)
  const finding = shown.find(({ fingerprint }) => fingerprint === decision.fingerprint)
  const event = finding && findPersonEvent(decision.choice, finding)
  if (!event) return before.lifecycle.questions
  const happening = { ...session, before, event, at: new Date(decision.at) }
  return (await appendPromptEvent(transaction, happening, cipher)).lifecycle.questions
}
