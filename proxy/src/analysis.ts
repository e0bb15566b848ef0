/** One analysis: what the rules find, stored and audited before a word of it is sent (prompt rule R1). */
import type { AnalysisEvent, AnalysisStatus } from '#coding/contract/analysis.ts'
import type { Decision } from '#coding/domain/decision.ts'
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import type { Finding } from '#coding/domain/finding.ts'
import { isDismissed, type TrackedQuestion } from '#coding/prompts/lifecycle.ts'
import { type AuditAction, type AuditEntry, appendAudit, describeSubject } from './audit/audit-log.ts'
import type { ColumnCipher } from './crypto/column-cipher.ts'
import type { References } from './crypto/references.ts'
import type { Engine } from './engine.ts'
import { MODEL_CHECKS } from './llm/describe-failure.ts'
import type { LanguageModel } from './llm/language-model.ts'
import { describeError, type Log } from './log.ts'
import type { Metrics } from './metrics.ts'
import { buildAnalysedEvent, chooseShowing, type Showing } from './prompt-states.ts'
import { type EncounterState, readEncounterState } from './store/encounter-state.ts'
import { inTenant } from './store/in-tenant.ts'
import { appendPromptEvent, type PromptStates } from './store/prompt-events.ts'
import type { Database, Pool } from './store/schema.ts'
import type { Session } from './store/sessions.ts'
import { insertShownFindings } from './store/shown-findings.ts'

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
  const stored = await analyseAndStore(parts, task)
  if (stored.kind === 'engine-failed') {
    parts.metrics.count('postil_analyses_total', { outcome: 'internal' })
    yield [{ event: 'error', data: { code: 'internal', message: 'The note could not be analysed.' } }]
    return
  }
  if (stored.kind === 'not-stored') {
    parts.metrics.count('postil_analyses_total', { outcome: 'audit-unavailable' })
    const message = 'Nothing can be shown, because it could not be put on record. Try again in a moment.'
    yield [{ event: 'error', data: { code: 'audit-unavailable', message, retryAfterMs: 2000 } }]
    return
  }
  const { findings, withdrawn } = stored.showing
  const status = describeStatus(parts.model, stored.codeSet)
  yield [
    { event: 'decisions', data: stored.decisions },
    { event: 'prompts', data: { questions: stored.questions } },
    { event: 'status', data: { phase: 'rules', ...status } },
    ...findings.map((finding): AnalysisEvent => ({ event: 'finding', data: finding })),
    ...withdrawn.map((one): AnalysisEvent => ({ event: 'withdrawn', data: one })),
    { event: 'status', data: { phase: 'complete', ...status } },
    { event: 'done', data: { findings: findings.length } },
  ]
  parts.metrics.count('postil_analyses_total', { outcome: 'done' })
  for (const { kind } of findings) parts.metrics.count('postil_findings_total', { kind })
}

type EngineResult = ReturnType<Engine['analyse']>

type Stored =
  | {
      readonly kind: 'stored'
      readonly codeSet: EngineResult['state']
      readonly decisions: readonly Decision[]
      readonly questions: readonly TrackedQuestion[]
      readonly showing: Showing
    }
  | { readonly kind: 'engine-failed' }
  | { readonly kind: 'not-stored' }

/** One transaction: what was decided before is read, the engine asked, and what it found is put on record. */
async function analyseAndStore(parts: AnalysisParts, task: AnalysisTask): Promise<Stored> {
  const { session } = task
  try {
    return await inTenant(parts.db, session.tenant, async (transaction): Promise<Stored> => {
      const { decisions, states: before, listShown } = await readEncounterState(transaction, session, parts.cipher)
      const result = analyse(parts, task, before)
      if (!result) return { kind: 'engine-failed' }
      const { findings } = result
      const following = { ...task, before, listShown, findings, source: 'rule' } as const
      const { questions, showing } = await followQuestions(parts, transaction, following)
      await recordShown(parts, transaction, {
        ...task,
        findings: showing.findings,
        step: {
          action: 'analysis',
          input: task.input,
          codeSet: `${result.state.state} ${result.state.release}`,
          model: parts.model.availability.state,
          findings: showing.findings.length,
          withdrawn: showing.withdrawn.length,
        },
      })
      return { kind: 'stored', codeSet: result.state, decisions, questions, showing }
    })
  } catch (error) {
    parts.log.error('audit unavailable', { requestId: task.requestId, ...describeError(error) })
    return { kind: 'not-stored' }
  }
}

function analyse(
  { engine, log }: AnalysisParts,
  task: AnalysisTask,
  { lifecycle }: PromptStates,
): EngineResult | undefined {
  try {
    return engine.analyse(task.record, (fingerprint) => isDismissed(lifecycle, fingerprint))
  } catch (error) {
    log.error('engine failed', { requestId: task.requestId, ...describeError(error) })
    return undefined
  }
}

type Following = AnalysisTask & {
  readonly before: PromptStates
  readonly listShown: EncounterState['listShown']
  readonly findings: readonly Finding[]
  readonly source: 'rule' | 'model'
}

/** The questions of this analysis take their place among those of the encounter; what is closed is not shown again. */
async function followQuestions(
  { cipher, now, model }: AnalysisParts,
  transaction: Database,
  { session, record, before, listShown, findings, source }: Following,
): Promise<{ readonly questions: readonly TrackedQuestion[]; readonly showing: Showing }> {
  const shown = listShown(new Set(findings.map(({ fingerprint }) => fingerprint)))
  const analysed = { record, findings, source, shown }
  const at = new Date(now())
  const event = buildAnalysedEvent(before.lifecycle, analysed)
  let after = await appendPromptEvent(transaction, { ...session, before, event, at }, cipher)
  if (source === 'rule' && model.availability.state === 'off') {
    // Nobody is left to withdraw what a model asked when it was on.
    const nothing = { kind: 'analysed', source: 'model', questions: [], answered: [], newResults: [] } as const
    after = await appendPromptEvent(transaction, { ...session, before: after, event: nothing, at }, cipher)
  }
  const { lifecycle } = after
  return { questions: lifecycle.questions, showing: chooseShowing(lifecycle, analysed) }
}

/**
 * What a model asked, once its answer is complete, takes its place after the questions of the rules.
 * @param findings of the rules and of the model.
 */
export function followModelQuestions(
  parts: AnalysisParts,
  task: AnalysisTask,
  findings: readonly Finding[],
): Promise<readonly TrackedQuestion[]> {
  return inTenant(parts.db, task.session.tenant, async (transaction) => {
    const { states, listShown } = await readEncounterState(transaction, task.session, parts.cipher)
    const following = { ...task, before: states, listShown, findings, source: 'model' } as const
    return (await followQuestions(parts, transaction, following)).questions
  })
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
