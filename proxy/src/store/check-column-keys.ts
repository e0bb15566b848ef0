/**
 * Whether the keys of the configuration open what is stored, asked at the start: afterwards each request that needs such
 * a value would fail, with a remedy (to try again) that does not help.
 */
import { sql } from 'kysely'
import type { TenantKey } from '#coding/domain/ids.ts'
import type { KeyMaterial } from '../config.ts'
import { type ColumnCipher, createColumnCipher } from '../crypto/column-cipher.ts'
import { CryptoError } from '../crypto/errors.ts'
import { ConfigError } from '../errors.ts'
import { countJobsByKey } from '../jobs/sealed-jobs.ts'
import { asOwner } from './as-owner.ts'
import { StoreError } from './errors.ts'
import { inTenant } from './in-tenant.ts'
import { type Cell, ENCRYPTED_COLUMNS, type EncryptedColumn } from './reencrypt.ts'
import type { Database, Pool } from './schema.ts'

export type ColumnKeyCheck = {
  readonly keys: Pick<KeyMaterial, 'columnKeys' | 'lostColumnKeys'>
  readonly tenants: readonly TenantKey[]
  /** Undefined where the keys are those of the data directory. */
  readonly setting?: string | undefined
  /** Of all tenants; large tables are walked from their oldest rows on for as long. */
  readonly budgetMs?: number
}

/** "v1.", an id of at most 32 characters, and a dot: only so much of a cell is read. */
const HEADER = 36

/**
 * @returns false where the tables were too large to look at each row in time.
 * @throws ConfigError that names the setting and the key that is missing, or that is another under the same id.
 */
export async function checkColumnKeys(db: Pool, check: ColumnKeyCheck): Promise<boolean> {
  const { keys, tenants, setting, budgetMs = 3000 } = check
  const until = Date.now() + budgetMs
  const cipher = createColumnCipher(keys.columnKeys)
  const known = [...keys.columnKeys.map(({ id }) => id), ...(keys.lostColumnKeys ?? [])]
  let isWhole = true
  for (const tenant of tenants) {
    const inTime = (error: unknown): undefined => {
      if (!(error instanceof StoreError)) throw error
      isWhole = false
    }
    const forMs = Math.max(1, until - Date.now())
    const closed = await findClosedKey(db, { tenant, cipher, forMs }).catch(inTime)
    if (closed !== undefined) throw refuse(setting, `holds another key under the id ${closed} than the one that wrote`)
    const missing = await findMissingKey(db, { tenant, known, forMs }).catch(inTime)
    if (missing !== undefined) throw refuse(setting, `lacks the key ${missing}, which wrote`)
  }
  return isWhole
}

function refuse(setting: string | undefined, problem: string): ConfigError {
  const what = 'values that are stored in this database'
  if (setting === undefined) {
    const message = `holds a keys.json that ${problem} ${what}. Bring back the one that belongs to the database.`
    return new ConfigError('POSTIL_DATA_DIR', message)
  }
  const remedy =
    'Put that key behind the first one again, or id:lost where nobody has it any more: what it wrote then stays closed'
  return new ConfigError(setting, `${problem} ${what}. ${remedy}. npm run keys -- status counts them.`)
}

type Look = { readonly tenant: TenantKey; readonly forMs: number }

/** @throws StoreError where the time was over before a key was found. */
async function findMissingKey(
  db: Pool,
  { tenant, known, forMs }: Look & { readonly known: readonly string[] },
): Promise<string | undefined> {
  const ids = sql`(${sql.join(known)})`
  const looks = ENCRYPTED_COLUMNS.map(({ table, column }) => {
    const key = sql`split_part(left(${sql.ref(column)}, ${sql.lit(HEADER)}), '.', 2)`
    return sql`(select ${key} as key from ${sql.table(table)}
      where tenant = ${tenant} and ${sql.ref(column)} is not null and ${key} not in ${ids} limit 1)`
  })
  const found = await inTenant(db, tenant, async (transaction) => {
    await limitTime(transaction, forMs)
    return sql<{ key: string }>`select key from (${sql.join(looks, sql` union all `)}) as cells limit 1`.execute(
      transaction,
    )
  })
  if (found.rows[0]) return found.rows[0].key
  // As the owner: the role of a tenant cannot see the queue.
  const jobs = await asOwner(db, { tenant, deed: 'reencrypt' }, async (transaction) => {
    await limitTime(transaction, forMs)
    return countJobsByKey(transaction, tenant)
  })
  return jobs.find(([id]) => !known.includes(id))?.[0]
}

async function limitTime(transaction: Database, ms: number): Promise<void> {
  await sql`select set_config('statement_timeout', ${String(Math.ceil(ms))}, true)`.execute(transaction)
}

/** By the first cell of each column: one alone may have been changed, and is then a matter of its row. */
function findClosedKey(
  db: Pool,
  { tenant, cipher, forMs }: Look & { readonly cipher: ColumnCipher },
): Promise<string | undefined> {
  return inTenant(db, tenant, async (transaction) => {
    await limitTime(transaction, forMs)
    const opened = new Map<string, boolean>()
    for (const column of ENCRYPTED_COLUMNS) {
      const found = await readFirstCell(transaction, column, tenant)
      if (!found) continue
      const id = found.cell.split('.')[1] ?? ''
      const place = column.placeOf({ ...found, tenant, encounterRef: found.encounter_ref })
      const outcome = tryOpen(cipher, found.cell, place)
      if (outcome === 'opened') opened.set(id, true)
      else if (outcome === 'not-authentic' && !opened.has(id)) opened.set(id, false)
    }
    return [...opened].find(([, isOpen]) => !isOpen)?.[0]
  })
}

async function readFirstCell(
  transaction: Database,
  column: EncryptedColumn,
  tenant: TenantKey,
): Promise<Cell | undefined> {
  const name = column.name === undefined ? sql`null` : sql.ref(column.name)
  const { rows } = await sql<Cell>`
    select ${sql.ref(column.about ?? 'encounter_ref')} as encounter_ref, ${name} as fingerprint, actor, at,
      ${sql.ref(column.column)} as cell
    from ${sql.table(column.table)} where tenant = ${tenant} and ${sql.ref(column.column)} is not null limit 1`.execute(
    transaction,
  )
  return rows[0]
}

function tryOpen(cipher: ColumnCipher, cell: string, place: readonly string[]): 'opened' | CryptoError['code'] {
  try {
    cipher.decrypt(cell, place)
    return 'opened'
  } catch (error) {
    if (error instanceof CryptoError) return error.code
    throw error
  }
}
