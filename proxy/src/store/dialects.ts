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
