/** One analysis: what the rules find, stored and audited before a word of it is sent (prompt rule R1). */
import type { AnalysisEvent, AnalysisStatus } from '#coding/contract/analysis.ts'
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import type { Finding } from '#coding/domain/finding.ts'
import { isAnswered } from '#coding/prompts/is-answered.ts'
import { type AuditAction, type AuditEntry, appendAudit, describeSubject } from './audit/audit-log.ts'
import type { ColumnCipher } from './crypto/column-cipher.ts'
import type { References } from './crypto/references.ts'
import type { Engine } from './engine.ts'
import { MODEL_CHECKS } from './llm/describe-failure.ts'
import type { LanguageModel } from './llm/language-model.ts'
import { describeError, type Log } from './log.ts'
import type { Metrics } from './metrics.ts'
import { listDecisions } from './store/decisions.ts'
import { inTenant } from './store/in-tenant.ts'
import type { Database, Pool } from './store/schema.ts'
import type { Session } from './store/sessions.ts'
import { insertShownFindings, listShownPrompts } from './store/shown-findings.ts'

export type AnalysisParts = {
  readonly db: Pool
  readonly cipher: ColumnCipher
  readonly references: References
  readonly engine: Engine
  readonly model: LanguageModel
  readonly log: Log
  readonly metrics: Metrics
  readonly now: () => number
}

export type AnalysisTask = {
  readonly session: Session
  readonly record: EncounterRecord
  /** HMAC of the request, for the audit: what was analysed can be recognised, not read. */
  readonly input: string
  readonly requestId: string
}

/** Batches, because what is ready together is sent together. The stream always ends with `done` or `error`. */
export async function* runAnalysis(
  parts: AnalysisParts,
  task: AnalysisTask,
): AsyncGenerator<readonly AnalysisEvent[], void, undefined> {
  const result = analyse(parts, task)
  if (!result) {
    yield [{ event: 'error', data: { code: 'internal', message: 'The note could not be analysed.' } }]
    return
  }
  const { findings, state } = result
  const stored = await storeBeforeShowing(parts, task, result)
  if (!stored) {
    parts.metrics.count('postil_analyses_total', { outcome: 'audit-unavailable' })
    const message = 'Nothing can be shown, because it could not be put on record. Try again in a moment.'
    yield [{ event: 'error', data: { code: 'audit-unavailable', message, retryAfterMs: 2000 } }]
    return
  }
  const status = describeStatus(parts.model, state)
  yield [
    { event: 'decisions', data: stored.decisions },
    { event: 'status', data: { phase: 'rules', ...status } },
    ...findings.map((finding): AnalysisEvent => ({ event: 'finding', data: finding })),
    ...stored.withdrawn.map(({ fingerprint, prompt }): AnalysisEvent => {
      const because = isAnswered(prompt, findings, task.record.notes) ? 'resolved' : 'no-longer-applies'
      return { event: 'withdrawn', data: { fingerprint, because } }
    }),
    { event: 'status', data: { phase: 'complete', ...status } },
    { event: 'done', data: { findings: findings.length } },
  ]
  parts.metrics.count('postil_analyses_total', { outcome: 'done' })
  for (const { kind } of findings) parts.metrics.count('postil_findings_total', { kind })
}

type EngineResult = ReturnType<Engine['analyse']>

function analyse({ engine, log, metrics }: AnalysisParts, task: AnalysisTask): EngineResult | undefined {
  try {
    return engine.analyse(task.record)
  } catch (error) {
    log.error('engine failed', { requestId: task.requestId, ...describeError(error) })
    metrics.count('postil_analyses_total', { outcome: 'internal' })
    return undefined
  }
}

async function storeBeforeShowing(parts: AnalysisParts, task: AnalysisTask, result: EngineResult) {
  const { session } = task
  const { findings } = result
  try {
    const except = findings.map(({ fingerprint }) => fingerprint)
    return await inTenant(parts.db, session.tenant, async (transaction) => {
      const decisions = await listDecisions(transaction, session, parts.cipher)
      const withdrawn = await listShownPrompts(transaction, session, { cipher: parts.cipher, except })
      await recordShown(parts, transaction, {
        ...task,
        findings,
        step: {
          action: 'analysis',
          input: task.input,
          codeSet: `${result.state.state} ${result.state.release}`,
          model: parts.model.availability.state,
          findings: findings.length,
          withdrawn: withdrawn.length,
        },
      })
      return { decisions, withdrawn }
    })
  } catch (error) {
    parts.log.error('audit unavailable', { requestId: task.requestId, ...describeError(error) })
    return undefined
  }
}

type Shown = Pick<AnalysisTask, 'session' | 'requestId'> & {
  readonly findings: readonly Finding[]
  /** The step that brought the findings. */
  readonly step: AuditAction
}

/** Stores the findings and the audit of them together; only what a person had not seen before is listed one by one. */
export async function recordShown(
  parts: Pick<AnalysisParts, 'cipher' | 'references' | 'now'>,
  transaction: Database,
  { session, requestId, findings, step }: Shown,
): Promise<void> {
  const at = new Date(parts.now())
  const fresh = await insertShownFindings(transaction, { ...session, at, findings }, parts)
  const subject = describeSubject(session, requestId, at)
  await appendAudit(transaction, session.tenant, [
    { ...subject, ...step },
    ...fresh.map(({ fingerprint, kind }): AuditEntry => ({ ...subject, action: 'item.shown', fingerprint, kind })),
  ])
}

function describeStatus(model: LanguageModel, codeSet: AnalysisStatus['codeSet']): Omit<AnalysisStatus, 'phase'> {
  const { availability } = model
  return {
    model: availability.state === 'on' ? { state: 'on' } : { state: 'off', reason: availability.reason },
    codeSet: { state: codeSet.state, release: codeSet.release },
    checksOff: [...(availability.state === 'off' ? [MODEL_CHECKS] : []), ...describeCodeSetGap(codeSet.state)],
  }
}

function describeCodeSetGap(state: AnalysisStatus['codeSet']['state']): readonly string[] {
  switch (state) {
    case 'release':
      return []
    case 'embedded':
      return ['Official code tables: none is loaded, so codes come from the list that ships with Postil.']
    case 'outside-releases':
      return ['Official code tables: none that is loaded covers the date of service.']
  }
}
