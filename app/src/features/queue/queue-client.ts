/** The coders' list as the proxy keeps it. Fetched with the page that needs it. */
import {
  nextAnswer,
  type QueueCoder,
  type QueuePage,
  type QueueQuestion,
  type QueueRequest,
  type QueueStepRequest,
  queueCoders,
  queuePage,
  queueStepAnswer,
  queueUnchanged,
} from '#coding/contract/queue.ts'
import type { QueueItem } from '#coding/domain/queue-item.ts'
import { ProxyError } from '../../proxy/errors.ts'
import type { ProxySession } from '../../proxy/proxy-session.ts'

export type QueueClient = {
  readonly read: (question: QueueQuestion) => Promise<QueuePage>
  /** @returns undefined while the page still has the version that was seen. */
  readonly readChanged: (question: QueueQuestion, seen: string) => Promise<QueuePage | undefined>
  /** @returns undefined when nothing is open. */
  readonly next: (line?: string) => Promise<QueueItem | undefined>
  /** Whom an item may be given to. */
  readonly readCoders: () => Promise<readonly QueueCoder[]>
  readonly step: (item: QueueItem, step: QueueStepRequest['step']) => Promise<QueueItem>
}

/** Each throws ProxyError. */
export function createQueueClient({ ask }: Pick<ProxySession, 'ask'>): QueueClient {
  const get = (request: QueueRequest): Promise<unknown> => {
    const words = Object.entries(request).map(([name, value]): [string, string] => [name, String(value)])
    return ask({ method: 'GET', path: `/v1/queue?${new URLSearchParams(words)}` })
  }
  return {
    read: async (question) => parsePage(await get(question)),
    readChanged: async (question, seen) => {
      const answer = await get({ ...question, seen })
      return queueUnchanged.safeParse(answer).success ? undefined : parsePage(answer)
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

function parsePage(answer: unknown): QueuePage {
  const parsed = queuePage.safeParse(answer)
  return parsed.success ? parsed.data : refuseAnswer()
}

function refuseAnswer(): never {
  throw new ProxyError('unavailable', 'Postil did not answer as expected.')
}
