/** `POST /cds-services/:id`: an EHR says what its user is doing; the answer is at most three cards, in time or none. */
import type { Role } from '#coding/contract/session.ts'
import type { Fingerprint } from '#coding/domain/ids.ts'
import { mayShowOrWrite } from '#coding/domain/mode.ts'
import type { AnalysisParts } from '../analysis.ts'
import {
  type AuditAction,
  type AuditEntry,
  appendAudit,
  describeMoves,
  describeShown,
  describeSubject,
} from '../audit/audit-log.ts'
import type { Limits } from '../config.ts'
import { ProxyError } from '../errors.ts'
import { answerJson } from '../http/answer.ts'
import type { AwaitOthers } from '../http/await-others.ts'
import type { Handler } from '../http/context.ts'
import { readJson } from '../http/json-body.ts'
import type { RequestQuota } from '../limits/request-quota.ts'
import { describeError } from '../log.ts'
import { recordWatched } from '../shadow.ts'
import { readEncounterState } from '../store/encounter-state.ts'
import { insertHookCards } from '../store/hook-cards.ts'
import { inTenant } from '../store/in-tenant.ts'
import { insertPromptCells } from '../store/prompt-events.ts'
import type { Session } from '../store/sessions.ts'
import { insertShownFindings } from '../store/shown-findings.ts'
import { findRole, type HookTenant, normalizeIssuer } from '../tenants.ts'
import { learnMode } from '../visit-mode.ts'
import { authenticateCall, type KnownCall } from './authenticate-call.ts'
import type { Card } from './build-card.ts'
import { nameDifference } from './build-diagnoses-card.ts'
import type { ClientVerifier } from './client-token.ts'
import { composeCards, findDifference, type Shown } from './compose-cards.ts'
import { type HookChart, type ReadParts, readHookChart } from './read-chart.ts'
import { type HookRequest, hookRequest } from './request.ts'
import { reviewEncounter } from './review-encounter.ts'
import { LATE, startTime, type TimeLeft } from './time-left.ts'

export type HookParts = AnalysisParts &
  ReadParts & {
    readonly verifyClient: ClientVerifier
    readonly quota: RequestQuota
    readonly limits: Limits
    readonly publicOrigin: string | undefined
    /** An answer that takes longer is empty; an EHR waits half a second. */
    readonly answerMs: number
  }

type Call = KnownCall & {
  readonly request: HookRequest
  readonly requestId: string
  readonly time: TimeLeft
  /** Whoever waits for an EHR keeps nobody else from being served. */
  readonly awaitOthers: AwaitOthers | undefined
}

export function createHookHandler(parts: HookParts): Handler {
  return async function callService(context) {
    const time = startTime(parts.answerMs)
    const known = await authenticateCall(parts, context, { time, endpoint: '' })
    const { value: request } = await readJson(context, hookRequest)
    const { service } = known
    if (request.hook !== service.hook) throw new ProxyError('bad-request', `This service answers ${service.hook}.`)
    const awaitOthers = context.get('awaitOthers')
    const call: Call = { ...known, request, requestId: context.get('requestId'), time, awaitOthers }
    const answering = answerCall(parts, call)
    const cards = await time.wait(answering)
    if (cards !== LATE) return answerJson(context, { cards })
    parts.metrics.count('postil_hook_calls_total', { service: service.id, outcome: 'late' })
    void answering
      .then((unseen) => takeBack(parts, call, unseen))
      .catch((error: unknown) => {
        parts.log.error('hook failed', { requestId: call.requestId, ...describeError(error) })
      })
    return answerJson(context, { cards: [] })
  }
}

/** Who reads the card, by the same references as in a session. */
type Reader = Pick<Session, 'actor' | 'patientRef'> & {
  readonly role: Role | undefined
  readonly encounterRef: string | undefined
}

function findHookRole(tenant: HookTenant, fhirUser: string): Role | undefined {
  const { roles, cdsHooks } = tenant
  return findRole({ ...tenant, roles: { ...roles, default: cdsHooks.role ?? roles.default } }, fhirUser)
}

function findReader({ references }: HookParts, { tenant, request }: Call): Reader {
  const { userId, patientId, encounterId } = request.context
  const fhirUser = `${normalizeIssuer(tenant.issuer)}/${userId}`
  return {
    actor: references.ofActor(tenant.key, fhirUser),
    role: findHookRole(tenant, fhirUser),
    patientRef: references.ofPatient(tenant.key, patientId),
    encounterRef: encounterId && references.ofEncounter(tenant.key, encounterId),
  }
}

async function answerCall(parts: HookParts, call: Call): Promise<readonly Card[]> {
  const { tenant, request, time } = call
  const reader = findReader(parts, call)
  await takeShare(parts, tenant, reader.actor)
  const { encounterId } = request.context
  // Without an encounter there is nothing to ask about, and whoever is no provider here is asked nothing.
  if (encounterId === undefined || reader.encounterRef === undefined) {
    return recordNothing(parts, call, { ...reader, outcome: 'no-encounter' })
  }
  if (reader.role !== 'provider') return recordNothing(parts, call, { ...reader, outcome: 'not-provider' })
  const { actor, role, patientRef, encounterRef } = reader
  const at = new Date(parts.now())
  const session: Session = { tenant: tenant.key, actor, role, patientRef, encounterRef, expiresAt: at }
  const reading = readHookChart(parts, { ...call, encounterId })
  const chart = await (call.awaitOthers?.('ehr', reading) ?? reading)
  const mode = await learnMode(parts, tenant, { ...session, record: chart.record, at })
  if (mode === 'off') return recordNothing(parts, call, { ...reader, outcome: 'off' })
  const state = await readEncounterState(parts.db, session, parts.cipher)
  // What comes too late is not worked out: the next call waits for the same core.
  if (time.isOver()) return recordNothing(parts, call, { ...reader, outcome: 'late' })
  const review = reviewEncounter(parts, { session, chart, state, at })
  if (time.isOver()) return recordNothing(parts, call, { ...reader, outcome: 'late' })
  const difference = findDifference(call, { chart, review, state })
  if (!mayShowOrWrite(mode)) return recordUnshown(parts, call, { session, chart, review, difference, at })
  return recordCards(parts, call, { session, chart, review, difference, at })
}

async function takeShare({ quota, limits }: HookParts, tenant: HookTenant, actor: string): Promise<void> {
  const retryAfterMs = await quota.take({
    tenant: tenant.key,
    actor,
    limits: {
      tenantPerMinute: tenant.limits?.requestsPerMinute ?? limits.requestsPerMinutePerTenant,
      personPerMinute: tenant.limits?.requestsPerMinutePerPerson ?? limits.requestsPerMinutePerPerson,
    },
  })
  if (retryAfterMs > 0) throw new ProxyError('busy', 'Too many requests. Try again in a moment.', { retryAfterMs })
}

type Outcome = Extract<AuditAction, { readonly action: 'hook.answer' }>['outcome']

/** That somebody asked, and that nothing was shown. */
async function recordNothing(
  parts: HookParts,
  { tenant, service, requestId, time }: Call,
  {
    actor,
    role,
    patientRef,
    encounterRef,
    outcome,
    unshown,
  }: Reader & { readonly outcome: Outcome; readonly unshown?: readonly Fingerprint[] },
): Promise<readonly Card[]> {
  const entry: AuditEntry = {
    at: new Date(parts.now()).toISOString(),
    requestId,
    actor,
    ...(role && { role }),
    patient: patientRef,
    ...(encounterRef !== undefined && { encounter: encounterRef }),
    action: 'hook.answer',
    service: service.id,
    cards: 0,
    outcome,
    tookMs: time.tookMs(),
    ...(unshown && { unshown: unshown.map((one) => parts.references.ofFinding(tenant.key, one)) }),
  }
  await inTenant(parts.db, tenant.key, (transaction) => appendAudit(transaction, tenant.key, [entry]))
  if (outcome !== 'late') parts.metrics.count('postil_hook_calls_total', { service: service.id, outcome })
  return []
}

/** In mode `shadow`: what the cards would have been, and what was found for the shadow report. No card has a row. */
async function recordUnshown(parts: HookParts, call: Call, reviewed: Reviewed): Promise<readonly Card[]> {
  const { session, chart, review, difference } = reviewed
  const { requestId } = call
  const input = parts.references.ofContent(session.tenant, JSON.stringify(chart.record))
  const task = { session, record: chart.record, requestId, input }
  await recordWatched(parts, task, { findings: review.findings, state: review.codeSet })
  const unshown = [
    ...review.questions.map(({ fingerprint }) => fingerprint),
    ...(difference ? [nameDifference(difference)] : []),
  ]
  return recordNothing(parts, call, { ...session, outcome: 'shadow', unshown })
}

type Reviewed = Shown & { readonly chart: HookChart; readonly at: Date }

/** In one transaction before it is sent (prompt rule R1): the questions, their exact words, the cards, and the audit. */
async function recordCards(parts: HookParts, call: Call, reviewed: Reviewed): Promise<readonly Card[]> {
  const { session, chart, review, at } = reviewed
  const { service, requestId, time } = call
  const { cards, rows } = composeCards(parts.references, call, reviewed)
  const subject = describeSubject(session, requestId, at)
  const naming = { tenant: session.tenant, references: parts.references }
  const outcome = chart.isWhole ? 'whole' : 'partial'
  await inTenant(parts.db, session.tenant, async (transaction) => {
    await insertPromptCells(transaction, { ...session, at }, review.cells)
    const findings = [...review.questions, ...(reviewed.difference?.missing ?? [])]
    const fresh = await insertShownFindings(transaction, { ...session, at, findings }, parts)
    await insertHookCards(transaction, rows, at)
    await appendAudit(transaction, session.tenant, [
      { ...subject, action: 'hook.answer', service: service.id, cards: cards.length, outcome, tookMs: time.tookMs() },
      ...describeMoves(subject, review.moves, naming),
      ...fresh.map((finding) => describeShown(subject, finding, naming)),
    ])
  })
  parts.metrics.count('postil_hook_calls_total', { service: service.id, outcome })
  parts.metrics.count('postil_hook_cards_total', { service: service.id }, cards.length)
  return cards
}

/** The record says that cards were shown, and the EHR had gone on without them. */
async function takeBack(parts: HookParts, call: Call, unseen: readonly Card[]): Promise<void> {
  if (unseen.length > 0) await recordNothing(parts, call, { ...findReader(parts, call), outcome: 'late' })
}
