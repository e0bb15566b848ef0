/** The configured database, locked where it needs a lock, and at the newest schema. */
import { mkdirSync } from 'node:fs'
import type { ProxyConfig } from '../config.ts'
import { connectPglite, connectPostgres, type RunSql } from './dialects.ts'
import { lockDirectory } from './lock-directory.ts'
import { migrate } from './migrate.ts'
import type { Pool } from './schema.ts'

export type OpenDatabase = { readonly db: Pool; readonly runSql: RunSql; readonly close: () => Promise<void> }

/** @throws ConfigError when the database cannot be reached or brought to the newest schema. */
export async function openDatabase(config: ProxyConfig['database']): Promise<OpenDatabase> {
  if (config.kind === 'postgres') {
    const connector = connectPostgres(config.url)
    const db = await migrate(connector.dialect, 'DATABASE_URL')
    return { db, runSql: connector.runSql, close: () => db.destroy() }
  }
  mkdirSync(config.dir, { recursive: true })
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
