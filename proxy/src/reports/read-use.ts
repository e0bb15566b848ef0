/** What the trail of a tenant says of how Postil was used; the trail holds opaque references and closed lists only. */
import * as z from 'zod/mini'
import { dayEnd } from '#coding/contract/site-report.ts'
import type { TenantKey } from '#coding/domain/ids.ts'
import { QUESTION_MOVES } from '#coding/prompts/list-moves.ts'
import { addDays } from '#coding/reports/find-week.ts'
import type { UseEvent, Wait } from '#coding/reports/use-event.ts'
import { FOLLOWED_DAYS, type UseRange } from '#coding/reports/use-tally.ts'
import { CLOCK_SLACK_MS, findFirstRow } from '../audit/find-row.ts'
import type { ColumnCipher } from '../crypto/column-cipher.ts'
import type { References } from '../crypto/references.ts'
import { inTenant } from '../store/in-tenant.ts'
import type { Database, Pool } from '../store/schema.ts'
import { listReports } from '../store/site-reports.ts'

const findingKind = z.enum(['code', 'prompt', 'check'])
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
    direction: z.exactOptional(z.enum(['add', 'refine', 'remove'])),
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

/** Rows looked at in one transaction. */
const PAGE = 5000

export type UseSource = {
  readonly db: Pool
  readonly cipher: ColumnCipher
  readonly references: Pick<References, 'ofFindingAsWritten'>
  readonly tenant: TenantKey
}

/**
 * What happened in the range, and what came of it in the weeks after, in its order and a page at a time: a trail of any
 * length takes no more memory. Entries of no encounter are left out.
 */
export async function* readUse(source: UseSource, { from, to }: UseRange): AsyncGenerator<readonly UseEvent[]> {
  const { db, cipher, tenant } = source
  // What was shown before findings had references may have been decided after.
  const nameOf = (text: string): string => source.references.ofFindingAsWritten(tenant, text)
  const days = await inTenant(db, tenant, (transaction) =>
    listReports(transaction, { tenant, kind: 'day-end', from, to }, cipher),
  )
  yield days.flatMap(({ day, report }) => {
    const { providers, reviewed } = dayEnd.parse(report)
    const finished = providers.reduce((sum, one) => sum + one.finished, 0)
    // Of days that were read before it was counted, it is not known.
    return reviewed === undefined ? [] : [{ at: day, kind: 'day' as const, finished, reviewed }]
  })
  const begin = Date.parse(`${from}T00:00:00Z`) - CLOCK_SLACK_MS
  const end = Date.parse(`${addDays(to, 1 + FOLLOWED_DAYS)}T00:00:00Z`) + CLOCK_SLACK_MS
  const [first, after] = await inTenant(db, tenant, async (transaction) => [
    await findFirstRow(transaction, tenant, begin),
    await findFirstRow(transaction, tenant, end),
  ])
  // Both ends of a page are numbers: with a limit instead, PostgreSQL may sort all that is left of the table.
  for (let seq = first; seq < after; seq += PAGE) {
    yield await inTenant(db, tenant, (transaction) =>
      readPage(transaction, tenant, { from: seq, until: Math.min(seq + PAGE, after), nameOf }),
    )
  }
}

type NameOf = (text: string) => string

async function readPage(
  db: Database,
  tenant: TenantKey,
  { from, until, nameOf }: { readonly from: number; readonly until: number; readonly nameOf: NameOf },
): Promise<readonly UseEvent[]> {
  const rows = await db
    .selectFrom('audit')
    .select('entry')
    .where('tenant', '=', tenant)
    .where('seq', '>=', from)
    .where('seq', '<', until)
    .where('action', 'in', ACTIONS)
    .where('encounter_ref', 'is not', null)
    .orderBy('seq')
    .execute()
  const entries = rows.flatMap((row) => {
    const parsed = entry.safeParse(JSON.parse(row.entry))
    return parsed.success ? [parsed.data] : []
  })
  const ready = entries.filter((one) => one.action === 'queue' && one.step === 'add')
  const ends = await readVisitEnds(
    db,
    tenant,
    ready.map(({ encounter }) => encounter),
  )
  return entries.flatMap((one) => toEvents(one, ends.get(one.encounter), nameOf))
}

/** When visits ended, which the trail does not say. */
async function readVisitEnds(
  db: Database,
  tenant: TenantKey,
  encounters: readonly string[],
): Promise<ReadonlyMap<string, Date>> {
  if (encounters.length === 0) return new Map()
  const rows = await db
    .selectFrom('queue_item')
    .select(['encounter_ref', 'finished_at'])
    .where('tenant', '=', tenant)
    .where('encounter_ref', 'in', [...new Set(encounters)])
    .execute()
  return new Map(rows.flatMap((row) => (row.finished_at ? [[row.encounter_ref, row.finished_at] as const] : [])))
}

/** The other calls have not looked at the notes, or have shown nothing of them. */
const SHOWING: ReadonlySet<string> = new Set(['whole', 'partial'])

function wait(of: Wait['of'], ms: number | undefined): { readonly wait?: Wait } {
  return ms === undefined ? {} : { wait: { of, ms } }
}

function toEvents(found: Entry, visitEnd: Date | undefined, nameOf: NameOf): readonly UseEvent[] {
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
      if (found.step === 'add') {
        return [{ ...place, kind: 'ready', ...(visitEnd && { visitEnd: visitEnd.toISOString() }) }]
      }
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
