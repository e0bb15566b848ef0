/**
 * One call of a language model, from the request to what it cost: paid for and on record before anything leaves, and
 * settled after. Whoever reads the answer (`model-review.ts` for a screen, `jobs/model-reader.ts` for nobody) uses this.
 */
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import type { Finding } from '#coding/domain/finding.ts'
import { type AuditAction, type AuditEntry, type AuditSubject, appendAudit } from './audit/audit-log.ts'
import type { ProxyConfig } from './config.ts'
import type { References } from './crypto/references.ts'
import { createSpend, MICRO_USD, type MicroUsd, type Reservation, type SpendLimits } from './limits/spend.ts'
import { needsOperator } from './llm/describe-failure.ts'
import type { ItemCount } from './llm/gate/gate.ts'
import {
  addUsage,
  type LanguageModel,
  type ModelEnd,
  type ModelEvent,
  type ModelFailure,
  type ModelIdentity,
  type ModelRequest,
} from './llm/language-model.ts'
import type { Prepared } from './llm/prepare-documents.ts'
import { computeCost, estimateMostCost, type PricedModel } from './llm/prices.ts'
import { describeError, type Log } from './log.ts'
import type { Metrics } from './metrics.ts'
import { inTenant } from './store/in-tenant.ts'
import type { Pool } from './store/schema.ts'
import type { TenantRow } from './tenants.ts'

export type CallParts = {
  readonly db: Pool
  readonly references: References
  readonly model: LanguageModel
  readonly spendLimits: SpendLimits
  readonly log: Log
  readonly metrics: Metrics
  readonly now: () => number
}

export type CallTask = {
  readonly tenant: TenantRow
  /** Whose spending limit it is. */
  readonly actor: string
  readonly record: EncounterRecord
  readonly requestId: string
  /** HMAC of what was analysed. */
  readonly input: string
  /** The subject of what goes on record. */
  readonly describe: (at: Date) => AuditSubject
}

type Ready = Extract<Prepared, { kind: 'ready' }>

const MAX_OUTPUT_TOKENS = 4096
/** Of the prompt and the schema, beside the notes. */
const PROMPT_CHARACTERS = 8000

/** The proxy's own, where a tenant's row says nothing else. */
export function toSpendLimits(model: ProxyConfig['model']): SpendLimits {
  return {
    tenantPerDay: (model?.tenantUsdPerDay ?? 0) * MICRO_USD,
    personPerDay: (model?.personUsdPerDay ?? 0) * MICRO_USD,
  }
}

/** Why no model is asked for this site; undefined where one is. */
export function findOff({ model }: Pick<CallParts, 'model'>, tenant: TenantRow): string | undefined {
  const { availability } = model
  if (availability.state === 'off') return availability.reason
  return tenant.model === 'allowed' ? undefined : 'it is not allowed for this site'
}

type Asked = {
  readonly prepared: Ready
  readonly found: readonly Finding[]
  readonly candidates: ModelRequest['candidates']
}

export function buildRequest(
  { references, model }: CallParts,
  { actor, record, tenant }: CallTask,
  asked: Asked,
): ModelRequest {
  const second = chooseSecond(model.identity, tenant)
  return {
    ...(second !== undefined && { second }),
    documents: asked.prepared.sent,
    setting: record.setting,
    dateOfService: asked.prepared.dateOfService,
    found: asked.found.flatMap((finding) =>
      finding.kind === 'code' && finding.code.category === 'diagnosis'
        ? [{ code: finding.code.code, title: finding.code.title }]
        : [],
    ),
    candidates: asked.candidates,
    // Another reference than that of the audit, so that the vendor's records and ours cannot be joined by it.
    user: references.ofContent(tenant.key, `model user ${actor}`),
  }
}

type Beginning = { readonly request: ModelRequest; readonly masked: number }

type Begun = {
  readonly reservation: Reservation
  /** What reading the request costs at most, without a word of an answer. */
  readonly readingCost: MicroUsd
}

type NotBegun = {
  readonly off: string
  /** Of a spending limit: until there is money again. */
  readonly retryAfterMs?: number
}

/** Money first, then the record of it; without either, nothing leaves. */
export async function beginCall(
  parts: CallParts,
  task: CallTask,
  { request, masked }: Beginning,
): Promise<Begun | NotBegun> {
  const { identity } = parts.model
  try {
    const characters = JSON.stringify(request).length + PROMPT_CHARACTERS
    const reserved = await createSpend(parts).reserve({
      tenant: task.tenant.key,
      actor: task.actor,
      amount: estimateWorst(describePriced(identity), { second: request.second, characters }),
      limits: chooseLimits(parts.spendLimits, task.tenant),
    })
    if (!reserved.ok) {
      parts.metrics.count('postil_model_calls_total', { outcome: 'budget' })
      return {
        retryAfterMs: reserved.retryAfterMs,
        off:
          reserved.of === 'person'
            ? 'your spending limit of today is reached'
            : "the site's spending limit of today is reached",
      }
    }
    await audit(parts, task, [
      {
        action: 'model.ask',
        input: task.input,
        model: identity?.model ?? '',
        ...(request.second !== undefined && { secondModel: request.second }),
        prompt: `${identity?.promptVersion} ${identity?.promptHash}`,
        schema: identity?.schemaHash ?? '',
        documents: request.documents.length,
        masked,
      },
    ])
    const readingCost = estimateMostCost(describePriced(identity), { characters, maxOutputTokens: 0 })
    return { reservation: reserved.reservation, readingCost }
  } catch (error) {
    parts.log.error('audit unavailable', { requestId: task.requestId, ...describeError(error) })
    parts.metrics.count('postil_model_calls_total', { outcome: 'audit-unavailable' })
    return { off: 'it could not be put on record, so nothing was sent' }
  }
}

function describePriced(identity: ModelIdentity | undefined): PricedModel {
  return identity ?? { model: '' }
}

/** With the one second try, by whichever model is the dearer. */
function estimateWorst(
  first: PricedModel,
  { second, characters }: { readonly second: string | undefined; readonly characters: number },
): MicroUsd {
  const [own, other] = [first.model, second ?? first.model].map((model) =>
    estimateMostCost({ ...first, model }, { characters, maxOutputTokens: MAX_OUTPUT_TOKENS }),
  )
  return (own ?? 0) + Math.max(own ?? 0, other ?? 0)
}

/** The operator's first, unless the tenant's row names another of them or none. */
function chooseSecond(identity: ModelIdentity | undefined, { modelOnRefusal }: TenantRow): string | undefined {
  const allowed = identity?.seconds ?? []
  if (modelOnRefusal === undefined) return allowed[0]
  return allowed.find((model) => model === modelOnRefusal)
}

/** A tenant's row may say otherwise than the proxy's settings. */
function chooseLimits(limits: SpendLimits, { limits: own }: TenantRow): SpendLimits {
  const { modelUsdPerDay, modelUsdPerDayPerPerson } = own ?? {}
  return {
    tenantPerDay: modelUsdPerDay === undefined ? limits.tenantPerDay : modelUsdPerDay * MICRO_USD,
    personPerDay: modelUsdPerDayPerPerson === undefined ? limits.personPerDay : modelUsdPerDayPerPerson * MICRO_USD,
  }
}

async function audit(parts: CallParts, task: CallTask, actions: readonly AuditAction[]): Promise<void> {
  const { key } = task.tenant
  const subject = task.describe(new Date(parts.now()))
  await inTenant(parts.db, key, (transaction) =>
    appendAudit(
      transaction,
      key,
      actions.map((action): AuditEntry => ({ ...subject, ...action })),
    ),
  )
}

/** Of a call that was paid for and is on record, but not sent. */
export const NOT_SENT: ModelEnd = {
  kind: 'end',
  outcome: { code: 'aborted' },
  usage: { inputTokens: 0, cacheWriteTokens: 0, cacheReadTokens: 0, outputTokens: 0 },
}

/**
 * The items of one answer. Whoever reads them may stop at any place: the model is then left, and `onEnd` still says what
 * had been used until then, before this generator is done.
 */
export async function* readItems(
  model: LanguageModel,
  { request, signal }: { readonly request: ModelRequest; readonly signal: AbortSignal },
  onEnd: (end: ModelEnd) => void,
): AsyncGenerator<unknown, void, undefined> {
  const leaving = new AbortController()
  const events = model.propose(request, AbortSignal.any([signal, leaving.signal]))[Symbol.asyncIterator]()
  const next = async (): Promise<ModelEvent | undefined> => {
    const step: IteratorResult<ModelEvent, unknown> = await events.next()
    if (step.done === true) return undefined
    if (step.value.kind === 'end') onEnd(step.value)
    return step.value
  }
  try {
    for (let event = await next(); event; event = await next()) if (event.kind === 'item') yield event.item
  } finally {
    leaving.abort()
    while (await next());
  }
}

type Finished = Begun & { readonly end: ModelEnd; readonly shown: number; readonly counted: ItemCount }

/** What it cost and how it ended. The answer is on the screen already, so a failure here is only told to the operator. */
export async function finishCall(
  parts: CallParts,
  task: CallTask,
  { end, reservation, readingCost, shown, counted }: Finished,
): Promise<void> {
  const { outcome, earlier, model, providerRequestId } = end
  const usage = addUsage(earlier?.usage, end.usage)
  const { metrics, log } = parts
  metrics.count('postil_model_calls_total', { outcome: outcome.code })
  // A reader who left is nothing to look into: the pane was closed, or the note went on.
  if (outcome.code !== 'complete' && outcome.code !== 'aborted') warn(parts, task, outcome.code)
  if (earlier) {
    metrics.count('postil_model_second_tries_total', { because: earlier.because, outcome: outcome.code })
  }
  const cost = computeWhole(parts, end, { reservation, readingCost })
  if (usage) {
    metrics.count('postil_model_tokens_total', { kind: 'input' }, usage.inputTokens)
    metrics.count('postil_model_tokens_total', { kind: 'cache-write' }, usage.cacheWriteTokens)
    metrics.count('postil_model_tokens_total', { kind: 'cache-read' }, usage.cacheReadTokens)
    metrics.count('postil_model_tokens_total', { kind: 'output' }, usage.outputTokens)
    metrics.count('postil_model_cost_micro_usd_total', {}, cost ?? 0)
  }
  try {
    if (cost !== undefined) await createSpend(parts).settle(reservation, cost)
    else if (!earlier && wasNeverBilled(outcome.code)) await createSpend(parts).settle(reservation, 0)
    await audit(parts, task, [
      {
        action: 'model.answer',
        outcome: outcome.code,
        findings: shown,
        ...counted,
        ...(usage && { usage: { ...usage } }),
        ...(cost !== undefined && { costMicroUsd: cost }),
        ...(providerRequestId !== undefined && { providerRequestId }),
        ...(model !== undefined && { model }),
        ...(earlier && { secondTry: earlier.because }),
      },
    ])
  } catch (error) {
    log.error('model not settled', { requestId: task.requestId, ...describeError(error) })
  }
}

/** Of an answer that was said again from memory: nothing was asked, and nothing is paid. */
export async function recordRepeat(
  parts: CallParts,
  task: CallTask,
  answered: ItemCount & { readonly outcome: ModelEnd['outcome']['code']; readonly findings: number },
): Promise<void> {
  parts.metrics.count('postil_model_calls_total', { outcome: 'repeated' })
  try {
    await audit(parts, task, [{ action: 'model.answer', ...answered, repeated: true }])
  } catch (error) {
    parts.log.error('model not settled', { requestId: task.requestId, ...describeError(error) })
  }
}

/** @returns undefined without figures: the reservation stays spent, since an answer that broke off may have been billed. */
function computeWhole(
  { model }: CallParts,
  end: ModelEnd,
  { reservation: { amount }, readingCost }: Begun,
): MicroUsd | undefined {
  const { outcome, usage, earlier } = end
  const first = describePriced(model.identity)
  if (earlier && !earlier.usage) return undefined
  const before = earlier?.usage ? computeCost(first, earlier.usage) : 0
  if (usage) return before + computeCost({ ...first, model: end.model ?? first.model }, usage)
  if (outcome.code === 'complete') return amount
  // Left before the first figure, which comes when the request has been read.
  if (outcome.code === 'aborted') return before + readingCost
  return earlier && wasNeverBilled(outcome.code) ? before : undefined
}

function wasNeverBilled(code: ModelEnd['outcome']['code']): boolean {
  const before: readonly ModelEnd['outcome']['code'][] = [
    'off',
    'breaker-open',
    'rate-limited',
    'overloaded',
    'spend-limit',
    'unauthorized',
    'feature-not-covered',
    'bad-request',
    'too-large',
    'redirected',
  ]
  return before.includes(code)
}

function warn({ log }: CallParts, { requestId }: CallTask, code: ModelFailure): void {
  if (needsOperator(code)) log.error('model needs an operator', { requestId, code })
  else log.warn('model did not finish', { requestId, code })
}
