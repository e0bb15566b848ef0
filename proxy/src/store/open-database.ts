/** The configured database, locked where it needs a lock, and at the newest schema. */
import { Kysely, sql } from 'kysely'
import type { ProxyConfig } from '../config.ts'
import { makeDataDir } from '../data-dir.ts'
import { ConfigError } from '../errors.ts'
import { connectPglite, connectPostgres, DEADLINES, type RunSql } from './dialects.ts'
import { explainDatabaseProblem } from './explain-database-problem.ts'
import { lockDirectory } from './lock-directory.ts'
import { migrate } from './migrate.ts'
import type { Pool, Schema } from './schema.ts'

export type OpenDatabase = { readonly db: Pool; readonly runSql: RunSql; readonly close: () => Promise<void> }

/** @throws ConfigError when the database cannot be reached or brought to the newest schema. */
export async function openDatabase(config: ProxyConfig['database']): Promise<OpenDatabase> {
  if (config.kind === 'postgres') {
    await (await migrate(connectPostgres(config.url).dialect, config.setting ?? 'DATABASE_URL')).destroy()
    const connector = connectPostgres(config.url, { deadlines: DEADLINES })
    const db = new Kysely<Schema>({ dialect: connector.dialect })
    return { db, runSql: connector.runSql, close: () => db.destroy() }
  }
  makeDataDir(config.dir)
  const unlock = lockDirectory(config.dir)
  try {
    const connector = connectPglite(config.dir)
    const db = await migrate(connector.dialect, 'POSTIL_DATA_DIR')
    return { db, runSql: connector.runSql, close: () => db.destroy().finally(unlock) }
  } catch (error) {
    unlock()
    throw error
  }
}

/**
 * The database as it is, for whoever only reads or exports: nothing is migrated, so a command of a newer version can
 * look at a database under an older proxy.
 * @throws ConfigError when it cannot be reached.
 */
export async function connectDatabase(
  config: ProxyConfig['database'],
  access: 'read-only' | 'read-write',
): Promise<Omit<OpenDatabase, 'runSql'>> {
  const isPostgres = config.kind === 'postgres'
  const unlock = isPostgres ? () => undefined : lockDirectory(config.dir)
  const connector = isPostgres
    ? connectPostgres(access === 'read-only' ? makeReadOnly(config.url) : config.url, { deadlines: DEADLINES })
    : connectPglite(config.dir)
  const db = new Kysely<Schema>({ dialect: connector.dialect })
  const close = (): Promise<void> => db.destroy().finally(unlock)
  try {
    await sql`select 1 from audit_head limit 1`.execute(db)
    return { db, close }
  } catch (cause) {
    await close()
    const setting = isPostgres ? (config.setting ?? 'DATABASE_URL') : 'POSTIL_DATA_DIR'
    throw new ConfigError(setting, `the database cannot be read: ${explainDatabaseProblem(cause)}`, { cause })
  }
}

/** Whatever the user may do: the server refuses every change. */
function makeReadOnly(databaseUrl: string): string {
  const url = new URL(databaseUrl)
  const options = [url.searchParams.get('options'), '-c default_transaction_read_only=on'].filter(Boolean)
  url.searchParams.set('options', options.join(' '))
  return url.href
}
