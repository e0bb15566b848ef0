/** What rows of the trail say of how Postil was used. */
import * as z from 'zod/mini'
import type { TenantKey } from '#coding/domain/ids.ts'
import { QUESTION_MOVES } from '#coding/prompts/list-moves.ts'
import type { UseEvent, Wait } from '#coding/reports/use-event.ts'
import type { Database } from '../store/schema.ts'

/** Of a row, by its number in the trail. */
export type NumberedEvent = { readonly seq: number; readonly event: UseEvent }

/** A digest keeps places in these lists: what is new comes last (`use-digest.ts`). */
export const FINDINGS = ['code', 'prompt', 'check'] as const
export const DIRECTIONS = ['add', 'refine', 'remove'] as const
export const CHOICES = [
  'accept',
  'edit',
  'dismiss',
  'answer',
  'answer-other',
  'unable-to-determine',
  'snooze',
  'send',
  'undo',
] as const

const findingKind = z.enum(FINDINGS)
const base = { at: z.string(), encounter: z.string(), requestId: z.string() }
const milliseconds = z.exactOptional(z.number())

const entry = z.discriminatedUnion('action', [
  z.object({
    ...base,
    action: z.literal('analysis'),
    firstFindingMs: milliseconds,
    notes: z.exactOptional(z.number()),
  }),
  z.object({ ...base, action: z.literal('hook.answer'), outcome: z.string(), tookMs: milliseconds }),
  z.object({ ...base, action: z.literal('batch.analysis'), tookMs: milliseconds }),
  z.object({
    ...base,
    action: z.literal('item.shown'),
    fingerprint: z.string(),
    kind: findingKind,
    direction: z.exactOptional(z.enum(DIRECTIONS)),
    family: z.exactOptional(z.string()),
    actor: z.exactOptional(z.string()),
    role: z.exactOptional(z.string()),
  }),
  z.object({
    ...base,
    action: z.literal('question'),
    fingerprint: z.string(),
    became: z.enum(QUESTION_MOVES),
    was: z.exactOptional(z.string()),
  }),
  z.object({ ...base, action: z.literal('queue'), step: z.string() }),
  z.object({
    ...base,
    action: z.literal('decision'),
    fingerprint: z.string(),
    kind: findingKind,
    choice: z.enum(CHOICES),
    reason: z.exactOptional(z.string()),
  }),
  z.object({ ...base, action: z.literal('write.receipt'), outcome: z.string() }),
  z.object({
    ...base,
    action: z.literal('model.answer'),
    outcome: z.string(),
    costMicroUsd: z.exactOptional(z.number()),
    items: z.exactOptional(z.number()),
    invented: z.exactOptional(z.number()),
    repeated: z.exactOptional(z.literal(true)),
  }),
])
type Entry = z.output<typeof entry>

const ACTIONS = [
  'analysis',
  'hook.answer',
  'batch.analysis',
  'item.shown',
  'question',
  'decision',
  'queue',
  'write.receipt',
  'model.answer',
]

/** How a finding is called today; of before findings had references, too. */
export type NameOf = (text: string) => string

/** @param until the number after the last row. */
export async function readEntries(
  db: Database,
  tenant: TenantKey,
  { from, until, nameOf }: { readonly from: number; readonly until: number; readonly nameOf: NameOf },
): Promise<readonly NumberedEvent[]> {
  const rows = await db
    .selectFrom('audit')
    .select(['seq', 'entry'])
    .where('tenant', '=', tenant)
    // Both ends are numbers: with a limit instead, PostgreSQL may sort all that is left of the table.
    .where('seq', '>=', from)
    .where('seq', '<', until)
    .where('action', 'in', ACTIONS)
    .where('encounter_ref', 'is not', null)
    .orderBy('seq')
    .execute()
  return rows.flatMap((row) => {
    const parsed = entry.safeParse(JSON.parse(row.entry))
    if (!parsed.success) return []
    return toEvents(parsed.data, nameOf).map((event) => ({ seq: Number(row.seq), event }))
  })
}

/** The other calls have not looked at the notes, or have shown nothing of them. */
const SHOWING: ReadonlySet<string> = new Set(['whole', 'partial'])

function wait(of: Wait['of'], ms: number | undefined): { readonly wait?: Wait } {
  return ms === undefined ? {} : { wait: { of, ms } }
}

function toEvents(found: Entry, nameOf: NameOf): readonly UseEvent[] {
  const { at, encounter, requestId } = found
  const place = { at, encounter }
  switch (found.action) {
    case 'analysis': {
      const { notes } = found
      return [
        {
          ...place,
          kind: 'reading',
          ...(notes !== undefined && { notes }),
          ...wait('first-finding', found.firstFindingMs),
        },
      ]
    }
    case 'hook.answer':
      if (found.outcome === 'late') return [{ ...place, kind: 'unseen', requestId }]
      return SHOWING.has(found.outcome) ? [{ ...place, kind: 'reading', ...wait('card', found.tookMs) }] : []
    case 'batch.analysis':
      return [{ ...place, kind: 'waited', ...wait('note-of-batch', found.tookMs) }]
    case 'item.shown': {
      const { kind: finding, direction, family, actor, role } = found
      return [
        {
          ...place,
          kind: 'shown',
          finding,
          fingerprint: nameOf(found.fingerprint),
          requestId,
          ...(direction && { direction }),
          ...(family !== undefined && { family }),
          ...(actor !== undefined && role === 'provider' && { clinician: actor }),
        },
      ]
    }
    case 'question': {
      const { became, was } = found
      const before = was === undefined ? {} : { was: nameOf(was) }
      return [{ ...place, kind: 'moved', fingerprint: nameOf(found.fingerprint), became, ...before }]
    }
    case 'queue':
      if (found.step === 'add') return [{ ...place, kind: 'ready' }]
      return found.step === 'next' || found.step === 'take' ? [{ ...place, kind: 'taken' }] : []
    case 'decision': {
      const { kind: finding, choice, reason } = found
      const decided = { finding, fingerprint: nameOf(found.fingerprint), choice }
      return [{ ...place, kind: 'decided', ...decided, ...(reason !== undefined && { reason }) }]
    }
    case 'write.receipt':
      return found.outcome === 'written' ? [{ ...place, kind: 'filed' }] : []
    case 'model.answer': {
      const { outcome, costMicroUsd = 0, items, invented, repeated } = found
      if (repeated) return []
      const brought = items === undefined ? {} : { items, invented: invented ?? 0 }
      return [{ ...place, kind: 'model', costMicroUsd, hasFailed: outcome !== 'complete', ...brought }]
    }
  }
}
