/**
 * Signs the end of every tenant's chain when enough rows or time have passed, and at the end of the process.
 * Each replica does it by itself: two checkpoints of the same row say the same, and nothing has to be agreed upon.
 * While the sink is away the proxy works on and says so (log, metric); once a row has waited longer than the limit,
 * `isOverdue` and nothing more is let in, since the rows of that time could be removed without a trace.
 */
import type { TenantKey } from '#coding/domain/ids.ts'
import { describeError, type Log } from '../log.ts'
import type { Metrics } from '../metrics.ts'
import { inTenant } from '../store/in-tenant.ts'
import type { Pool } from '../store/schema.ts'
import type { CheckpointSigner } from './checkpoint.ts'
import type { CheckpointSink } from './sinks/checkpoint-sink.ts'

export type CheckpointRhythm = {
  readonly everyRows: number
  readonly everyMs: number
  /** How long a row may wait for its checkpoint before the proxy closes; Infinity never closes it. */
  readonly maxLateMs: number
}

export type CheckpointParts = {
  readonly db: Pool
  readonly tenants: readonly TenantKey[]
  readonly signer: CheckpointSigner
  readonly sink: Pick<CheckpointSink, 'deliver'>
  readonly rhythm: CheckpointRhythm
  readonly log: Log
  readonly metrics: Metrics
  readonly now: () => number
}

export type Checkpoints = {
  /** Looks at every chain once, and signs what is due. Never throws. */
  readonly look: () => Promise<void>
  /** Signs every end that is not signed yet. Never throws. */
  readonly finish: () => Promise<void>
  readonly isOverdue: () => boolean
  /** Age of the oldest row that no checkpoint covers. */
  readonly lateMs: () => number
}

type End = { readonly seq: number; readonly hash: string }
type Progress = { signed?: End & { readonly at: number }; waitingSince?: number }

export function createCheckpoints(parts: CheckpointParts): Checkpoints {
  const progress = new Map<TenantKey, Progress>(parts.tenants.map((tenant) => [tenant, {}]))
  const lateMs = (): number => {
    // Asked with every request.
    let since = Number.POSITIVE_INFINITY
    for (const { waitingSince = since } of progress.values()) since = Math.min(since, waitingSince)
    return Math.max(0, parts.now() - since)
  }
  // One look at a time: a slow sink must not have every tick wait for it.
  let looking: Promise<void> | undefined
  const lookAt = async (isLast: boolean): Promise<void> => {
    for (const [tenant, state] of progress) await lookAtTenant(parts, { tenant, state, isLast })
  }
  return {
    look: () => {
      looking ??= lookAt(false).finally(() => {
        looking = undefined
      })
      return looking
    },
    finish: async () => {
      await looking
      await lookAt(true)
    },
    lateMs,
    isOverdue: () => lateMs() > parts.rhythm.maxLateMs,
  }
}

type Look = { readonly tenant: TenantKey; readonly state: Progress; readonly isLast: boolean }

async function lookAtTenant(parts: CheckpointParts, { tenant, state, isLast }: Look): Promise<void> {
  const now = parts.now()
  try {
    const end = await readEnd(parts.db, tenant)
    const { signed } = state
    if (signed && (!end || end.seq < signed.seq || (end.seq === signed.seq && end.hash !== signed.hash))) {
      parts.metrics.count('postil_audit_chain_broken_total')
      parts.log.error('audit chain broken', { tenant, row: signed.seq, code: 'behind-its-checkpoint' })
      return
    }
    // A chain that was locked before its first row has an end already, and nothing to vouch for.
    if (!end || end.seq === 0 || end.seq === signed?.seq) {
      delete state.waitingSince
      return
    }
    state.waitingSince ??= now
    const isDue =
      isLast || !signed || end.seq - signed.seq >= parts.rhythm.everyRows || now - signed.at >= parts.rhythm.everyMs
    if (!isDue) return
    await parts.sink.deliver(parts.signer.sign({ tenant, ...end }, new Date(now)))
    parts.metrics.count('postil_audit_checkpoints_total', { outcome: 'delivered' })
    state.signed = { ...end, at: now }
    delete state.waitingSince
  } catch (error) {
    state.waitingSince ??= now
    parts.metrics.count('postil_audit_checkpoints_total', { outcome: 'failed' })
    parts.log.error('checkpoint not delivered', { tenant, ...describeError(error) })
  }
}

function readEnd(db: Pool, tenant: TenantKey): Promise<End | undefined> {
  return inTenant(db, tenant, (transaction) =>
    transaction.selectFrom('audit_head').select(['seq', 'hash']).where('tenant', '=', tenant).executeTakeFirst(),
  )
}
