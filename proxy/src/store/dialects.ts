/** The two databases behind Kysely, made to answer in the same types. */
import { PGlite, types as pgliteTypes } from '@electric-sql/pglite'
import {
  type DatabaseIntrospector,
  type Dialect,
  type Kysely,
  PGliteDialect,
  PostgresDialect,
  PostgresIntrospector,
  type PostgresPoolClient,
  sql,
  type TableMetadata,
} from 'kysely'
import pg from 'pg'
import { getOrMake } from '#coding/domain/get-or-make.ts'
import { normalizeStoreError, StoreError } from './errors.ts'

// The two drivers differ: int8 is text in pg and a number in PGlite, bytea a Buffer or a Uint8Array, and `date`
// becomes a local midnight in both, which moves a date of service by a time zone. One answer for all three:
// numbers, Uint8Array, and dates as the text that they are.
const PARSERS: Readonly<Record<number, (text: string) => unknown>> = {
  [pgliteTypes.INT8]: Number,
  [pgliteTypes.DATE]: (text) => text,
  [pgliteTypes.BYTEA]: (text) => new Uint8Array(Buffer.from(text.slice(2), 'hex')),
}

/** The same database for a library that brings its own SQL: without values a text may hold several statements. */
export type RunSql = (text: string, values?: unknown[]) => Promise<{ rows: unknown[] }>

type Rows = { rows: unknown[] }

export type Connector = { readonly dialect: Dialect; readonly runSql: RunSql }

export function createPgliteDialect(dataDir?: string): Dialect {
  return connectPglite(dataDir).dialect
}

export function connectPglite(dataDir?: string): Connector {
  let opened: Promise<PGlite> | undefined
  const open = (): Promise<PGlite> => {
    opened ??= PGlite.create({ ...(dataDir && { dataDir }), parsers: { ...PARSERS } })
    return opened
  }
  return {
    dialect: new PGliteDialect({ pglite: open }),
    runSql: async (text, values = []) => {
      const pglite = await open()
      if (values.length > 0) return pglite.query(text, values)
      return (await pglite.exec(text)).at(-1) ?? { rows: [] }
    },
  }
}

export function createPostgresDialect(connectionString: string, options?: string): Dialect {
  return connectPostgres(connectionString, { ...(options && { options }) }).dialect
}

/** A database behind a route that drops everything neither answers nor refuses: only these end the waiting. */
export type Deadlines = {
  /** Until there is a connection, a free one of the pool or a new one. */
  readonly connectMs: number
  /** Of one statement. The server gives it up a little earlier than we give up the server. */
  readonly statementMs: number
  /** Of a transaction in which nothing happens; its locks are then given back. */
  readonly idleMs: number
}
export const DEADLINES: Deadlines = { connectMs: 10_000, statementMs: 30_000, idleMs: 60_000 }
const LATER_MS = 2000
const LATE = 'No answer to a statement in time.'

type PostgresOptions = {
  readonly options?: string
  /** Without them a statement, once there is a connection, may take as long as it needs: a migration of large tables. */
  readonly deadlines?: Deadlines
}

export function connectPostgres(connectionString: string, { options, deadlines }: PostgresOptions = {}): Connector {
  const types = new pg.TypeOverrides()
  for (const [oid, parse] of Object.entries(PARSERS)) types.setTypeParser(Number(oid), parse)
  const pool = new pg.Pool({
    connectionString,
    ...(options && { options }),
    max: 8,
    types,
    keepAlive: true,
    connectionTimeoutMillis: (deadlines ?? DEADLINES).connectMs,
    ...(deadlines && {
      statement_timeout: deadlines.statementMs,
      idle_in_transaction_session_timeout: deadlines.idleMs,
    }),
  })
  // An idle connection that breaks raises an event that would end the process; the next query opens a new one.
  pool.on('error', () => undefined)
  // So does one that breaks between two statements of a transaction: the next statement fails, and that is told.
  pool.on('connect', (client) => client.on('error', () => undefined))
  const answerMs = deadlines && deadlines.statementMs + LATER_MS
  const connect = (): Promise<PostgresPoolClient> => openClient(pool, answerMs)
  return {
    dialect: new OwnSchemaDialect({ pool: { options: pool.options, connect, end: () => pool.end() } }),
    runSql: async (text, values = []) => {
      const client = await connect()
      try {
        // One result a statement, and no list where there is one statement.
        const results: readonly Rows[] = [await client.query<unknown>(text, values)].flat()
        return results.at(-1) ?? { rows: [] }
      } finally {
        client.release()
      }
    },
  }
}

/**
 * One a connection, however often it is taken from the pool: Kysely has a `WeakMap` from each to what leads back to it,
 * and such entries outlive every collection but a full one (`keep-with.ts`), with all that their statement carried.
 */
const opened = new WeakMap<pg.PoolClient, PostgresPoolClient>()

/** A connection whose failures have a name, and that is not given to anybody else once it has left somebody waiting. */
async function openClient(pool: pg.Pool, answerMs?: number): Promise<PostgresPoolClient> {
  const client = await pool.connect().catch((error: unknown) => {
    throw normalizeStoreError(error)
  })
  return getOrMake(opened, client, () => wrapClient(client, answerMs))
}

function wrapClient(client: pg.PoolClient, answerMs: number | undefined): PostgresPoolClient {
  const query = async (text: string, values: readonly unknown[]): Promise<pg.QueryResult> => {
    try {
      return await ask(client, { text, values, answerMs })
    } catch (cause) {
      const error = normalizeStoreError(cause)
      // What waits behind the statement on this connection would wait for nothing, a rollback first of all.
      if (error instanceof StoreError && !(cause instanceof pg.DatabaseError)) void client.end().catch(() => undefined)
      throw error
    }
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the other form, with a cursor, is not used here.
  return { query, release: () => client.release() } as unknown as PostgresPoolClient
}

type Question = { readonly text: string; readonly values: readonly unknown[]; readonly answerMs: number | undefined }

/**
 * With a callback, and with a clock of our own: a promise of pg's, or its `query_timeout`, keeps each statement and its
 * answer alive in the next, until V8 walks the whole heap (1.5 KB a statement, measured on pg 8.23.1 with short
 * collections between; 0.03 KB so).
 */
function ask(client: pg.PoolClient, { text, values, answerMs }: Question): Promise<pg.QueryResult> {
  return new Promise((resolve, reject) => {
    const timer =
      answerMs === undefined ? undefined : setTimeout(() => reject(new StoreError(new Error(LATE))), answerMs)
    client.query(text, [...values], (error, result) => {
      clearTimeout(timer)
      // oxlint-disable-next-line typescript/no-unnecessary-condition -- null where all is well, whatever the types say.
      if (error) reject(error)
      else resolve(result)
    })
  })
}

/** Kysely's migrations ask which tables there are; its own answer is of every schema, and fails where another program drops one meanwhile. */
class OwnSchemaDialect extends PostgresDialect {
  override createIntrospector(db: Kysely<unknown>): DatabaseIntrospector {
    return new OwnSchemaIntrospector(db)
  }
}

class OwnSchemaIntrospector extends PostgresIntrospector {
  readonly #db: Kysely<unknown>

  constructor(db: Kysely<unknown>) {
    super(db)
    this.#db = db
  }

  /** Without their columns: nobody asks for them. */
  override async getTables(): Promise<TableMetadata[]> {
    const { rows } = await sql<{ schema: string; name: string }>`
      select schemaname as schema, tablename as name from pg_tables where schemaname = current_schema()`.execute(
      this.#db,
    )
    return rows.map((table) => ({ ...table, isView: false, isForeign: false, columns: [] }))
  }
}
