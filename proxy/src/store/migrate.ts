/** Brings a database to the newest schema; replicas that start together wait for each other (Kysely's advisory lock). */
import { type Dialect, Kysely } from 'kysely'
import { Migrator } from 'kysely/migration'
import { ConfigError } from '../errors.ts'
import { migrationProvider } from './migrations.ts'
import type { Pool, Schema } from './schema.ts'

/** @param setting who is to blame when it fails. */
export async function migrate(dialect: Dialect, setting: string): Promise<Pool> {
  const db = new Kysely<Schema>({ dialect })
  const { error } = await new Migrator({ db, provider: migrationProvider }).migrateToLatest()
  if (error === undefined) return db
  await db.destroy()
  throw new ConfigError(setting, 'the database cannot be opened or migrated.', { cause: error })
}
