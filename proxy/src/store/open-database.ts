/** PGlite or PostgreSQL behind one Kysely, brought to the newest schema, with types that do not depend on the driver. */
import { mkdirSync } from 'node:fs'
import { PGlite, types as pgliteTypes } from '@electric-sql/pglite'
import { type Dialect, Kysely, PGliteDialect, PostgresDialect } from 'kysely'
import { Migrator } from 'kysely/migration'
import pg from 'pg'
import type { ProxyConfig } from '../config.ts'
import { ConfigError } from '../errors.ts'
import { lockDirectory } from './lock-directory.ts'
import { migrationProvider } from './migrations.ts'
import type { Pool, Schema } from './schema.ts'

// The two drivers differ: int8 is text in pg and a number in PGlite, bytea a Buffer or a Uint8Array, and `date`
// becomes a local midnight in both, which moves a date of service by a time zone. One answer for all three:
// numbers, Uint8Array, and dates as the text that they are.
const PARSERS: Readonly<Record<number, (text: string) => unknown>> = {
  [pgliteTypes.INT8]: Number,
  [pgliteTypes.DATE]: (text) => text,
  [pgliteTypes.BYTEA]: (text) => new Uint8Array(Buffer.from(text.slice(2), 'hex')),
}

export function createPgliteDialect(dataDir?: string): Dialect {
  return new PGliteDialect({ pglite: () => PGlite.create({ ...(dataDir && { dataDir }), parsers: { ...PARSERS } }) })
}

export function createPostgresDialect(connectionString: string, options?: string): Dialect {
  const types = new pg.TypeOverrides()
  for (const [oid, parse] of Object.entries(PARSERS)) types.setTypeParser(Number(oid), parse)
  const pool = new pg.Pool({
    connectionString,
    ...(options && { options }),
    max: 8,
    types,
  })
  // An idle connection that breaks raises an event that would end the process; the next query opens a new one.
  pool.on('error', () => undefined)
  return new PostgresDialect({ pool })
}

export type OpenDatabase = { readonly db: Pool; readonly close: () => Promise<void> }

/** @throws ConfigError when the database cannot be reached or brought to the newest schema. */
export async function openDatabase(config: ProxyConfig['database']): Promise<OpenDatabase> {
  if (config.kind === 'postgres') {
    const db = await migrate(createPostgresDialect(config.url), 'DATABASE_URL')
    return { db, close: () => db.destroy() }
  }
  mkdirSync(config.dir, { recursive: true })
  const unlock = lockDirectory(config.dir)
  try {
    const db = await migrate(createPgliteDialect(config.dir), 'POSTIL_DATA_DIR')
    return { db, close: () => db.destroy().finally(unlock) }
  } catch (error) {
    unlock()
    throw error
  }
}

/** @param setting who is to blame when it fails. */
export async function migrate(dialect: Dialect, setting: string): Promise<Pool> {
  const db = new Kysely<Schema>({ dialect })
  const { error } = await new Migrator({ db, provider: migrationProvider }).migrateToLatest()
  if (error === undefined) return db
  await db.destroy()
  throw new ConfigError(setting, 'the database cannot be opened or migrated.', { cause: error })
}
