/** `POST /cds-services/:id/feedback`: what became of cards, turned into decisions about their questions, once each. */
import type { Decision, DecisionChoice } from '#coding/domain/decision.ts'
import { DISMISS_REASONS } from '#coding/prompts/dismiss-words.ts'
import { findPersonEvent } from '#coding/prompts/person-event.ts'
import { appendAudit, describeSubject } from '../audit/audit-log.ts'
import { ProxyError } from '../errors.ts'
import { answerJson } from '../http/answer.ts'
import type { Handler } from '../http/context.ts'
import { readJson } from '../http/json-body.ts'
import { insertDecision } from '../store/decisions.ts'
import { findHookCard, type HookCard, insertHookFeedback } from '../store/hook-cards.ts'
import { inTenant } from '../store/in-tenant.ts'
import { appendPromptEvent, readPromptStates } from '../store/prompt-events.ts'
import type { Database } from '../store/schema.ts'
import { listShownPrompts } from '../store/shown-findings.ts'
import type { HookTenant } from '../tenants.ts'
import { findMode, requireActive } from '../visit-mode.ts'
import { authenticateCall } from './authenticate-call.ts'
import { OVERRIDE_REASONS } from './build-card.ts'
import type { HookParts } from './call-service.ts'
import { type FeedbackItem, hookFeedback } from './request.ts'
import { startTime } from './time-left.ts'

/** Nobody waits for the answer to feedback; the keys of an EHR may take their time. */
const AUTHENTICATION_MS = 5000
/** `shortText` of the contract. */
const MAX_COMMENT = 1000

type Taken = 'recorded' | 'repeated' | 'unknown'

export function createFeedbackHandler(parts: HookParts): Handler {
  return async function takeFeedback(context) {
    const time = startTime(AUTHENTICATION_MS)
    const { service, tenant } = await authenticateCall(parts, context, { time, endpoint: '/feedback' })
    const { value } = await readJson(context, hookFeedback)
    const counts = { recorded: 0, repeated: 0, unknown: 0 }
    for (const item of value.feedback) {
      const taken = await takeItem(parts, { tenant, item, service: service.id, requestId: context.get('requestId') })
      counts[taken] += 1
      if (taken === 'recorded') parts.metrics.count('postil_hook_feedback_total', { outcome: item.outcome })
    }
    if (counts.unknown === value.feedback.length) throw new ProxyError('not-found', 'No such card of this service.')
    return answerJson(context, counts)
  }
}

type Told = {
  readonly tenant: HookTenant
  readonly item: FeedbackItem
  readonly service: string
  readonly requestId: string
}

async function takeItem(parts: HookParts, told: Told): Promise<Taken> {
  const { tenant, item, service } = told
  const card = await inTenant(parts.db, tenant.key, (transaction) => findHookCard(transaction, tenant.key, item.card))
  if (card?.service !== service) return 'unknown'
  requireActive(await findMode(parts, tenant, card))
  const at = new Date(parts.now())
  return inTenant(parts.db, tenant.key, async (transaction) => {
    const outcome = { outcome: item.outcome, outcomeAt: new Date(item.outcomeTimestamp), at }
    if (!(await insertHookFeedback(transaction, card, outcome))) return 'repeated'
    for (const one of await listMeant(transaction, card, item))
      await decide(parts, transaction, { ...told, card: one, at })
    return 'recorded'
  })
}

/** Of an accepted card with suggestions, those that were taken; else the card itself. */
async function listMeant(transaction: Database, card: HookCard, item: FeedbackItem): Promise<readonly HookCard[]> {
  if (item.outcome !== 'accepted' || card.findingKind !== 'code') return [card]
  const ids = (item.acceptedSuggestions ?? []).map(({ id }) => id)
  const found = await Promise.all([...new Set(ids)].map((id) => findHookCard(transaction, card.tenant, id)))
  return found.filter((one) => one !== undefined).filter(({ encounterRef }) => encounterRef === card.encounterRef)
}

type Deciding = Told & { readonly card: HookCard; readonly at: Date }

/** By the person whom the card was shown to: feedback names none. */
async function decide(parts: HookParts, transaction: Database, { card, item, requestId, at }: Deciding): Promise<void> {
  const choice = readChoice(item)
  const { fingerprint, findingKind, actor } = card
  const decision: Decision = { fingerprint, findingKind, choice, by: actor, at: at.toISOString() }
  await insertDecision(transaction, { ...card, role: 'provider', decision }, parts.cipher)
  const subject = describeSubject({ ...card, role: 'provider', expiresAt: at }, requestId, at)
  const reference = parts.references.ofFinding(card.tenant, fingerprint)
  await appendAudit(transaction, card.tenant, [
    { ...subject, action: 'hook.feedback', service: card.service, fingerprint: reference, outcome: item.outcome },
    {
      ...subject,
      action: 'decision',
      fingerprint: reference,
      kind: findingKind,
      choice: choice.kind,
      ...(choice.kind === 'dismiss' && { reason: choice.reason }),
    },
  ])
  if (findingKind === 'prompt') await followDecision(parts, transaction, { card, choice, at })
}

/** A question that was put away on a card is put away in the sidebar, and the other way round. */
async function followDecision(
  { cipher }: HookParts,
  transaction: Database,
  { card, choice, at }: Pick<Deciding, 'card' | 'at'> & { readonly choice: DecisionChoice },
): Promise<void> {
  const shown = await listShownPrompts(transaction, card, cipher)
  const finding = shown.find(({ fingerprint }) => fingerprint === card.fingerprint)
  const event = finding && findPersonEvent(choice, finding)
  if (!event) return
  const before = await readPromptStates(transaction, card, cipher)
  await appendPromptEvent(transaction, { ...card, before, event, at }, cipher)
}

/** A card that was closed without one of our reasons was closed for another. */
function readChoice(item: FeedbackItem): DecisionChoice {
  if (item.outcome === 'accepted') return { kind: 'accept' }
  const { reason, userComment = '' } = item.overrideReason ?? {}
  const known = reason?.system === OVERRIDE_REASONS && DISMISS_REASONS.find(([code]) => code === reason.code)
  const comment = userComment.trim().slice(0, MAX_COMMENT)
  return { kind: 'dismiss', reason: known ? known[0] : 'other', ...(comment !== '' && { comment }) }
}
