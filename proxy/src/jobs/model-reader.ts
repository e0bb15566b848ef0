/**
 * What a language model adds to a note that nobody has open: masked, paid for, on record and through the gate as on a
 * screen (`model-review.ts`), but kept with the result and shown to nobody. Where it cannot be asked, the rules stand.
 */
import type { MaskSeeds } from '#coding/contract/mask-seeds.ts'
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import type { Finding } from '#coding/domain/finding.ts'
import { mayShowOrWrite } from '#coding/domain/mode.ts'
import type { AuditSubject } from '../audit/audit-log.ts'
import type { Engine } from '../engine.ts'
import { type AnswerMemory, openKept, unmaskItems } from '../llm/answer-memory.ts'
import { describeFailure, describeUnprepared } from '../llm/describe-failure.ts'
import { createGate, type Gate, type ItemCount } from '../llm/gate/gate.ts'
import type { ModelEnd, ModelRequest } from '../llm/language-model.ts'
import { type Mask, prepareDocuments } from '../llm/prepare-documents.ts'
import { retrieveCandidates } from '../llm/retrieve-candidates.ts'
import {
  beginCall,
  buildRequest,
  type CallParts,
  type CallTask,
  findOff,
  finishCall,
  readItems,
  recordRepeat,
} from '../model-call.ts'
import { BATCH_ACTOR } from '../store/batch-results.ts'
import { describeModel } from '../suggested-coding.ts'
import type { TenantRow } from '../tenants.ts'
import { decideModeOfRecord } from '../visit-mode.ts'

export type ModelReaderParts = CallParts & {
  readonly engine: Engine
  readonly mask: Mask
  readonly tenant: TenantRow
  /** What a batch of this tenant may spend in a UTC day, within the tenant's own limit. */
  readonly usdPerDay: number
  /** Of this process: each note of a visit is read with the whole visit, and that is paid for once. */
  readonly answers: AnswerMemory
}

export type NoteToRead = {
  readonly record: EncounterRecord
  readonly maskSeeds: MaskSeeds
  /** What the rules say. */
  readonly found: readonly Finding[]
  readonly requestId: string
  readonly input: string
  readonly describe: (at: Date) => AuditSubject
}

/** `findings` are those of the rules with what the model adds, or confirms; `model` says which one it was. */
export type ModelReading =
  | { readonly kind: 'read'; readonly findings: readonly Finding[]; readonly model: string }
  /** `because` is safe to show; absent where nothing is wrong: the visit is only watched, or has no note to read. */
  | { readonly kind: 'rules-alone'; readonly because?: string }

export type ModelReader = (note: NoteToRead) => Promise<ModelReading>

type Read = { readonly kind: 'read'; readonly accepted: readonly Finding[]; readonly counted: ItemCount }
type Answered = Read | Extract<ModelReading, { kind: 'rules-alone' }>

const BUDGET = "today's spending limit of the batch is reached"

export function createModelReader(parts: ModelReaderParts): ModelReader {
  const tenant = withOwnLimit(parts.tenant, parts.usdPerDay)
  /** What is being read now: notes of a visit that are worked on together wait for one answer. */
  const running = new Map<string, Promise<Answered>>()
  const ask = createAsking(parts)

  return async (note) => {
    const { record, found, maskSeeds: _seeds, ...rest } = note
    // Of a visit that Postil only watches no note goes to a model (docs/modes.md).
    if (!mayShowOrWrite(decideModeOfRecord(tenant, record))) return { kind: 'rules-alone' }
    const off = findOff(parts, tenant)
    if (off !== undefined) return { kind: 'rules-alone', because: off }
    const call: CallTask = { ...rest, record, tenant, actor: BATCH_ACTOR }
    const key = nameAnswer(parts, note)
    const kept = parts.answers.find(key)
    const earlier = running.get(key) ?? (kept && readKept(parts, note, kept))
    if (earlier) return merge(parts, found, await repeat(parts, call, earlier))
    const answering = ask(note, call, key)
    running.set(key, answering)
    try {
      return merge(parts, found, await answering)
    } finally {
      running.delete(key)
    }
  }
}

function createAsking(parts: ModelReaderParts) {
  /** Until then there is no money, and nothing is prepared in vain. */
  let brokeUntil = 0
  return async (note: NoteToRead, call: CallTask, key: string): Promise<Answered> => {
    const { record, found, maskSeeds } = note
    if (parts.now() < brokeUntil) return { kind: 'rules-alone', because: BUDGET }
    const prepared = prepareDocuments(record, parts.mask, maskSeeds)
    if (prepared.kind !== 'ready') {
      const because = describeUnprepared(prepared.kind)
      return { kind: 'rules-alone', ...(because !== undefined && { because }) }
    }
    const open = parts.engine.openRecord(record)
    const { candidates, codes } = await retrieveCandidates(open, parts.engine)
    const request = buildRequest(parts, call, { prepared, found, candidates: codes })
    const begun = await beginCall(parts, call, { request, masked: prepared.masked })
    if ('off' in begun) {
      if (begun.retryAfterMs === undefined) return { kind: 'rules-alone', because: begun.off }
      brokeUntil = parts.now() + begun.retryAfterMs
      return { kind: 'rules-alone', because: BUDGET }
    }
    const gate = createGate({ open, documents: prepared.documents, found, candidates, role: 'coder' })
    const { end, items } = await listen(parts, request)
    const accepted = judge(parts, gate, items)
    const counted = gate.count()
    const isComplete = end.outcome.code === 'complete'
    await finishCall(parts, call, { ...begun, end, shown: isComplete ? accepted.length : 0, counted })
    // What an answer that broke off has brought is not known to be all of it.
    if (end.outcome.code !== 'complete') return { kind: 'rules-alone', because: describeFailure(end.outcome.code) }
    const clear = unmaskItems(prepared.documents, items)
    if (clear) parts.answers.keep(key, clear)
    return { kind: 'read', accepted, counted }
  }
}

/** The batch is one "person" of the tenant, so that it cannot spend what clinicians need. */
function withOwnLimit(tenant: TenantRow, usdPerDay: number): TenantRow {
  return { ...tenant, limits: { ...tenant.limits, modelUsdPerDayPerPerson: usdPerDay } }
}

/** All that an answer depends on and that can change while the process runs: any change of the chart is another record. */
function nameAnswer({ references, model, tenant }: ModelReaderParts, { record, maskSeeds }: NoteToRead): string {
  const parts = ['model answer', BATCH_ACTOR, model.identity, record, maskSeeds]
  return references.ofContent(tenant.key, JSON.stringify(parts))
}

/** What was kept meets the gate again. */
async function readKept(parts: ModelReaderParts, note: NoteToRead, kept: readonly unknown[]): Promise<Read> {
  const { record, maskSeeds, found } = note
  const open = parts.engine.openRecord(record)
  const { candidates } = await retrieveCandidates(open, parts.engine)
  const gate = createGate({ open, documents: openKept(record, maskSeeds), found, candidates, role: 'coder' })
  return { kind: 'read', accepted: judge(parts, gate, kept), counted: gate.count() }
}

/** Asked and paid for with another note of the visit; the trail says so of this one. */
async function repeat(parts: ModelReaderParts, call: CallTask, earlier: Promise<Answered>): Promise<Answered> {
  const answered = await earlier
  if (answered.kind === 'read') {
    const { accepted, counted } = answered
    await recordRepeat(parts, call, { outcome: 'complete', findings: accepted.length, ...counted })
  }
  return answered
}

async function listen(
  { model }: ModelReaderParts,
  request: ModelRequest,
): Promise<{ readonly end: ModelEnd; readonly items: readonly unknown[] }> {
  const items: unknown[] = []
  let end: ModelEnd = { kind: 'end', outcome: { code: 'cut' } }
  // Nobody can leave: the model's own deadlines end it.
  const onEnd = (known: ModelEnd): void => {
    end = known
  }
  for await (const item of readItems(model, { request, signal: new AbortController().signal }, onEnd)) items.push(item)
  return { end, items }
}

function judge({ metrics }: ModelReaderParts, gate: Gate, items: readonly unknown[]): readonly Finding[] {
  return items.flatMap((item) => {
    const verdict = gate.judge(item)
    const reason = verdict.kind === 'dropped' ? verdict.reason : 'none'
    metrics.count('postil_model_items_total', { verdict: verdict.kind, reason })
    return verdict.kind === 'shown' || verdict.kind === 'agreed' ? [verdict.finding] : []
  })
}

/** What it confirms takes the place of what the rules said of the same. */
function merge({ model }: ModelReaderParts, found: readonly Finding[], answered: Answered): ModelReading {
  if (answered.kind === 'rules-alone') return answered
  const merged = new Map([...found, ...answered.accepted].map((finding) => [finding.fingerprint, finding]))
  return { kind: 'read', findings: [...merged.values()], model: describeModel(model.identity) ?? '' }
}
