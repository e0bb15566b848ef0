/**
 * What a language model adds to an analysis, behind what the rules say and never in its way. Nothing is sent that is not
 * masked, paid for and on record; nothing is shown that has not passed the gate; and what an answer that broke off has
 * brought is withdrawn.
 */
import { setImmediate as turn } from 'node:timers/promises'
import type { AnalysisEvent, AnalysisStatus } from '#coding/contract/analysis.ts'
import type { MaskSeeds } from '#coding/contract/mask-seeds.ts'
import { cutEvidence } from '#coding/domain/evidence.ts'
import type { CheckFinding, Finding } from '#coding/domain/finding.ts'
import { buildFindingId, buildFingerprint } from '#coding/domain/fingerprint.ts'
import type { Fingerprint } from '#coding/domain/ids.ts'
import type { TrackedQuestion } from '#coding/prompts/lifecycle.ts'
import type { OpenRecord } from '#coding/proposals/open-record.ts'
import { type AnalysisParts, type AnalysisTask, followModelQuestions, recordShown } from './analysis.ts'
import { type AuditSubject, describeSubject } from './audit/audit-log.ts'
import type { SpendLimits } from './limits/spend.ts'
import { type AnswerMemory, openKept, repeatAnswer, unmaskItems } from './llm/answer-memory.ts'
import { describeFailure, describeUnprepared, MODEL_CHECKS } from './llm/describe-failure.ts'
import { createGate, type Gate, type GateInput } from './llm/gate/gate.ts'
import type { ModelEnd, ModelRequest } from './llm/language-model.ts'
import { type Mask, type Prepared, prepareDocuments } from './llm/prepare-documents.ts'
import { retrieveCandidates } from './llm/retrieve-candidates.ts'
import { describeError } from './log.ts'
import {
  beginCall,
  buildRequest,
  type CallTask,
  findOff,
  finishCall,
  NOT_SENT,
  readItems,
  recordRepeat,
} from './model-call.ts'
import { mayBeAsked } from './prompt-states.ts'
import type { TenantRow } from './tenants.ts'

export type ReviewParts = AnalysisParts & {
  readonly mask: Mask
  readonly spendLimits: SpendLimits
}
type ReadingParts = ReviewParts & { readonly answers: AnswerMemory }

export type ReviewTask = AnalysisTask & {
  readonly tenant: TenantRow
  /** Whom the chart names, for the mask and for nothing else. */
  readonly maskSeeds?: MaskSeeds | undefined
  /** Aborted when nobody reads any more: the model is then left at once. */
  readonly signal: AbortSignal
}

type Batch = readonly AnalysisEvent[]
type Ready = Extract<Prepared, { kind: 'ready' }>

/** How it ended, for the status line. */
type ReviewEnd = { readonly off?: string }

const MAX_REMEMBERED = 2000

/**
 * Passes the events of the rules on as they come. Where the analysis would be complete, the model reads; then it is.
 * @param rules what `runAnalysis` yields.
 */
export function createModelReview(parts: ReadingParts) {
  /** Questions of the model by encounter, so that the rules' "gone" does not close what the model is about to ask again. */
  const asked = new Map<string, ReadonlySet<Fingerprint>>()
  return async function* review(task: ReviewTask, rules: AsyncIterable<Batch>): AsyncGenerator<Batch, void, undefined> {
    const off = findOff(parts, task.tenant)
    if (off === undefined) yield* readAlong(parts, { ...task, asked }, rules)
    else for await (const batch of rules) yield batch.map((event) => withModel(event, off))
  }
}

/** The status as it is with the model off; other events are none of its business. */
function withModel(event: AnalysisEvent, off: string | undefined): AnalysisEvent {
  return event.event === 'status' ? { event: 'status', data: describe(event.data, off) } : event
}

function describe(status: AnalysisStatus, off: string | undefined): AnalysisStatus {
  const others = status.checksOff.filter((check) => check !== MODEL_CHECKS)
  return off === undefined
    ? { ...status, model: { state: 'on' }, checksOff: others }
    : { ...status, model: { state: 'off', reason: off }, checksOff: [MODEL_CHECKS, ...others] }
}

type Along = ReviewTask & { readonly asked: Map<string, ReadonlySet<Fingerprint>> }

async function* readAlong(parts: ReadingParts, task: Along, rules: AsyncIterable<Batch>): AsyncGenerator<Batch> {
  const found: Finding[] = []
  let questions: readonly TrackedQuestion[] = []
  const key = `${task.session.tenant} ${task.session.encounterRef}`
  const before = task.asked.get(key) ?? new Set<Fingerprint>()
  for await (const batch of rules) {
    for (const event of batch) {
      if (event.event === 'finding') found.push(event.data)
      else if (event.event === 'prompts') questions = event.data.questions
    }
    const isDone = batch.some(({ event }) => event === 'done')
    const [held, passed] = split(batch, (event) => isDone && isEnding(event))
    yield passed.filter((event) => !(event.event === 'withdrawn' && before.has(event.data.fingerprint)))
    const status = held.find((event) => event.event === 'status')
    if (!isDone || !status) continue
    yield [{ event: 'status', data: { ...describe(status.data, undefined), phase: 'model' } }]
    const shown: Finding[] = []
    const { off } = yield* read(parts, task, { found, shown, questions })
    const now = new Set(shown.map(({ fingerprint }) => fingerprint))
    remember(task.asked, key, off === undefined ? now : new Set())
    const gone = [...before].filter((fingerprint) => !now.has(fingerprint))
    if (off === undefined) yield await follow(parts, task, [...found, ...shown])
    yield [
      ...gone.map(
        (fingerprint): AnalysisEvent => ({
          event: 'withdrawn',
          data: { fingerprint, because: off === undefined ? 'no-longer-applies' : 'stream-incomplete' },
        }),
      ),
      { event: 'status', data: describe(status.data, off) },
      { event: 'done', data: { findings: found.length + (off === undefined ? shown.length : 0) } },
    ]
  }
}

/** Where the questions stand with those of the model among them. They are on the screen already, so a failure waits for the next analysis. */
async function follow(parts: ReviewParts, task: ReviewTask, findings: readonly Finding[]): Promise<Batch> {
  try {
    return [{ event: 'prompts', data: { questions: await followModelQuestions(parts, task, findings) } }]
  } catch (error) {
    parts.log.error('audit unavailable', { requestId: task.requestId, ...describeError(error) })
    return []
  }
}

function isEnding(event: AnalysisEvent): boolean {
  return event.event === 'done' || (event.event === 'status' && event.data.phase === 'complete')
}

function split<Item>(items: readonly Item[], test: (item: Item) => boolean): readonly [Item[], Item[]] {
  return [items.filter(test), items.filter((item) => !test(item))]
}

function remember(asked: Along['asked'], key: string, now: ReadonlySet<Fingerprint>): void {
  asked.delete(key)
  if (now.size > 0) asked.set(key, now)
  const [oldest] = asked.keys()
  if (asked.size > MAX_REMEMBERED && oldest !== undefined) asked.delete(oldest)
}

type Reading = {
  /** What the rules said. */
  readonly found: readonly Finding[]
  /** Where the questions of the encounter stand after the rules. */
  readonly questions: readonly TrackedQuestion[]
  /** What the model has brought so far. */
  readonly shown: Finding[]
}

const NOTHING_TO_READ: ReviewEnd = {}

async function* read(parts: ReadingParts, task: Along, reading: Reading): AsyncGenerator<Batch, ReviewEnd> {
  const endMasking = parts.tracing?.startStep(task.requestId, 'masking')
  const prepared = prepareDocuments(task.record, parts.mask, task.maskSeeds)
  endMasking?.({ documents: task.record.notes.length })
  if (prepared.kind !== 'ready') {
    const off = describeUnprepared(prepared.kind)
    if (off === undefined) return NOTHING_TO_READ
    parts.metrics.count('postil_model_calls_total', { outcome: prepared.kind })
    if (prepared.kind === 'unmasked') parts.log.error('masking failed', { requestId: task.requestId })
    return { off }
  }
  const open = parts.engine.openRecord(task.record)
  const { candidates, codes } = await retrieveCandidates(open, parts.engine)
  const call = describeCall(task)
  const request = buildRequest(parts, call, { prepared, found: reading.found, candidates: codes })
  const asking = { call, reading, prepared, request, candidates, open }
  const key = describeAnswer(parts, task, asking)
  const kept = parts.answers.find(key)
  return yield* kept ? repeat(parts, task, { ...asking, kept }) : ask(parts, task, { ...asking, key })
}

type Asking = {
  readonly call: CallTask
  readonly reading: Reading
  readonly prepared: Ready
  readonly request: ModelRequest
  readonly candidates: GateInput['candidates']
  readonly open: OpenRecord
}

/** All that an answer depends on, and for whom it was; the tenant's row is in it, so that no policy outlives its change. */
function describeAnswer(
  { references, model }: ReviewParts,
  task: Along,
  { reading, request: { found, candidates, second, setting } }: Asking,
): string {
  const { session, tenant, record, maskSeeds } = task
  const known = reading.found.map(({ fingerprint, kind }) => [fingerprint, kind])
  const parts = [tenant, session.actor, session.role, record, maskSeeds, known, found, candidates, second, setting]
  return references.ofContent(tenant.key, JSON.stringify(['model answer', model.identity, ...parts]))
}

async function* ask(
  parts: ReadingParts,
  task: Along,
  { call, reading, prepared, request, candidates, open, key }: Asking & { readonly key: string },
): AsyncGenerator<Batch, ReviewEnd> {
  const started = await beginCall(parts, call, { request, masked: prepared.masked })
  if ('off' in started) return started
  const gate = createGate({ open, documents: prepared.documents, found: reading.found, candidates, role: roleOf(task) })
  const unusual = describeUnusual(open, prepared.documents)
  const items: unknown[] = []
  let end = NOT_SENT
  const setEnd = (known: ModelEnd): void => {
    end = known
  }
  try {
    yield* relay(parts, task, { gate, request, unusual, setEnd, onItem: (item) => items.push(item), ...reading })
  } finally {
    // A reader who leaves ends this generator at one of its `yield`s: what was used is paid and on record all the same.
    const shown = end.outcome.code === 'complete' ? reading.shown.length : 0
    await finishCall(parts, call, { ...started, end, shown, counted: gate.count() })
  }
  if (end.outcome.code !== 'complete') return { off: describeFailure(end.outcome.code) }
  const clear = unmaskItems(prepared.documents, items)
  if (clear) parts.answers.keep(key, clear)
  return {}
}

/** Nothing leaves and nothing is paid; everything else is as when it was asked, the record of what is shown included. */
async function* repeat(
  parts: ReviewParts,
  task: Along,
  { call, reading, request, candidates, open, kept }: Asking & { readonly kept: readonly unknown[] },
): AsyncGenerator<Batch, ReviewEnd> {
  const documents = openKept(task.record, task.maskSeeds)
  const gate = createGate({ open, documents, found: reading.found, candidates, role: roleOf(task) })
  const unusual = describeUnusual(open, documents)
  let end = NOT_SENT
  const setEnd = (known: ModelEnd): void => {
    end = known
  }
  const model = repeatAnswer(parts.model, kept)
  try {
    yield* relay({ ...parts, model }, task, { gate, request, unusual, setEnd, ...reading })
  } finally {
    const { code: outcome } = end.outcome
    const findings = outcome === 'complete' ? reading.shown.length : 0
    await recordRepeat(parts, call, { outcome, findings, ...gate.count() })
  }
  return end.outcome.code === 'complete' ? {} : { off: describeFailure(end.outcome.code) }
}

function describeCall({ session, requestId, tenant, record, input }: ReviewTask): CallTask {
  const describeAt = (at: Date): AuditSubject => describeSubject(session, requestId, at)
  return { tenant, actor: session.actor, record, requestId, input, describe: describeAt }
}

function roleOf({ session }: ReviewTask): 'provider' | 'coder' | 'other' {
  return session.role === 'coder' || session.role === 'provider' ? session.role : 'other'
}

type Relay = Reading & {
  readonly gate: Gate
  readonly request: ModelRequest
  readonly unusual: readonly CheckFinding[]
  /** Told the model's own end, or ours when what it brings cannot be put on record. */
  readonly setEnd: (end: ModelEnd) => void
  /** Told each item as the model wrote it. */
  readonly onItem?: (item: unknown) => void
}

/**
 * A question is stored as it is rendered before anyone sees it. Codes and checks are sent while they are being stored:
 * they stay provisional, so nobody can act on them, until every row is written; where one is not, all are withdrawn.
 */
async function* relay(
  parts: ReviewParts,
  task: Along,
  { gate, request, unusual, setEnd, onItem, shown, questions }: Relay,
): AsyncGenerator<Batch, void> {
  const agreed: Finding[] = []
  let end: ModelEnd = { kind: 'end', outcome: { code: 'cut' } }
  let storing = unusual.length > 0 ? store(parts, task, unusual) : Promise.resolve(true)
  if (unusual.length > 0) {
    parts.metrics.count('postil_model_unusual_documents_total', {}, unusual.length)
    shown.push(...unusual)
    yield toEvents(unusual)
  }
  const endModel = parts.tracing?.startStep(task.requestId, 'model')
  const judged = traceGate(parts, task, gate)
  const onEnd = (known: ModelEnd): void => {
    end = known
    setEnd(known)
  }
  // From here on it counts as sent, whatever an adapter leaves out.
  onEnd(end)
  for await (const item of readItems(parts.model, { request, signal: task.signal }, onEnd)) {
    onItem?.(item)
    const verdict = judged.judge(item)
    const reason = verdict.kind === 'dropped' ? verdict.reason : 'none'
    parts.metrics.count('postil_model_items_total', { verdict: verdict.kind, reason })
    if (verdict.kind === 'agreed') agreed.push(verdict.finding)
    if (verdict.kind !== 'shown') continue
    const { finding } = verdict
    if (finding.kind === 'prompt' && !mayBeAsked(questions, finding, task.record)) continue
    storing = storing.then((isStored) => isStored && storeInTurn(parts, task, finding))
    if (finding.kind === 'prompt' && !(await storing)) break
    shown.push(finding)
    yield toEvents([finding])
  }
  endModel?.({ documents: request.documents.length })
  judged.end()
  if (!(await storing)) onEnd({ ...end, outcome: { code: 'unrecorded' } })
  if (end.outcome.code === 'complete') {
    if (agreed.length > 0) yield toEvents(agreed)
    return
  }
  const because = end.outcome.code === 'refused' ? 'model-withdrew' : 'stream-incomplete'
  yield shown.map(({ fingerprint }): AnalysisEvent => ({ event: 'withdrawn', data: { fingerprint, because } }))
  shown.length = 0
}

/** The gate's work lies between the items of a stream: its step is as long as all of it together. */
function traceGate({ tracing }: ReviewParts, { requestId }: ReviewTask, gate: Gate) {
  const endStep = tracing?.startStep(requestId, 'gate')
  let took = 0
  let items = 0
  return {
    judge: (item: unknown): ReturnType<Gate['judge']> => {
      const from = performance.now()
      const verdict = gate.judge(item)
      took += performance.now() - from
      items += 1
      return verdict
    },
    end: () => endStep?.({ items }, took),
  }
}

/** An embedded database works in our own thread: what is on its way to the browser goes first. */
async function storeInTurn(parts: ReviewParts, task: ReviewTask, finding: Finding): Promise<boolean> {
  await turn()
  return store(parts, task, [finding])
}

function toEvents(findings: readonly Finding[]): Batch {
  return findings.map((finding): AnalysisEvent => ({ event: 'finding', data: finding }))
}

/** Stored and on record together, like what the rules find. */
async function store(parts: ReviewParts, task: ReviewTask, findings: readonly Finding[]): Promise<boolean> {
  const { session, requestId } = task
  try {
    await recordShown(parts, { session, requestId, findings })
    for (const { kind } of findings) parts.metrics.count('postil_findings_total', { kind })
    return true
  } catch (error) {
    parts.log.error('audit unavailable', { requestId, ...describeError(error) })
    return false
  }
}

const MAX_SHOWN_LINE = 300

/** A person should know that a note holds an order to software; what it says is shown as it stands there. */
function describeUnusual({ record }: OpenRecord, documents: Ready['documents']): CheckFinding[] {
  return documents.flatMap(({ note, instructions: [line] }) => {
    if (!line) return []
    const evidence = cutEvidence(note, {
      start: line.start,
      end: Math.min(line.end, line.start + MAX_SHOWN_LINE),
      section: 'unheaded',
      assertion: { existence: 'present', temporality: 'current', experiencer: 'patient' },
    })
    const fingerprint = buildFingerprint([record.encounterId, 'unusual-text', note.id, evidence.quote])
    return [
      {
        kind: 'check' as const,
        id: buildFindingId('check', fingerprint),
        fingerprint,
        source: 'model' as const,
        provisional: false,
        rule: 'unusual-text',
        severity: 'warning' as const,
        message: 'This note holds text that speaks to software.',
        advice:
          'Nothing was taken from it, and of this note the language model may only confirm what the rules read. Check who wrote it.',
        evidence: [evidence],
        ruleSource: { title: 'Postil, reading by a language model', edition: '1', section: 'unusual-text' },
      },
    ]
  })
}
