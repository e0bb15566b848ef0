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
import { describeFailure, describeUnprepared } from '../llm/describe-failure.ts'
import { createGate, type Gate } from '../llm/gate/gate.ts'
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
} from '../model-call.ts'
import { BATCH_ACTOR } from '../store/batch-results.ts'
import type { TenantRow } from '../tenants.ts'
import { decideModeOfRecord } from '../visit-mode.ts'

export type ModelReaderParts = CallParts & {
  readonly engine: Engine
  readonly mask: Mask
  readonly tenant: TenantRow
  /** What a batch of this tenant may spend in a UTC day, within the tenant's own limit. */
  readonly usdPerDay: number
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

/** `findings` are those of the rules with what the model adds, or confirms. */
export type ModelReading =
  | { readonly kind: 'read'; readonly findings: readonly Finding[] }
  /** `because` is safe to show; absent where nothing is wrong: the visit is only watched, or has no note to read. */
  | { readonly kind: 'rules-alone'; readonly because?: string }

export type ModelReader = (note: NoteToRead) => Promise<ModelReading>

const BUDGET = "today's spending limit of the batch is reached"

export function createModelReader(parts: ModelReaderParts): ModelReader {
  const tenant = withOwnLimit(parts.tenant, parts.usdPerDay)
  /** Until then there is no money, and nothing is prepared in vain. */
  let brokeUntil = 0
  return async (note) => {
    const { record, found, maskSeeds, ...rest } = note
    // Of a visit that Postil only watches no note goes to a model (docs/modes.md).
    if (!mayShowOrWrite(decideModeOfRecord(tenant, record))) return { kind: 'rules-alone' }
    const off = parts.now() < brokeUntil ? BUDGET : findOff(parts, tenant)
    if (off !== undefined) return { kind: 'rules-alone', because: off }
    const prepared = prepareDocuments(record, parts.mask, maskSeeds)
    if (prepared.kind !== 'ready') {
      const because = describeUnprepared(prepared.kind)
      return { kind: 'rules-alone', ...(because !== undefined && { because }) }
    }
    const open = parts.engine.openRecord(record)
    const { candidates, codes } = await retrieveCandidates(open, parts.engine)
    const call: CallTask = { ...rest, record, tenant, actor: BATCH_ACTOR }
    const request = buildRequest(parts, call, { prepared, found, candidates: codes })
    const begun = await beginCall(parts, call, { request, masked: prepared.masked })
    if ('off' in begun) {
      if (begun.retryAfterMs === undefined) return { kind: 'rules-alone', because: begun.off }
      brokeUntil = parts.now() + begun.retryAfterMs
      return { kind: 'rules-alone', because: BUDGET }
    }
    const gate = createGate({ open, documents: prepared.documents, found, candidates, role: 'coder' })
    const { end, accepted } = await ask(parts, request, gate)
    const isComplete = end.outcome.code === 'complete'
    const shown = isComplete ? accepted.length : 0
    await finishCall(parts, call, { ...begun, end, shown, counted: gate.count() })
    // What an answer that broke off has brought is not known to be all of it.
    if (end.outcome.code !== 'complete') return { kind: 'rules-alone', because: describeFailure(end.outcome.code) }
    return { kind: 'read', findings: merge(found, accepted) }
  }
}

/** The batch is one "person" of the tenant, so that it cannot spend what clinicians need. */
function withOwnLimit(tenant: TenantRow, usdPerDay: number): TenantRow {
  return { ...tenant, limits: { ...tenant.limits, modelUsdPerDayPerPerson: usdPerDay } }
}

async function ask(
  { model, metrics }: ModelReaderParts,
  request: ModelRequest,
  gate: Gate,
): Promise<{ readonly end: ModelEnd; readonly accepted: readonly Finding[] }> {
  const accepted: Finding[] = []
  let end: ModelEnd = { kind: 'end', outcome: { code: 'cut' } }
  // Nobody can leave: the model's own deadlines end it.
  const onEnd = (known: ModelEnd): void => {
    end = known
  }
  for await (const item of readItems(model, { request, signal: new AbortController().signal }, onEnd)) {
    const verdict = gate.judge(item)
    const reason = verdict.kind === 'dropped' ? verdict.reason : 'none'
    metrics.count('postil_model_items_total', { verdict: verdict.kind, reason })
    if (verdict.kind === 'shown' || verdict.kind === 'agreed') accepted.push(verdict.finding)
  }
  return { end, accepted }
}

/** What it confirms takes the place of what the rules said of the same. */
function merge(found: readonly Finding[], accepted: readonly Finding[]): readonly Finding[] {
  return [...new Map([...found, ...accepted].map((finding) => [finding.fingerprint, finding])).values()]
}
