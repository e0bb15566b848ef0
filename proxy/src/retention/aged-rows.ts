/** Rows that are older than the periods of their tenant, found and deleted a small transaction at a time. */
import { type RawBuilder, sql } from 'kysely'
import type { TenantKey } from '#coding/domain/ids.ts'
import { type AuditAction, type AuditSubject, appendAudit } from '../audit/audit-log.ts'
import { findJobTable, nameQueues } from '../jobs/sealed-jobs.ts'
import { asOwner } from '../store/as-owner.ts'
import type { Database, Pool } from '../store/schema.ts'
import type { TenantRow } from '../tenants.ts'

export type AgedKind = Extract<AuditAction, { readonly action: 'retention.delete' }>['of']

type Period = { readonly of: AgedKind; readonly before: Date }
type Aged = Period & { readonly tenant: TenantKey }

const DAY_MS = 24 * 60 * 60_000
/** Encounters, or rows, in one transaction. */
const AT_ONCE = 500

/** What the site has said a period for. */
export function listPeriods({ retention = {} }: Pick<TenantRow, 'retention'>, now: Date): readonly Period[] {
  const { resultDays, jobDays, promptDays, feedbackDays } = retention
  const said: readonly (readonly [AgedKind, number | undefined])[] = [
    ['results', resultDays],
    ['jobs', jobDays],
    ['prompts', promptDays],
    ['feedback', feedbackDays],
  ]
  return said.flatMap(([of, days]) =>
    days === undefined ? [] : [{ of, before: new Date(now.getTime() - days * DAY_MS) }],
  )
}

type Rows = {
  readonly table: string | ReturnType<typeof sql.table>
  readonly which: RawBuilder<unknown>
}

/** Of a visit all or nothing: while anybody still does something about it, what was asked and decided before stays. */
const OF_VISIT = ['decision', 'prompt_event', 'shown_finding'] as const

function whichVisits({ tenant, before }: Aged): RawBuilder<{ encounter_ref: string }> {
  const each = OF_VISIT.map((table) => sql`select encounter_ref, at from ${sql.table(table)} where tenant = ${tenant}`)
  return sql`select encounter_ref from (${sql.join(each, sql` union all `)}) as happening
    group by encounter_ref having max(at) < ${before}`
}

async function listRows(db: Database, { of, tenant, before }: Aged): Promise<readonly Rows[]> {
  const aged = sql`tenant = ${tenant} and at < ${before}`
  switch (of) {
    case 'results':
      return [
        { table: 'batch_result', which: aged },
        {
          table: 'suggested_coding',
          // Whoever still codes the visit is compared with it later.
          which: sql`${aged} and not exists (select from queue_item as item where item.tenant = ${tenant}
            and item.encounter_ref = suggested_coding.encounter_ref and item.state in ('open', 'held'))`,
        },
      ]
    case 'feedback':
      return [{ table: 'feedback_span', which: aged }]
    case 'prompts':
      return OF_VISIT.map((table) => ({
        table,
        which: sql`tenant = ${tenant} and encounter_ref in (${whichVisits({ of, tenant, before })})`,
      }))
    case 'jobs': {
      const table = await findJobTable(db)
      const { waiting } = nameQueues(tenant)
      // What waits, is in work, or is a dead letter is somebody's to look at.
      const which = sql`name = ${waiting} and state in ('completed', 'cancelled', 'failed') and completed_on < ${before}`
      return table ? [{ table, which }] : []
    }
  }
}

function toTable(table: Rows['table']) {
  return typeof table === 'string' ? sql.table(table) : table
}

export function countAged(db: Pool, aged: Aged): Promise<number> {
  return asOwner(db, { tenant: aged.tenant, deed: 'retain' }, async (transaction) => {
    let rows = 0
    for (const { table, which } of await listRows(transaction, aged)) {
      const counted = await sql<{ rows: number }>`
        select count(*)::int as rows from ${toTable(table)} where ${which}`.execute(transaction)
      rows += counted.rows[0]?.rows ?? 0
    }
    return rows
  })
}

/** Each transaction has its own entry: what is broken off half-way is on the trail as far as it went. @returns how many went. */
export async function deleteAged(db: Pool, aged: Aged, subject: Omit<AuditSubject, 'at'>): Promise<number> {
  const { tenant, of, before } = aged
  let all = 0
  for (;;) {
    const rows = await asOwner(db, { tenant, deed: 'retain' }, async (transaction) => {
      const gone = of === 'prompts' ? await deleteVisits(transaction, aged) : await deleteSome(transaction, aged)
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

async function deleteSome(transaction: Database, aged: Aged): Promise<number> {
  let gone = 0
  for (const { table, which } of await listRows(transaction, aged)) {
    const name = toTable(table)
    const { rows } = await sql`delete from ${name} where ctid in (
      select ctid from ${name} where ${which} limit ${AT_ONCE}) and ${which} returning 1`.execute(transaction)
    gone += rows.length
  }
  return gone
}

async function deleteVisits(transaction: Database, aged: Aged): Promise<number> {
  const { rows: visits } = await sql<{ encounter_ref: string }>`
    ${whichVisits(aged)} limit ${AT_ONCE}`.execute(transaction)
  let gone = 0
  for (const table of visits.length > 0 ? OF_VISIT : []) {
    const { rows } = await sql`delete from ${sql.table(table)} where tenant = ${aged.tenant}
      and encounter_ref = any(${visits.map((one) => one.encounter_ref)}) returning 1`.execute(transaction)
    gone += rows.length
  }
  return gone
}
