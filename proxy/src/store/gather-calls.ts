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
 * @param run answers every call, in their order; what it throws is thrown to each of them, and nobody is tried again:
 * whether the database had committed is not known then.
 */
export function gatherCalls<Call, Answer>(
  run: (tenant: TenantKey, calls: readonly Call[]) => Promise<readonly Answer[]>,
): (tenant: TenantKey, call: Call) => Promise<Answer> {
  const queues = new Map<TenantKey, Waiting<Call, Answer>[]>()

  async function drain(tenant: TenantKey, queue: Waiting<Call, Answer>[]): Promise<void> {
    while (queue.length > 0) {
      const together = queue.splice(0, MOST)
      try {
        const answers = await run(
          tenant,
          together.map(({ call }) => call),
        )
        for (const [index, answer] of answers.entries()) together[index]?.resolve(answer)
      } catch (error) {
        for (const { reject } of together) reject(error)
      }
    }
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
