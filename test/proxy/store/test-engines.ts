// The databases that the store tests run on: always PGlite; PostgreSQL too when one answers.
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { createPostgresDialect } from '#proxy/store/dialects.ts'
import { migrate } from '#proxy/store/migrate.ts'
import { openPglite, type TestDatabase } from '../test-database.ts'

export type TestEngine = { readonly name: string; readonly open: () => Promise<TestDatabase> }

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
async function openPostgres(): Promise<TestDatabase> {
  const schema = `postil_test_${randomBytes(6).toString('hex')}`
  const client = new pg.Client({ connectionString: postgresUrl })
  await client.connect()
  await client.query(`create schema ${schema}`)
  const db = await migrate(createPostgresDialect(postgresUrl, `-c search_path=${schema}`), 'test')
  return {
    db,
    close: async () => {
      await db.destroy()
      await client.query(`drop schema ${schema} cascade`)
      await client.end()
    },
  }
}

const version = await findPostgres()
console.log(
  version === undefined
    ? 'store tests: PGlite only, no PostgreSQL answers'
    : `store tests: PGlite and PostgreSQL ${version}`,
)

export const testEngines: readonly TestEngine[] = [
  { name: 'PGlite', open: openPglite },
  ...(version === undefined ? [] : [{ name: `PostgreSQL ${version}`, open: openPostgres }]),
]
