// The databases that the proxy is measured with: PGlite always, PostgreSQL when one answers.
import pg from 'pg'
import { openDatabase } from '#proxy/store/open-database.ts'
import type { Pool } from '#proxy/store/schema.ts'
import { MissingPrerequisite } from './figure.ts'

export type BenchDatabase = {
  readonly name: 'PGlite' | 'PostgreSQL'
  readonly url?: string
  readonly drop: () => Promise<void>
}

/** Two benches on one server must not drop each other's. */
const SCHEMA = `postil_bench_${process.pid}`
const POSTGRES = process.env['POSTIL_BENCH_DATABASE_URL'] ?? 'postgres://root@127.0.0.1:5432/test'

export async function listDatabases(): Promise<readonly BenchDatabase[]> {
  const pglite: BenchDatabase = { name: 'PGlite', drop: async () => undefined }
  const postgres = await openPostgres()
  return postgres ? [pglite, postgres] : [pglite]
}

/** In a schema of its own, so that whatever else is in there stays as it is. */
async function openPostgres(): Promise<BenchDatabase | undefined> {
  const run = async (sql: string): Promise<void> => {
    const client = new pg.Client({ connectionString: POSTGRES, connectionTimeoutMillis: 2000 })
    await client.connect()
    try {
      await client.query(sql)
    } finally {
      await client.end()
    }
  }
  const drop = (): Promise<void> => run(`drop schema if exists ${SCHEMA} cascade`)
  try {
    await drop()
    await run(`create schema ${SCHEMA}`)
  } catch {
    return undefined
  }
  const url = new URL(POSTGRES)
  url.searchParams.set('options', `-c search_path=${SCHEMA}`)
  return { name: 'PostgreSQL', url: url.href, drop }
}

/** A part that is about PostgreSQL alone. @throws MissingPrerequisite */
export async function withPostgres<Value>(work: (db: Pool) => Promise<Value>): Promise<Value> {
  const database = (await listDatabases()).find(({ name }) => name === 'PostgreSQL')
  if (database?.url === undefined) throw new MissingPrerequisite('no PostgreSQL answers')
  const { db, close } = await openDatabase({ kind: 'postgres', url: database.url })
  try {
    return await work(db)
  } finally {
    await close()
    await database.drop()
  }
}
