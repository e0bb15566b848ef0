/** One analysis: what the rules find, stored and audited before a word of it is sent (prompt rule R1). */
import type { AnalysisEvent, AnalysisStatus } from '#coding/contract/analysis.ts'
import type { Decision } from '#coding/domain/decision.ts'
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import type { Finding } from '#coding/domain/finding.ts'
import { dropDismissed, type TrackedQuestion } from '#coding/prompts/lifecycle.ts'
import type { QuestionMove } from '#coding/prompts/list-moves.ts'
import { type AuditAction, describeMoves, describeSubject } from './audit/audit-log.ts'
import type { ColumnCipher } from './crypto/column-cipher.ts'
import type { References } from './crypto/references.ts'
import type { Engine } from './engine.ts'
import { MODEL_CHECKS } from './llm/describe-failure.ts'
import type { LanguageModel } from './llm/language-model.ts'
import { describeError, type Log } from './log.ts'
import type { Metrics } from './metrics.ts'
import { buildAnalysedEvent, chooseShowing, type Showing } from './prompt-states.ts'
import {
  type EncounterState,
  openEncounterState,
  readEncounterState,
  type StoredEncounter,
} from './store/encounter-state.ts'
import { type EventCell, takeEvent } from './store/prompt-events.ts'
import { recordStep, type StepStore } from './store/record-step.ts'
import type { Pool } from './store/schema.ts'
import type { Session } from './store/sessions.ts'
import type { Tracing } from './tracing/tracing.ts'

export type AnalysisParts = {
  readonly db: Pool
  readonly cipher: ColumnCipher
  readonly references: References
  readonly engine: Engine
  readonly model: LanguageModel
  readonly log: Log
  readonly metrics: Metrics
  readonly now: () => number
  readonly tracing?: Tracing
}

export type AnalysisTask = {
  readonly session: Session
  /** What was known of it when the request came. */
  readonly encounter: StoredEncounter
  readonly record: EncounterRecord
  /** HMAC of the request, for the audit: what was analysed can be recognised, not read. */
  readonly input: string
  readonly requestId: string
  /** Of the panel's analysis before this one. */
  readonly firstFindingMs?: number | undefined
  /** Where the rules have read the record already. */
  readonly analysed?: { readonly result: EngineResult | undefined }
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

export type EngineResult = ReturnType<Engine['analyse']>

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

/**
 * What somebody decides after the encounter was read is stored like what is decided right after this: events are folded
 * in their order.
 */
async function analyseAndStore(parts: AnalysisParts, task: AnalysisTask): Promise<Stored> {
  try {
    const state = openEncounterState(task.encounter, task.session, parts.cipher)
    const { result } = task.analysed ?? { result: analyse(parts, task) }
    if (!result) return { kind: 'engine-failed' }
    const findings = dropDismissed(result.findings, state.states.lifecycle)
    const following = { ...task, ...state, findings, source: 'rule' } as const
    const { questions, showing, cells, moves } = followQuestions(parts, following)
    await recordShown(parts, {
      ...task,
      events: cells,
      moves,
      findings: showing.findings,
      step: {
        action: 'analysis',
        input: task.input,
        codeSet: `${result.state.state} ${result.state.release}`,
        model: parts.model.availability.state,
        findings: showing.findings.length,
        withdrawn: showing.withdrawn.length,
        notes: task.record.notes.length,
        ...(task.firstFindingMs !== undefined && { firstFindingMs: task.firstFindingMs }),
      },
    })
    return { kind: 'stored', codeSet: result.state, decisions: state.decisions, questions, showing }
  } catch (error) {
    parts.log.error('audit unavailable', { requestId: task.requestId, ...describeError(error) })
    return { kind: 'not-stored' }
  }
}

/** @returns undefined where the engine failed, which is logged. */
export function analyse(
  { engine, log, tracing }: Pick<AnalysisParts, 'engine' | 'log' | 'tracing'>,
  task: Pick<AnalysisTask, 'record' | 'requestId'>,
): EngineResult | undefined {
  try {
    const endStep = tracing?.startStep(task.requestId, 'engine')
    const result = engine.analyse(task.record)
    endStep?.({ findings: result.findings.length })
    return result
  } catch (error) {
    log.error('engine failed', { requestId: task.requestId, ...describeError(error) })
    return undefined
  }
}

type Following = AnalysisTask &
  Pick<EncounterState, 'states' | 'listShown'> & {
    readonly findings: readonly Finding[]
    readonly source: 'rule' | 'model'
  }

type Followed = {
  readonly questions: readonly TrackedQuestion[]
  readonly showing: Showing
  /** What is to be kept of it. */
  readonly cells: readonly EventCell[]
  readonly moves: readonly QuestionMove[]
}

/** The questions of this analysis take their place among those of the encounter; what is closed is not shown again. */
function followQuestions(
  { cipher, now, model }: AnalysisParts,
  { session, record, states, listShown, findings, source }: Following,
): Followed {
  const shown = listShown(new Set(findings.map(({ fingerprint }) => fingerprint)))
  const analysed = { record, findings, source, shown }
  const at = new Date(now())
  const event = buildAnalysedEvent(states.lifecycle, analysed)
  const taken = [takeEvent({ ...session, before: states, event, at }, cipher)]
  if (source === 'rule' && model.availability.state === 'off') {
    // Nobody is left to withdraw what a model asked when it was on.
    const nothing = { kind: 'analysed', source: 'model', questions: [], answered: [], newResults: [] } as const
    taken.push(takeEvent({ ...session, before: taken[0]?.after ?? states, event: nothing, at }, cipher))
  }
  const { lifecycle } = taken.at(-1)?.after ?? states
  const [cells, moves] = [taken.flatMap((one) => one.cells), taken.flatMap((one) => one.moves)]
  return { questions: lifecycle.questions, showing: chooseShowing(lifecycle, analysed), cells, moves }
}

/**
 * What a model asked, once its answer is complete, takes its place after the questions of the rules.
 * @param findings of the rules and of the model.
 */
export async function followModelQuestions(
  parts: AnalysisParts,
  task: AnalysisTask,
  findings: readonly Finding[],
): Promise<readonly TrackedQuestion[]> {
  const { session, requestId } = task
  const state = await readEncounterState(parts.db, session, parts.cipher)
  const { questions, cells, moves } = followQuestions(parts, { ...task, ...state, findings, source: 'model' })
  if (cells.length > 0) await recordShown(parts, { session, requestId, events: cells, moves, findings: [] })
  return questions
}

type Shown = Pick<AnalysisTask, 'session' | 'requestId'> & {
  readonly events?: readonly EventCell[]
  readonly moves?: readonly QuestionMove[]
  readonly findings: readonly Finding[]
  /** The step that brought the findings, where it is not on record yet. */
  readonly step?: AuditAction
}

/** Stores the findings and the audit of them together. */
export async function recordShown(
  parts: StepStore & Pick<AnalysisParts, 'now' | 'tracing'>,
  { session, requestId, events = [], moves = [], findings, step }: Shown,
): Promise<void> {
  const at = new Date(parts.now())
  const subject = describeSubject(session, requestId, at)
  const naming = { tenant: session.tenant, references: parts.references }
  const entries = [...(step ? [{ ...subject, ...step }] : []), ...describeMoves(subject, moves, naming)]
  const endStep = parts.tracing?.startStep(requestId, 'audit')
  await recordStep(parts, { session, requestId, at, events, findings, entries })
  endStep?.({ findings: findings.length })
}

export function describeStatus(
  model: LanguageModel,
  codeSet: AnalysisStatus['codeSet'],
): Omit<AnalysisStatus, 'phase'> {
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
