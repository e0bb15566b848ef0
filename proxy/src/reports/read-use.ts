/** What the trail of a tenant says of how Postil was used; the trail holds opaque references and closed lists only. */

import { sql } from 'kysely'
import * as z from 'zod/mini'
import type { DateOnly } from '#coding/domain/date-only.ts'
import type { TenantKey } from '#coding/domain/ids.ts'
import type { UseEvent } from '#coding/reports/measure-use.ts'
import type { Database } from '../store/schema.ts'

const findingKind = z.enum(['code', 'prompt', 'check'])
const base = { at: z.string(), encounter: z.string() }

const entry = z.discriminatedUnion('action', [
  z.object({ ...base, action: z.literal('analysis'), firstFindingMs: z.exactOptional(z.number()) }),
  z.object({
    ...base,
    action: z.literal('item.shown'),
    fingerprint: z.string(),
    kind: findingKind,
    direction: z.exactOptional(z.enum(['add', 'refine', 'remove'])),
  }),
  z.object({ ...base, action: z.literal('queue'), step: z.string() }),
  z.object({
    ...base,
    action: z.literal('decision'),
    fingerprint: z.string(),
    kind: findingKind,
    choice: z.enum([
      'accept',
      'edit',
      'dismiss',
      'answer',
      'answer-other',
      'unable-to-determine',
      'snooze',
      'send',
      'undo',
    ]),
    reason: z.exactOptional(z.string()),
  }),
  z.object({ ...base, action: z.literal('write.receipt'), outcome: z.string() }),
  z.object({
    ...base,
    action: z.literal('model.answer'),
    outcome: z.string(),
    costMicroUsd: z.exactOptional(z.number()),
  }),
])
type Entry = z.output<typeof entry>

const ACTIONS = ['analysis', 'item.shown', 'decision', 'queue', 'write.receipt', 'model.answer']

/** @returns what happened from the first day to the last (UTC), in its order; entries of no encounter are left out. */
export async function readUse(
  db: Database,
  { tenant, from, to }: { readonly tenant: TenantKey; readonly from: DateOnly; readonly to: DateOnly },
): Promise<readonly UseEvent[]> {
  const at = sql<string>`(entry::json ->> 'at')`
  const rows = await db
    .selectFrom('audit')
    .select('entry')
    // When the visit ended, which the trail does not say.
    .select((eb) =>
      eb
        .selectFrom('queue_item')
        .select('finished_at')
        .whereRef('queue_item.tenant', '=', 'audit.tenant')
        .where(sql<boolean>`queue_item.encounter_ref = (entry::json ->> 'encounter')`)
        .where(sql<boolean>`(entry::json ->> 'action') = 'queue'`)
        .as('visit_end'),
    )
    .where('tenant', '=', tenant)
    .where(sql<string>`(entry::json ->> 'action')`, 'in', ACTIONS)
    .where(sql<string>`left(${at}, 10)`, '>=', from)
    .where(sql<string>`left(${at}, 10)`, '<=', to)
    .orderBy('seq')
    .execute()
  return rows.flatMap((row) => {
    const parsed = entry.safeParse(JSON.parse(row.entry))
    return parsed.success ? (toEvent(parsed.data, row.visit_end) ?? []) : []
  })
}

function toEvent(found: Entry, visitEnd: Date | null): UseEvent | undefined {
  const { at, encounter } = found
  switch (found.action) {
    case 'analysis':
      return {
        at,
        encounter,
        kind: 'analysis',
        ...(found.firstFindingMs !== undefined && { firstFindingMs: found.firstFindingMs }),
      }
    case 'item.shown':
      return {
        at,
        encounter,
        kind: 'shown',
        finding: found.kind,
        fingerprint: found.fingerprint,
        ...(found.direction && { direction: found.direction }),
      }
    case 'queue':
      if (found.step === 'add') {
        return { at, encounter, kind: 'ready', ...(visitEnd && { visitEnd: visitEnd.toISOString() }) }
      }
      return found.step === 'next' || found.step === 'take' ? { at, encounter, kind: 'taken' } : undefined
    case 'decision': {
      const { fingerprint, kind, choice, reason } = found
      return {
        at,
        encounter,
        kind: 'decided',
        finding: kind,
        fingerprint,
        choice,
        ...(reason !== undefined && { reason }),
      }
    }
    case 'write.receipt':
      return found.outcome === 'written' ? { at, encounter, kind: 'filed' } : undefined
    case 'model.answer': {
      const hasFailed = found.outcome !== 'complete'
      return { at, encounter, kind: 'model', costMicroUsd: found.costMicroUsd ?? 0, hasFailed }
    }
  }
}
