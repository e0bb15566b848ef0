/** Whether the database went away, so that the same may go well when it is back: class 08 and 57P of PostgreSQL, and the network. */
export function isConnectionProblem(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return (
    /^(08|57P|ECONN|EPIPE|ETIMEDOUT)/.test(code) ||
    (error instanceof Error && /^Connection terminated/.test(error.message))
  )
}
