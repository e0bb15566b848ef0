/** Brings a database to the newest schema; replicas that start together wait for each other (Kysely's advisory lock). */
import { type Dialect, Kysely, sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import { ConfigError } from '../errors.ts'
import { explainDatabaseProblem } from './explain-database-problem.ts'
import { migrationProvider } from './migrations.ts'
import type { Pool, Schema } from './schema.ts'
import { prepareTenantRole } from './tenant-role.ts'

/** @param setting who is to blame when it fails. */
export async function migrate(dialect: Dialect, setting: string): Promise<Pool> {
  const db = new Kysely<Schema>({ dialect })
  const { error } = await prepare(db).catch((cause: unknown) => ({ error: cause }))
  if (error === undefined) return db
  await db.destroy()
  const problem = `the database cannot be opened or migrated: ${explainDatabaseProblem(error)}`
  throw new ConfigError(setting, problem, { cause: error })
}

async function prepare(db: Pool): Promise<{ readonly error?: unknown }> {
  const migrated = await runMigrations(db)
  if (migrated.error === undefined) await prepareTenantRole(db)
  return migrated
}

/** In the schema of the connection: without its name Kysely takes another program's list of migrations for ours. */
async function runMigrations(db: Pool): Promise<{ readonly error?: unknown }> {
  const { rows } = await sql<{ schema: string }>`select current_schema() as schema`.execute(db)
  const schema = rows[0]?.schema
  const migrationTableSchema = schema === undefined ? {} : { migrationTableSchema: schema }
  return new Migrator({ db, provider: migrationProvider, ...migrationTableSchema }).migrateToLatest()
}
