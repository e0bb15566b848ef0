/**
 * Feedback for better rules and models, where a site has agreed to give it (`feedback: "allowed"`): the words behind
 * findings, masked like those that a model reads, and what people decided. Fails closed: without the names of the chart,
 * or where the mask fails, nothing is kept.
 */
import { createHash } from 'node:crypto'
import type { AnalysisEvent } from '#coding/contract/analysis.ts'
import type { FeedbackAnswer, FeedbackRow } from '#coding/contract/feedback.ts'
import type { MaskSeeds } from '#coding/contract/mask-seeds.ts'
import type { Role } from '#coding/contract/session.ts'
import type { Evidence } from '#coding/domain/evidence.ts'
import type { Finding } from '#coding/domain/finding.ts'
import type { Fingerprint, TenantKey } from '#coding/domain/ids.ts'
import { appendAudit, describeSubject } from './audit/audit-log.ts'
import type { ColumnCipher } from './crypto/column-cipher.ts'
import { ProxyError } from './errors.ts'
import { collectFound, type Found, type PassingTask } from './found-so-far.ts'
import type { Mask, MaskedTexts } from './llm/prepare-documents.ts'
import { describeError, type Log } from './log.ts'
import { deleteFeedback, type Feedback, keepFeedbackSpans, listFeedback } from './store/feedback-spans.ts'
import { inTenant } from './store/in-tenant.ts'
import type { Pool } from './store/schema.ts'
import type { ReportRange } from './store/site-reports.ts'
import { describeMaker } from './suggested-coding.ts'
import type { TenantRow } from './tenants.ts'

type Parts = {
  readonly db: Pool
  readonly cipher: ColumnCipher
  readonly mask: Mask
  readonly log: Log
  readonly now: () => number
}

type FeedbackTask = PassingTask & { readonly maskSeeds?: MaskSeeds | undefined }

export type FeedbackKeeper = (
  task: FeedbackTask,
  events: AsyncIterable<readonly AnalysisEvent[]>,
) => AsyncIterable<readonly AnalysisEvent[]>

/** Passes the events of an analysis on; what was found is kept once all of it has been sent. */
export function createFeedbackKeeper(parts: Parts): FeedbackKeeper {
  return function keepFeedback(task, events) {
    const { maskSeeds, tenant } = task
    return tenant.feedback === 'allowed' && maskSeeds ? follow(parts, { ...task, maskSeeds }, events) : events
  }
}

type Seeded = FeedbackTask & { readonly maskSeeds: MaskSeeds }

async function* follow(
  parts: Parts,
  task: Seeded,
  events: AsyncIterable<readonly AnalysisEvent[]>,
): AsyncGenerator<readonly AnalysisEvent[], void, undefined> {
  const found = collectFound()
  for await (const batch of events) {
    found.add(batch)
    yield batch
  }
  await keep(parts, task, found.read())
}

/** What fails here is no reason to disturb who works; nothing of the error is written down but its kind. */
async function keep({ db, cipher, mask, log, now }: Parts, task: Seeded, { findings, codeSet }: Found): Promise<void> {
  const { session, record, maskSeeds, requestId } = task
  try {
    const { dateOfService } = record
    const notes = record.notes.map(({ id, text }) => ({ id: String(id), text }))
    const masked = mask({ notes, dateOfService, seeds: maskSeeds })
    const engine = describeMaker({ codeSet })
    const found = findings.flatMap((finding) => {
      const spans = findEvidence(finding).flatMap((evidence) => cutMasked(masked, evidence) ?? [])
      return spans.length === 0 ? [] : [{ ...describeFinding(finding), engine, spans }]
    })
    const at = new Date(now())
    await inTenant(db, session.tenant, async (transaction) => {
      const kept = await keepFeedbackSpans(transaction, { ...session, at, cipher }, found)
      if (kept === 0) return
      const words = Object.values(masked.counts).reduce((sum: number, count) => sum + (count ?? 0), 0)
      const subject = describeSubject(session, requestId, at)
      await appendAudit(transaction, session.tenant, [
        { ...subject, action: 'feedback.keep', findings: kept, masked: words },
      ])
    })
  } catch (error) {
    log.warn('feedback not kept', { requestId, ...describeError(error) })
  }
}

function findEvidence(finding: Finding): readonly Evidence[] {
  return finding.kind === 'prompt' ? finding.prompt.evidence : finding.evidence
}

function cutMasked(masked: MaskedTexts, evidence: Evidence): Feedback['spans'] | undefined {
  const span = masked.maskSpan(evidence.noteId, evidence)
  const text = masked.notes.find(({ id }) => id === evidence.noteId)?.text
  if (!span || text === undefined || span.end - span.start > LONGEST) return undefined
  const { section, assertion } = evidence
  return [{ text: text.slice(span.start, span.end), section, existence: assertion.existence }]
}

/** A span is some words; what is longer is a part of a note. */
const LONGEST = 300

function describeFinding(finding: Finding): Omit<Feedback, 'engine' | 'spans'> & { readonly fingerprint: Fingerprint } {
  const { fingerprint, source } = finding
  switch (finding.kind) {
    case 'code': {
      const { kind, code, direction, confidence } = finding
      return { fingerprint, source, kind, about: code.code, direction, confidence }
    }
    case 'prompt':
      return { fingerprint, source, kind: finding.kind, about: finding.prompt.concept }
    case 'check':
      return { fingerprint, source, kind: finding.kind, about: finding.rule }
  }
}

type Exporting = ReportRange & {
  readonly tenant: TenantRow
  readonly actor: string
  readonly role: Role
  readonly requestId: string
}

/** @throws ProxyError `conflict` where the site has not agreed. */
export async function exportFeedback(
  { db, cipher, now }: Pick<Parts, 'db' | 'cipher' | 'now'>,
  { tenant, actor, role, requestId, from, to }: Exporting,
): Promise<FeedbackAnswer> {
  if (tenant.feedback !== 'allowed') {
    throw new ProxyError(
      'conflict',
      'This site has not agreed to give feedback. Where it does, an operator sets "feedback" to "allowed" in the tenants file (docs/feedback.md).',
    )
  }
  const rows = await inTenant(db, tenant.key, async (transaction) => {
    const listed = await listFeedback(transaction, { tenant: tenant.key, from, to }, cipher)
    const at = new Date(now()).toISOString()
    await appendAudit(transaction, tenant.key, [
      { at, requestId, actor, role, action: 'feedback.export', from, to, rows: listed.length },
    ])
    return listed
  })
  return { rows: orderByDigest(rows) }
}

/** The order in which they were decided would put the rows of one visit beside each other. */
function orderByDigest(rows: readonly FeedbackRow[]): FeedbackRow[] {
  return rows
    .map((row) => ({ row, digest: createHash('sha256').update(JSON.stringify(row)).digest('hex') }))
    .toSorted((a, b) => (a.digest < b.digest ? -1 : 1))
    .map(({ row }) => row)
}

/** Of a site that does not agree any more. */
export async function forgetFeedback(db: Pool, tenant: TenantKey, at: Date): Promise<void> {
  await inTenant(db, tenant, async (transaction) => {
    const rows = await deleteFeedback(transaction, tenant)
    if (rows === 0) return
    await appendAudit(transaction, tenant, [
      { at: at.toISOString(), requestId: 'start', action: 'feedback.forget', rows },
    ])
  })
}
