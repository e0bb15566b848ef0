/** A visit that Postil does not act on: off, it is not even read; watched, what is found goes on record and no further. */
import type { AnalysisEvent } from '#coding/contract/analysis.ts'
import type { Finding } from '#coding/domain/finding.ts'
import type { Mode } from '#coding/domain/mode.ts'
import { type AnalysisParts, type AnalysisTask, describeStatus } from './analysis.ts'
import { appendAudit, describeSubject } from './audit/audit-log.ts'
import { describeError } from './log.ts'
import { condenseFinding, describeVisit, recordBatch } from './store/batch-results.ts'
import { inTenant } from './store/in-tenant.ts'

type Quiet = AnalysisTask & { readonly mode: Extract<Mode, 'off' | 'shadow'> }

/** Rules alone: no note of a visit that nobody is shown anything about goes to a model. Never yields a finding. */
export async function* runQuietly(
  parts: AnalysisParts,
  task: Quiet,
): AsyncGenerator<readonly AnalysisEvent[], void, undefined> {
  try {
    const codeSet = task.mode === 'off' ? await recordOff(parts, task) : await watch(parts, task)
    const status = describeStatus(parts.model, codeSet)
    yield [
      { event: 'status', data: { phase: 'complete', ...status, checksOff: [], mode: task.mode } },
      { event: 'done', data: { findings: 0 } },
    ]
    parts.metrics.count('postil_analyses_total', { outcome: task.mode })
  } catch (error) {
    parts.log.error('visit not recorded', { requestId: task.requestId, ...describeError(error) })
    parts.metrics.count('postil_analyses_total', { outcome: 'internal' })
    yield [{ event: 'error', data: { code: 'internal', message: 'This visit could not be put on record.' } }]
  }
}

type CodeSet = Parameters<typeof describeStatus>[1]

async function recordOff({ db, now }: AnalysisParts, { session, requestId }: Quiet): Promise<CodeSet> {
  const subject = describeSubject(session, requestId, new Date(now()))
  await inTenant(db, session.tenant, (transaction) =>
    appendAudit(transaction, session.tenant, [{ ...subject, action: 'analysis.skip', mode: 'off' }]),
  )
  return { state: 'embedded', release: '' }
}

async function watch(parts: AnalysisParts, task: Quiet): Promise<CodeSet> {
  const { findings, state } = parts.engine.analyse(task.record)
  await recordWatched(parts, task, { findings, state })
  return state
}

type Watched = { readonly findings: readonly Finding[]; readonly state: CodeSet }

/** For the shadow report. A version of the notes has one row, however often and by whom it is looked at. */
export async function recordWatched(
  parts: Pick<AnalysisParts, 'db' | 'cipher' | 'references' | 'now'>,
  { session, record, requestId, input }: Pick<Quiet, 'session' | 'record' | 'requestId' | 'input'>,
  { findings, state }: Watched,
): Promise<void> {
  const { encounterRef, tenant } = session
  const at = new Date(parts.now())
  const codeSet = `${state.state} ${state.release}`
  const itemRef = parts.references.ofContent(
    tenant,
    ['shadow', record.encounterId, ...record.notes.map(({ sha256 }) => sha256)].join(' '),
  )
  const entry = {
    ...describeSubject(session, requestId, at),
    action: 'shadow.analysis',
    item: itemRef,
    input,
    codeSet,
    findings: findings.length,
  } as const
  const result = { codeSet, findings: findings.map(condenseFinding), visit: describeVisit(record) }
  await recordBatch(parts, tenant, [{ itemRef, encounterRef, at, entry, result }])
}
