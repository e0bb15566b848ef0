/** What of the coders' list stands as Tasks in the EHR: one row an encounter. Who writes one has taken its pen before. */
import type { WorkTaskReceipt } from '#coding/contract/work-task.ts'
import type { Database, Scope } from './schema.ts'
import { PENDING_MS } from './write-ledger.ts'

type Taking = Scope & {
  readonly key: string
  /** Of the item, as it is to be written. */
  readonly version: number
  readonly actor: string
  readonly at: Date
}

export type TaskPen =
  | { readonly outcome: 'done' }
  | { readonly outcome: 'busy' }
  | {
      readonly outcome: 'go'
      readonly remoteId: string | undefined
      readonly versionId: string | undefined
      readonly isUncertain: boolean
    }

/** In a transaction that holds the tenant's lock, so that of any number of callers one is told `go`. */
export async function takeTaskPen(db: Database, { key, version, actor, at, ...scope }: Taking): Promise<TaskPen> {
  const before = await selectTask(db, scope).executeTakeFirst()
  const isPending = before?.state === 'pending'
  if (isPending && at.getTime() - before.at.getTime() <= PENDING_MS) return { outcome: 'busy' }
  if (before?.state === 'written' && before.version === version) return { outcome: 'done' }
  const taken = { key, version, state: 'pending', actor, at }
  await db
    .insertInto('queue_task')
    .values({
      tenant: scope.tenant,
      encounter_ref: scope.encounterRef,
      ...taken,
      remote_id: null,
      version_id: null,
      http_status: null,
    })
    .onConflict((conflict) => conflict.columns(['tenant', 'encounter_ref']).doUpdateSet(taken))
    .execute()
  return {
    outcome: 'go',
    remoteId: before?.remote_id ?? undefined,
    versionId: before?.version_id ?? undefined,
    isUncertain: isPending || before?.state === 'unknown',
  }
}

/** @returns false where no write of this key is open: a receipt that came too late changes nothing. */
export async function settleTask(
  db: Database,
  {
    receipt,
    actor,
    at,
    ...scope
  }: Scope & { readonly receipt: WorkTaskReceipt; readonly actor: string; readonly at: Date },
): Promise<boolean> {
  const { key, state, remoteId, versionId, httpStatus } = receipt
  const before = await selectTask(db, scope).executeTakeFirst()
  if (before?.state !== 'pending' || before.key !== key || before.actor !== actor) return false
  await db
    .updateTable('queue_task')
    .set({
      state,
      // What the EHR holds stays known when a later try is refused.
      remote_id: remoteId ?? before.remote_id,
      version_id: versionId ?? (remoteId === undefined ? before.version_id : null),
      http_status: httpStatus ?? null,
      at,
    })
    .where('tenant', '=', scope.tenant)
    .where('encounter_ref', '=', scope.encounterRef)
    .execute()
  return true
}

function selectTask(db: Database, { tenant, encounterRef }: Scope) {
  return db
    .selectFrom('queue_task')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('encounter_ref', '=', encounterRef)
    .forUpdate()
}
