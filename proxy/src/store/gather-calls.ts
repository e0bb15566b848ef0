/**
 * Calls that come while one is under way go together in the next. What a transaction waits for longest is the disk, and
 * the tenant's chain admits one at a time: a hundred coders who ask at once cost one commit instead of a hundred.
 */
import type { TenantKey } from '#coding/domain/ids.ts'

/** So many at most in one statement, so that the chain is not held for long. */
const MOST = 64

type Waiting<Call, Answer> = {
  readonly call: Call
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: unknown) => void
}

/**
 * @param run answers every call, in their order, in one transaction. What the database refuses is tried once more, each
 * call alone, so that one does not take the others with it. Of anything else it throws, to each of them: whether the
 * database had committed is not known then.
 */
export function gatherCalls<Call, Answer>(
  run: (tenant: TenantKey, calls: readonly Call[]) => Promise<readonly Answer[]>,
): (tenant: TenantKey, call: Call) => Promise<Answer> {
  const queues = new Map<TenantKey, Waiting<Call, Answer>[]>()

  async function answer(tenant: TenantKey, together: readonly Waiting<Call, Answer>[]): Promise<void> {
    try {
      const answers = await run(
        tenant,
        together.map(({ call }) => call),
      )
      for (const [index, answer] of answers.entries()) together[index]?.resolve(answer)
    } catch (error) {
      if (together.length > 1 && wasRolledBack(error)) for (const one of together) await answer(tenant, [one])
      else for (const { reject } of together) reject(error)
    }
  }

  async function drain(tenant: TenantKey, queue: Waiting<Call, Answer>[]): Promise<void> {
    while (queue.length > 0) await answer(tenant, queue.splice(0, MOST))
    queues.delete(tenant)
  }

  return (tenant, call) =>
    new Promise<Answer>((resolve, reject) => {
      const waiting = { call, resolve, reject }
      const queue = queues.get(tenant)
      if (queue) {
        queue.push(waiting)
        return
      }
      const opened = [waiting]
      queues.set(tenant, opened)
      void drain(tenant, opened)
    })
}

/** PostgreSQL, appendix A: the statement failed (data, integrity, rollback, syntax or access, raised by a function), and its transaction with it. */
function wasRolledBack(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^(22|23|40|42|P0)\w{3}$/.test(String(error.code))
}
