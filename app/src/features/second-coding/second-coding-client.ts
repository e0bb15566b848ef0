/** Visits to code a second time, as the proxy gives them: without a suggestion and without anybody's codes. */
import {
  type SecondCodingCase,
  type SecondCodingStep,
  secondCodingAnswer,
  secondCodingList,
} from '#coding/contract/accuracy.ts'
import { ProxyError } from '../../proxy/errors.ts'
import type { ProxySession } from '../../proxy/proxy-session.ts'

export type SecondCodingClient = {
  readonly list: () => Promise<readonly SecondCodingCase[]>
  /** @returns the case as it is now; undefined once it is finished or cannot be coded. */
  readonly step: (id: string, step: SecondCodingStep) => Promise<SecondCodingCase | undefined>
}

/** Each throws ProxyError. */
export function createSecondCodingClient({ ask }: Pick<ProxySession, 'ask'>): SecondCodingClient {
  return {
    list: async () => {
      const parsed = secondCodingList.safeParse(await ask({ method: 'GET', path: '/v1/second-coding' }))
      return parsed.success ? parsed.data.cases : refuseAnswer()
    },
    step: async (id, body) => {
      const path = `/v1/second-coding/${encodeURIComponent(id)}`
      const parsed = secondCodingAnswer.safeParse(await ask({ method: 'POST', path, body }))
      return parsed.success ? parsed.data.case : refuseAnswer()
    },
  }
}

function refuseAnswer(): never {
  throw new ProxyError('unavailable', 'Postil did not answer as expected.')
}
