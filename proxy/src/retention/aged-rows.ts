/** Rows that are older than the periods of their tenant, found and deleted a small transaction at a time. */
import { type RawBuilder, sql } from 'kysely'
import type { TenantKey } from '#coding/domain/ids.ts'
import { type AuditSubject, appendAudit } from '../audit/audit-log.ts'
import { findJobTable, nameQueues } from '../jobs/sealed-jobs.ts'
import { asOwner } from '../store/as-owner.ts'
import { lockAudit } from '../store/queue-items.ts'
import type { Database, Pool, Schema } from '../store/schema.ts'
import type { TenantRow } from '../tenants.ts'
import { AGED_KINDS, type AgedKind, PERIODS } from './periods.ts'

type Period = { readonly of: AgedKind; readonly before: Date }
type Aged = Period & { readonly tenant: TenantKey }

const DAY_MS = 24 * 60 * 60_000
/** Rows in one transaction. */
const AT_ONCE = 500
/** Visits in one: their tenant's lock, which everybody waits for, is held for some 20 ms. */
const VISITS_AT_ONCE = 100

/** What the site has said, and the default where it has said nothing; what it keeps for good has no period. */
export function listPeriods({ retention = {} }: Pick<TenantRow, 'retention'>, now: Date): readonly Period[] {
  return AGED_KINDS.flatMap((of) => {
    const { setting, days } = PERIODS[of]
    const said = retention[setting] ?? days
    return said === 'for-good' ? [] : [{ of, before: new Date(now.getTime() - said * DAY_MS) }]
  })
}

type Rows = {
  readonly table: string | ReturnType<typeof sql.table>
  readonly which: RawBuilder<unknown>
}

/** Rows one by one, or all of a visit, or of a week, together: half of what was done would tell something else. */
type Removal =
  | { readonly kind: 'rows'; readonly rows: readonly Rows[] }
  | {
      readonly kind: 'together'
      readonly tables: readonly (keyof Schema)[]
      readonly by: 'encounter_ref' | 'week'
      /** Of one of them, as `old`. */
      readonly isFree: RawBuilder<unknown>
    }

const ASKED = ['decision', 'prompt_event', 'shown_finding', 'visit_facts'] as const
const WORKED = ['queue_item', 'queue_task', 'work_step', 'work_draft', 'write', 'write_event'] as const
const SECOND_CODINGS = ['second_coding', 'audit_week'] as const

/** While anybody still does something about a visit, what was asked, decided and done before stays. */
function isIdle({ tenant, before }: Aged, encounter: RawBuilder<unknown>): RawBuilder<unknown> {
  const each = [...ASKED, ...WORKED, 'second_coding'].map(
    (table) => sql`not exists (select from ${sql.table(table)} as later
      where later.tenant = ${tenant} and later.encounter_ref = ${encounter} and later.at >= ${before})`,
  )
  return sql.join(each, sql` and `)
}

/** On the coders' list and not finished, or drawn for a second coder: whose part in it was what must stay known. */
function isOpen({ tenant }: Aged, encounter: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(
    exists (select from queue_item as item
      where item.tenant = ${tenant} and item.encounter_ref = ${encounter} and item.state <> 'finished')
    or exists (select from second_coding as drawn
      where drawn.tenant = ${tenant} and drawn.encounter_ref = ${encounter} and drawn.state in ('waiting', 'taken'))
  )`
}

/** Where nobody can say whether it stands in the EHR, its row is what keeps it from being written again. */
function isUncertain({ tenant }: Aged, encounter: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`exists (select from write as unsure
    where unsure.tenant = ${tenant} and unsure.encounter_ref = ${encounter} and unsure.state in ('pending', 'unknown'))`
}

async function findRemoval(db: Database, aged: Aged): Promise<Removal> {
  const { of, tenant, before } = aged
  const old = sql`tenant = ${tenant} and at < ${before}`
  const visit = sql.ref('old.encounter_ref')
  const listRows = (...tables: readonly (keyof Schema)[]): Removal => ({
    kind: 'rows',
    rows: tables.map((table) => ({ table, which: old })),
  })
  switch (of) {
    case 'results': {
      // Whoever still codes the visit is compared with it later.
      const which = sql`${old} and not exists (select from queue_item as item where item.tenant = ${tenant}
        and item.encounter_ref = suggested_coding.encounter_ref and item.state <> 'finished')`
      return {
        kind: 'rows',
        rows: [
          { table: 'batch_result', which: old },
          { table: 'suggested_coding', which },
        ],
      }
    }
    case 'feedback':
      return listRows('feedback_span')
    case 'reports':
      return listRows('site_report')
    case 'leftovers':
      return listRows('bulk_export', 'refused_target', 'coder')
    case 'prompts': {
      const isFree = sql`${isIdle(aged, visit)} and not ${isOpen(aged, visit)}`
      return { kind: 'together', tables: ASKED, by: 'encounter_ref', isFree }
    }
    case 'work': {
      const isFree = sql`${isIdle(aged, visit)} and not ${isOpen(aged, visit)} and not ${isUncertain(aged, visit)}`
      return { kind: 'together', tables: WORKED, by: 'encounter_ref', isFree }
    }
    case 'second-codings': {
      const isFree = sql`not exists (select from second_coding as later
        where later.tenant = ${tenant} and later.week = old.week and later.at >= ${before})`
      return { kind: 'together', tables: SECOND_CODINGS, by: 'week', isFree }
    }
    case 'cards': {
      // A card that is shown again keeps its first day; what an EHR tells of it is looked for by its row.
      const isQuiet = sql`not exists (select from hook_feedback as later
        where later.tenant = ${tenant} and later.card = hook_card.id and later.at >= ${before})`
      const which = sql`${old} and ${isQuiet} and ${isIdle(aged, sql.ref('hook_card.encounter_ref'))}`
      return {
        kind: 'rows',
        rows: [
          { table: 'hook_card', which },
          { table: 'hook_feedback', which: old },
        ],
      }
    }
    case 'jobs': {
      const table = await findJobTable(db)
      const { waiting } = nameQueues(tenant)
      // What waits, is in work, or is a dead letter is somebody's to look at.
      const which = sql`name = ${waiting} and state in ('completed', 'cancelled', 'failed') and completed_on < ${before}`
      return { kind: 'rows', rows: table ? [{ table, which }] : [] }
    }
  }
}

function toTable(table: Rows['table']) {
  return typeof table === 'string' ? sql.table(table) : table
}

type Together = Extract<Removal, { readonly kind: 'together' }>

/** Of what is older by any of its rows; one may come more than once. */
function whichOnes(
  { tables, by }: Pick<Together, 'tables' | 'by'>,
  { tenant, before }: Aged,
  condition: RawBuilder<unknown>,
): RawBuilder<{ one: string }> {
  const each = tables.map(
    (table) => sql`select ${sql.ref(by)} from ${sql.table(table)} where tenant = ${tenant} and at < ${before}`,
  )
  return sql`select old.${sql.ref(by)} as one from (${sql.join(each, sql` union all `)}) as old where ${condition}`
}

export function countAged(db: Pool, aged: Aged): Promise<number> {
  return asOwner(db, { tenant: aged.tenant, deed: 'retain' }, async (transaction) => {
    const removal = await findRemoval(transaction, aged)
    const pieces =
      removal.kind === 'rows'
        ? removal.rows
        : removal.tables.map((table) => {
            const ones = whichOnes(removal, aged, removal.isFree)
            return { table, which: sql`tenant = ${aged.tenant} and ${sql.ref(removal.by)} in (${ones})` }
          })
    let rows = 0
    for (const { table, which } of pieces) {
      const counted = await sql<{ rows: number }>`
        select count(*)::int as rows from ${toTable(table)} where ${which}`.execute(transaction)
      rows += counted.rows[0]?.rows ?? 0
    }
    return rows
  })
}

/** @returns visits whose work has had its time and stays: on the list, drawn, or with a write that nobody knows of. */
export function countHeldBack(db: Pool, { tenant, before }: Omit<Aged, 'of'>): Promise<number> {
  const aged = { of: 'work', tenant, before } as const
  const visit = sql.ref('old.encounter_ref')
  const isKept = sql`${isIdle(aged, visit)} and (${isOpen(aged, visit)} or ${isUncertain(aged, visit)})`
  const ones = whichOnes({ tables: WORKED, by: 'encounter_ref' }, aged, isKept)
  return asOwner(db, { tenant, deed: 'retain' }, async (transaction) => {
    const { rows } = await sql<{ visits: number }>`
      select count(distinct one)::int as visits from (${ones}) as kept`.execute(transaction)
    return rows[0]?.visits ?? 0
  })
}

/** Each transaction has its own entry: what is broken off half-way is on the trail as far as it went. @returns how many went. */
export async function deleteAged(db: Pool, aged: Aged, subject: Omit<AuditSubject, 'at'>): Promise<number> {
  const { tenant, of, before } = aged
  let all = 0
  for (;;) {
    const rows = await asOwner(db, { tenant, deed: 'retain' }, async (transaction) => {
      const removal = await findRemoval(transaction, aged)
      const gone =
        removal.kind === 'rows'
          ? await deleteSome(transaction, removal.rows)
          : await deleteTogether(transaction, aged, removal)
      if (gone > 0) {
        const at = new Date().toISOString()
        const entry = {
          ...subject,
          at,
          action: 'retention.delete',
          of,
          before: before.toISOString(),
          rows: gone,
        } as const
        await appendAudit(transaction, tenant, [entry])
      }
      return gone
    })
    if (rows === 0) return all
    all += rows
  }
}

async function deleteSome(transaction: Database, rows: readonly Rows[]): Promise<number> {
  let gone = 0
  for (const { table, which } of rows) {
    const name = toTable(table)
    const { rows: deleted } = await sql`delete from ${name} where ctid in (
      select ctid from ${name} where ${which} limit ${AT_ONCE}) and ${which} returning 1`.execute(transaction)
    gone += deleted.length
  }
  return gone
}

async function deleteTogether(transaction: Database, aged: Aged, removal: Together): Promise<number> {
  const { by, tables, isFree } = removal
  const found = await sql<{ one: string }>`${whichOnes(removal, aged, isFree)} limit ${VISITS_AT_ONCE}`.execute(
    transaction,
  )
  const candidates = [...new Set(found.rows.map(({ one }) => one))]
  if (candidates.length === 0) return 0
  // Looked for without the tenant's lock, which everybody who does something about a visit takes first; and once more with it.
  await lockAudit(transaction, aged.tenant)
  const still = sql`old.${sql.ref(by)} = any(${candidates}) and ${isFree}`
  const { rows: free } = await sql<{ one: string }>`${whichOnes(removal, aged, still)}`.execute(transaction)
  const ones = [...new Set(free.map(({ one }) => one))]
  let gone = 0
  for (const table of ones.length > 0 ? tables : []) {
    const { rows } = await sql`delete from ${sql.table(table)} where tenant = ${aged.tenant}
      and ${sql.ref(by)} = any(${ones}) returning 1`.execute(transaction)
    gone += rows.length
  }
  return gone
}
