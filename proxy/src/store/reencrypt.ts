/**
 * Gives old cells the active key: after it, the retired key can be taken out of the configuration. Runs beside a working
 * proxy, in small transactions, and can be stopped and begun again at any time. What is append-only stays so: the
 * triggers let an encrypted column change while `app.reencrypt` is on, and nothing else of the row; the role that the
 * proxy works with has no right to update these tables at all.
 */
import { sql } from 'kysely'
import type { Fingerprint, TenantKey } from '#coding/domain/ids.ts'
import { appendAudit } from '../audit/audit-log.ts'
import type { ColumnCipher } from '../crypto/column-cipher.ts'
import { countJobsByKey, reencryptJobs } from '../jobs/sealed-jobs.ts'
import { asOwner } from './as-owner.ts'
import { placeOfResult } from './batch-results.ts'
import { placeOfExport } from './bulk-exports.ts'
import { placeOfCoder } from './coders.ts'
import { placeOfChoice } from './decisions.ts'
import { placeOfFeedback } from './feedback-spans.ts'
import { inTenant } from './in-tenant.ts'
import { placeOfEvent } from './prompt-events.ts'
import { placeOfQueueItem } from './queue-items.ts'
import type { Database, Pool, Scope } from './schema.ts'
import { placeOfSecondCoding } from './second-codings.ts'
import { placeOfContent } from './shown-findings.ts'
import { placeOfReport } from './site-reports.ts'
import { placeOfSuggested } from './suggested-codings.ts'
import { placeOfFacts } from './visit-facts.ts'
import { placeOfWorkDraft } from './work-drafts.ts'
import { placeOfStep } from './work-steps.ts'
import { placeOfDraft } from './write-ledger.ts'

const BATCH = 200
/** Of a table, in one transaction: a quarter of a megabyte. */
const PAGES = 32

export type Cell = {
  readonly encounter_ref: string
  readonly fingerprint: Fingerprint
  readonly actor: string
  readonly at: Date
  readonly cell: string
}

export type EncryptedColumn = {
  readonly table:
    | 'decision'
    | 'shown_finding'
    | 'prompt_event'
    | 'work_step'
    | 'work_draft'
    | 'write'
    | 'batch_result'
    | 'visit_facts'
    | 'queue_item'
    | 'site_report'
    | 'suggested_coding'
    | 'second_coding'
    | 'feedback_span'
    | 'bulk_export'
    | 'coder'
  readonly column:
    | 'choice'
    | 'content'
    | 'event'
    | 'step'
    | 'draft'
    | 'filed'
    | 'facts'
    | 'place'
    | 'codes'
    | 'state'
    | 'person'
  /** What the row is called within its encounter; most have a fingerprint. */
  readonly name: 'fingerprint' | 'key' | 'item_ref' | 'kind' | 'id' | undefined
  /** What the row is about, where it is no encounter. */
  readonly about?: 'day' | 'question' | 'actor'
  readonly placeOf: (row: Scope & Cell) => readonly string[]
}

/** Every column that holds words of the chart, or the name of a person. */
export const ENCRYPTED_COLUMNS: readonly EncryptedColumn[] = [
  { table: 'decision', column: 'choice', name: 'fingerprint', placeOf: placeOfChoice },
  {
    table: 'shown_finding',
    column: 'content',
    name: 'fingerprint',
    placeOf: (row) => placeOfContent(row, row.fingerprint),
  },
  { table: 'prompt_event', column: 'event', name: 'fingerprint', placeOf: (row) => placeOfEvent(row, row.fingerprint) },
  {
    table: 'batch_result',
    column: 'content',
    name: 'item_ref',
    placeOf: (row) => placeOfResult(row, row.fingerprint),
  },
  { table: 'queue_item', column: 'place', name: undefined, placeOf: placeOfQueueItem },
  { table: 'work_step', column: 'step', name: undefined, placeOf: placeOfStep },
  { table: 'work_draft', column: 'draft', name: undefined, placeOf: placeOfWorkDraft },
  {
    table: 'site_report',
    column: 'content',
    name: 'kind',
    about: 'day',
    placeOf: (row) => placeOfReport({ tenant: row.tenant, kind: row.fingerprint }, row.encounterRef),
  },
  {
    table: 'feedback_span',
    column: 'content',
    name: 'fingerprint',
    placeOf: (row) => placeOfFeedback(row, row.fingerprint),
  },
  { table: 'suggested_coding', column: 'content', name: undefined, placeOf: placeOfSuggested },
  ...(['content', 'codes'] as const).map(
    (column): EncryptedColumn => ({
      table: 'second_coding',
      column,
      name: 'id',
      placeOf: ({ tenant, fingerprint }) => placeOfSecondCoding(tenant, fingerprint, column),
    }),
  ),
  {
    table: 'bulk_export',
    column: 'state',
    name: undefined,
    about: 'question',
    placeOf: ({ tenant, encounterRef }) => placeOfExport(tenant, encounterRef),
  },
  { table: 'coder', column: 'person', name: undefined, about: 'actor', placeOf: placeOfCoder },
  { table: 'visit_facts', column: 'facts', name: undefined, placeOf: placeOfFacts },
  { table: 'write', column: 'content', name: 'key', placeOf: (row) => placeOfDraft(row, row.fingerprint, 'content') },
  { table: 'write', column: 'filed', name: 'key', placeOf: (row) => placeOfDraft(row, row.fingerprint, 'filed') },
]

/** How many cells each key has written, of one tenant; what waits in the queue of notes is among them. */
export async function countCellsByKey(db: Pool, tenant: TenantKey): Promise<ReadonlyMap<string, number>> {
  // As the owner: the role of a tenant cannot see the queue.
  const counts = new Map(
    await asOwner(db, { tenant, deed: 'reencrypt' }, (transaction) => countJobsByKey(transaction, tenant)),
  )
  await inTenant(db, tenant, async (transaction) => {
    for (const { table, column } of ENCRYPTED_COLUMNS) {
      const { rows } = await sql<{ key: string; cells: number }>`
        select split_part(${sql.ref(column)}, '.', 2) as key, count(*) as cells
        from ${sql.table(table)} where ${sql.ref(column)} is not null group by 1`.execute(transaction)
      for (const { key, cells } of rows) counts.set(key, (counts.get(key) ?? 0) + Number(cells))
    }
  })
  return counts
}

export type Reencryption = {
  readonly tenant: TenantKey
  readonly cipher: ColumnCipher
  readonly onProgress?: (cells: number) => void
  readonly now: () => number
}

/**
 * @returns how many cells were written anew.
 * @throws CryptoError at the first cell that does not open; what was done before it stays done.
 */
export async function reencryptTenant(db: Pool, task: Reencryption): Promise<number> {
  const own = { tenant: task.tenant, deed: 'reencrypt' } as const
  let cells = 0
  const addDone = (done: number): void => {
    cells += done
    task.onProgress?.(cells)
  }
  for (const column of ENCRYPTED_COLUMNS) {
    // A row that somebody else changes meanwhile may move to a page that was walked already: until a walk finds none.
    for (let before = -1; cells > before; ) {
      before = cells
      const pages = await asOwner(db, own, (transaction) => countPages(transaction, column))
      for (let page = 0; page < pages; page += PAGES) {
        addDone(await asOwner(db, own, (transaction) => reencryptPages(transaction, { column, page }, task)))
      }
    }
  }
  for (let done = BATCH; done === BATCH; addDone(done)) {
    done = await asOwner(db, own, (transaction) => reencryptJobs(transaction, { ...task, limit: BATCH }))
  }
  if (cells > 0) await recordRotation(db, task, cells)
  return cells
}

/** In pages of the database, whose places are the only ones that every table has. */
async function countPages(transaction: Database, { table }: EncryptedColumn): Promise<number> {
  const { rows } = await sql<{ pages: number }>`
    select pg_relation_size(${table}::regclass) / current_setting('block_size')::int as pages`.execute(transaction)
  return Number(rows[0]?.pages ?? 0)
}

type Stretch = { readonly column: EncryptedColumn; readonly page: number }

/** Page after page, so that a walk looks at each row once, however many there are. */
async function reencryptPages(
  transaction: Database,
  { column, page }: Stretch,
  { tenant, cipher }: Reencryption,
): Promise<number> {
  const name = sql.ref(column.column)
  const fingerprint = column.name === undefined ? sql`null` : sql.ref(column.name)
  const { rows } = await sql<Cell & { readonly row: string }>`
      select ctid::text as row, ${sql.ref(column.about ?? 'encounter_ref')} as encounter_ref, ${fingerprint} as fingerprint, actor, at, ${name} as cell from ${sql.table(column.table)}
      where tenant = ${tenant} and ${name} is not null and split_part(${name}, '.', 2) <> ${cipher.activeKeyId}
        and ctid >= ${`(${page},0)`}::tid and ctid < ${`(${page + PAGES},0)`}::tid
      for update`.execute(transaction)
  for (const found of rows) {
    const { row, cell, encounter_ref } = found
    const place = column.placeOf({ ...found, tenant, encounterRef: encounter_ref })
    const fresh = cipher.encrypt(cipher.decrypt(cell, place), place)
    await sql`update ${sql.table(column.table)} set ${name} = ${fresh} where ctid = ${row}::tid`.execute(transaction)
  }
  return rows.length
}

function recordRotation(db: Pool, { tenant, cipher, now }: Reencryption, cells: number): Promise<void> {
  return inTenant(db, tenant, (transaction) =>
    appendAudit(transaction, tenant, [
      {
        at: new Date(now()).toISOString(),
        requestId: 'keys-rotate',
        action: 'key.rotate',
        key: cipher.activeKeyId,
        cells,
      },
    ]),
  )
}
