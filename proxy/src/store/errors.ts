import pg from 'pg'

/** `away`: the database cannot be reached, has no room, or did not answer in time; the same may work in a moment. */
export class StoreError extends Error {
  readonly code = 'away' as const

  constructor(cause: unknown) {
    super('The database does not answer.', { cause })
    this.name = 'StoreError'
  }
}

/** Connection exceptions, shut-down and crash, too many connections, and time that was over (PostgreSQL, appendix A). */
const AWAY_STATE = /^(?:08...|57P0[1-5]|57014|53300|25P0[34])$/
const AWAY_WORDS = /^(?:Connection terminated|timeout exceeded when trying to connect|Client (?:has|was) )/

/** @returns the error as it is where it is about the statement, and not about the connection. */
export function normalizeStoreError(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const isAway =
    error instanceof pg.DatabaseError
      ? AWAY_STATE.test(code)
      : /^E[A-Z_]+$/.test(code) || AWAY_WORDS.test(error.message)
  return isAway ? new StoreError(error) : error
}
