/** After each step on the coders' list its Task in the EHR is brought up to date, beside the step and never in its way. */
import { type WorkTaskReceipt, workTaskPen } from '#coding/contract/work-task.ts'
import type { QueueItem } from '#coding/domain/queue-item.ts'
import { describeProblem } from './describe-problem.ts'
import { EhrError } from './ehr/errors.ts'
import type { KeepWorkTask } from './ehr/filing/keep-work-task.ts'
import type { WorkTaskLedger } from './ehr/filing/work-task-writer.ts'
import { createQueueClient, type QueueClient } from './features/queue/queue-client.ts'
import { ProxyError } from './proxy/errors.ts'
import type { ProxySession } from './proxy/proxy-session.ts'

type Keeping = {
  readonly session: Pick<ProxySession, 'ask'>
  readonly keep: KeepWorkTask
  /** Told what stands in the way, or that nothing does. */
  readonly tell: (problem: string | undefined) => void
}

export function followWithTasks(client: QueueClient, keeping: Keeping): QueueClient {
  return {
    ...client,
    next: async (line) => {
      const item = await client.next(line)
      if (item) void keepTask(item, keeping)
      return item
    },
    step: async (item, step) => {
      const changed = await client.step(item, step)
      // To keep a lock for longer is no act.
      if (step.kind !== 'renew') void keepTask(changed, keeping)
      return changed
    },
  }
}

/** For what is done in the sidebar, which the list follows: the session's own encounter. */
export async function keepTaskHere(keeping: Keeping): Promise<void> {
  try {
    const question = { view: 'here', sort: 'priority', offset: 0, limit: 1 } as const
    const [item] = (await createQueueClient(keeping.session).read(question)).items
    if (item) await keepTask(item, keeping)
  } catch (error) {
    keeping.tell(describe(error))
  }
}

async function keepTask(item: QueueItem, { session, keep, tell }: Keeping): Promise<void> {
  try {
    tell(await keep(item, createLedger(session, item)))
  } catch (error) {
    tell(describe(error))
  }
}

function describe(error: unknown): string {
  if (!(error instanceof ProxyError || error instanceof EhrError)) throw error
  return `The task in the EHR was not brought up to date. ${describeProblem(error)}`
}

function createLedger({ ask }: Pick<ProxySession, 'ask'>, { id }: QueueItem): WorkTaskLedger {
  const path = `/v1/queue/${encodeURIComponent(id)}/task`
  return {
    begin: async (key) => {
      const parsed = workTaskPen.safeParse(await ask({ method: 'POST', path, body: { key } }))
      if (!parsed.success) throw new ProxyError('unavailable', 'Postil did not answer as expected.')
      return parsed.data
    },
    // What cannot be reported stays open, counts as unknown after two minutes, and is looked up with the next step.
    settle: async (receipt: WorkTaskReceipt) => {
      await ask({ method: 'PUT', path, body: receipt })
    },
  }
}
