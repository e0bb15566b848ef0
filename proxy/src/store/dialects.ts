/** The two databases behind Kysely, made to answer in the same types. */
import { PGlite, types as pgliteTypes } from '@electric-sql/pglite'
import { type Dialect, PGliteDialect, PostgresDialect } from 'kysely'
import pg from 'pg'

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
  return connectPostgres(connectionString, options).dialect
}

export function connectPostgres(connectionString: string, options?: string): Connector {
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
  // So does one that breaks between two statements of a transaction: the next statement fails, and that is told.
  pool.on('connect', (client) => client.on('error', () => undefined))
  return {
    dialect: new PostgresDialect({ pool }),
    runSql: async (text, values) => {
      // One result a statement, and no list where there is one statement.
      const results: readonly Rows[] = [await pool.query(text, values)].flat()
      return results.at(-1) ?? { rows: [] }
    },
  }
}
