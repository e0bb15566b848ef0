/** The two databases behind Kysely, made to answer in the same types. */
import { PGlite, types as pgliteTypes } from '@electric-sql/pglite'
import { type Dialect, PGliteDialect, PostgresDialect, type PostgresPoolClient, type PostgresQueryResult } from 'kysely'
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
      query_timeout: deadlines.statementMs + LATER_MS,
      idle_in_transaction_session_timeout: deadlines.idleMs,
    }),
  })
  // An idle connection that breaks raises an event that would end the process; the next query opens a new one.
  pool.on('error', () => undefined)
  // So does one that breaks between two statements of a transaction: the next statement fails, and that is told.
  pool.on('connect', (client) => client.on('error', () => undefined))
  return {
    dialect: new PostgresDialect({
      pool: { options: pool.options, connect: () => openClient(pool), end: () => pool.end() },
    }),
    runSql: async (text, values) => {
      // One result a statement, and no list where there is one statement.
      const results: readonly Rows[] = [await pool.query(text, values)].flat()
      return results.at(-1) ?? { rows: [] }
    },
  }
}

/**
 * One a connection, however often it is taken from the pool: Kysely has a `WeakMap` from each to what leads back to it,
 * and such entries outlive every collection but a full one (`keep-with.ts`), with all that their statement carried.
 */
const opened = new WeakMap<pg.PoolClient, PostgresPoolClient>()

/** A connection whose failures have a name, and that is not given to anybody else once it has left somebody waiting. */
async function openClient(pool: pg.Pool): Promise<PostgresPoolClient> {
  const client = await pool.connect().catch((error: unknown) => {
    throw normalizeStoreError(error)
  })
  return getOrMake(opened, client, () => wrapClient(client))
}

function wrapClient(client: pg.PoolClient): PostgresPoolClient {
  const query = async (text: string, values: readonly unknown[]): Promise<PostgresQueryResult<unknown>> => {
    try {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Kysely and the driver describe one thing twice.
      return (await client.query(text, [...values])) as unknown as PostgresQueryResult<unknown>
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
