/** The coders' list as the proxy keeps it. Fetched with the page that needs it. */
import {
  nextAnswer,
  type QueueCoder,
  type QueuePage,
  type QueueQuestion,
  type QueueStepRequest,
  queueCoders,
  queuePage,
  queueStepAnswer,
} from '#coding/contract/queue.ts'
import type { QueueItem } from '#coding/domain/queue-item.ts'
import { ProxyError } from '../../proxy/errors.ts'
import type { ProxySession } from '../../proxy/proxy-session.ts'

export type QueueClient = {
  readonly read: (question: QueueQuestion) => Promise<QueuePage>
  /** @returns undefined when nothing is open. */
  readonly next: (line?: string) => Promise<QueueItem | undefined>
  /** Whom an item may be given to. */
  readonly readCoders: () => Promise<readonly QueueCoder[]>
  readonly step: (item: QueueItem, step: QueueStepRequest['step']) => Promise<QueueItem>
}

/** Each throws ProxyError. */
export function createQueueClient({ ask }: Pick<ProxySession, 'ask'>): QueueClient {
  return {
    read: async (question) => {
      const words = Object.entries(question).map(([name, value]): [string, string] => [name, String(value)])
      const parsed = queuePage.safeParse(await ask({ method: 'GET', path: `/v1/queue?${new URLSearchParams(words)}` }))
      return parsed.success ? parsed.data : refuseAnswer()
    },
    next: async (line) => {
      const body = line === undefined ? {} : { line }
      const parsed = nextAnswer.safeParse(await ask({ method: 'POST', path: '/v1/queue/next', body }))
      return parsed.success ? parsed.data.item : refuseAnswer()
    },
    readCoders: async () => {
      const parsed = queueCoders.safeParse(await ask({ method: 'GET', path: '/v1/queue/coders' }))
      return parsed.success ? parsed.data.coders : refuseAnswer()
    },
    step: async ({ id, version }, step) => {
      const path = `/v1/queue/${encodeURIComponent(id)}`
      const parsed = queueStepAnswer.safeParse(await ask({ method: 'POST', path, body: { version, step } }))
      return parsed.success ? parsed.data.item : refuseAnswer()
    },
  }
}

function refuseAnswer(): never {
  throw new ProxyError('unavailable', 'Postil did not answer as expected.')
}
