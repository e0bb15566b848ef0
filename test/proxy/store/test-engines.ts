// The databases that the store tests run on: always PGlite; PostgreSQL too when one answers.
import { randomBytes } from 'node:crypto'
import { PGlite } from '@electric-sql/pglite'
import { PGliteDialect } from 'kysely'
import pg from 'pg'
import { createPostgresDialect } from '#proxy/store/dialects.ts'
import { migrate } from '#proxy/store/migrate.ts'
import { openPglite, type TestDatabase } from '../test-database.ts'

export type TestEngine = {
  readonly name: string
  readonly open: () => Promise<TestDatabase>
  /** As a hospital gives it: the user owns its tables, is no superuser, and may not make roles. */
  readonly openAsOwner: () => Promise<TestDatabase>
}

const named = process.env['POSTIL_TEST_DATABASE_URL'] ?? process.env['DATABASE_URL']
const postgresUrl = named ?? 'postgres://root@127.0.0.1:5432/test'

async function findPostgres(): Promise<string | undefined> {
  const client = new pg.Client({ connectionString: postgresUrl, connectionTimeoutMillis: 2000 })
  try {
    await client.connect()
    const { rows } = await client.query<{ server_version: string }>('show server_version')
    return rows[0]?.server_version
  } catch (error) {
    // A database that was asked for by name must be there.
    if (named !== undefined) throw error
    return undefined
  } finally {
    await client.end()
  }
}

/** A schema of its own for every file that asks, dropped when it closes. */
async function openPostgres(owner?: 'owner'): Promise<TestDatabase> {
  const schema = `postil_test_${randomBytes(6).toString('hex')}`
  const client = new pg.Client({ connectionString: postgresUrl })
  await client.connect()
  if (owner) await client.query(`create role ${schema}_owner nologin`)
  await client.query(`create schema ${schema} ${owner ? `authorization ${schema}_owner` : ''}`)
  const options = `-c search_path=${schema}${owner ? ` -c role=${schema}_owner` : ''}`
  const db = await migrate(createPostgresDialect(postgresUrl, options), 'test')
  return {
    db,
    close: async () => {
      await db.destroy()
      await client.query(`drop schema ${schema} cascade`)
      if (owner) await client.query(`drop role ${schema}_owner`)
      await client.end()
    },
  }
}

async function openPgliteAs(user: string, more = ''): Promise<TestDatabase & { readonly pglite: PGlite }> {
  const pglite = await PGlite.create()
  // Not `set role`: a superuser may work as any role, whatever that role may.
  await pglite.exec(`create role ${user} ${more}; grant create, usage on schema public to ${user};
    set session authorization ${user}`)
  const db = await migrate(new PGliteDialect({ pglite }), 'test')
  return { db, pglite, close: () => db.destroy() }
}

/** As managed databases give it: the user may make roles, and PostgreSQL 18 lets it work as none that it made. */
export const openPgliteAsRoleMaker = (): Promise<TestDatabase> => openPgliteAs('role_maker', 'createrole')

/** An administrator made the role after the tables were there, and the proxy was started again. */
export async function openPgliteWithLateRole(): Promise<TestDatabase> {
  const { pglite } = await openPgliteAs('late_owner')
  await pglite.exec('set session authorization postgres')
  await pglite.exec('create role postil_tenant nologin; grant postil_tenant to late_owner')
  await pglite.exec('set session authorization late_owner')
  const db = await migrate(new PGliteDialect({ pglite }), 'test')
  return { db, close: () => db.destroy() }
}

/** An empty schema of PostgreSQL and an address that leads to it, for a process of its own. */
export async function createPostgresSchema(): Promise<{ readonly url: string; readonly drop: () => Promise<void> }> {
  const schema = `postil_test_${randomBytes(6).toString('hex')}`
  const run = async (statement: string): Promise<void> => {
    const client = new pg.Client({ connectionString: postgresUrl })
    await client.connect()
    try {
      await client.query(statement)
    } finally {
      await client.end()
    }
  }
  await run(`create schema ${schema}`)
  const url = new URL(postgresUrl)
  url.searchParams.set('options', `-c search_path=${schema}`)
  return { url: url.href, drop: () => run(`drop schema ${schema} cascade`) }
}

const version = await findPostgres()
export const hasPostgres = version !== undefined
console.log(
  version === undefined
    ? 'store tests: PGlite only, no PostgreSQL answers'
    : `store tests: PGlite and PostgreSQL ${version}`,
)

export const testEngines: readonly TestEngine[] = [
  { name: 'PGlite', open: openPglite, openAsOwner: () => openPgliteAs('plain_owner') },
  ...(version === undefined
    ? []
    : [{ name: `PostgreSQL ${version}`, open: () => openPostgres(), openAsOwner: () => openPostgres('owner') }]),
]
