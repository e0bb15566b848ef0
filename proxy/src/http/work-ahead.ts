/**
 * While the database is asked for the session of a request, its body is read and the rules read its notes. Only for a
 * session that has had an analysis here, named with its own key: a stranger costs what a refusal costs. Nothing of it is
 * used before the session is found and its proof is good.
 */
import { setImmediate as turn } from 'node:timers/promises'
import type * as z from 'zod/mini'
import { analysisRequest } from '#coding/contract/analysis.ts'
import { type AnalysisParts, analyse, type EngineResult } from '../analysis.ts'
import type { Credential } from '../store/sessions.ts'
import type { ProxyContext } from './context.ts'
import { readJson } from './json-body.ts'

export type WorkDone = {
  readonly request: { readonly value: z.output<typeof analysisRequest>; readonly text: string }
  /** Undefined where the engine failed. */
  readonly result: EngineResult | undefined
}

export type WorkAhead = {
  readonly begin: (context: ProxyContext, credential: Credential) => void
  /** Once the session was found, and its analyses are shown. */
  readonly expectMore: (context: ProxyContext) => void
}

const MAX_EXPECTED = 5000
/** Of more text, it is asked first who sends it. */
const MAX_BYTES = 32 * 1024

export function createWorkAhead(parts: Pick<AnalysisParts, 'engine' | 'log' | 'tracing'>): WorkAhead {
  /** Of the token, the key. */
  const expected = new Map<string, string>()
  const work = async (context: ProxyContext): Promise<WorkDone> => {
    const request = await readJson(context, analysisRequest)
    // By then the question to the database is on its way.
    await turn()
    const task = { record: request.value.record, requestId: context.get('requestId') }
    return { request, result: analyse(parts, task) }
  }
  return {
    begin: (context, credential) => {
      context.set('credential', credential)
      const announced = Number(context.req.header('content-length') ?? Number.POSITIVE_INFINITY)
      if (expected.get(credential.tokenHash) !== credential.keyThumbprint || announced > MAX_BYTES) return
      const done = work(context)
      // Whoever is let in awaits it, and is told.
      done.catch(() => undefined)
      context.set('workDone', done)
    },
    expectMore: (context) => {
      const { tokenHash, keyThumbprint } = context.get('credential')
      if (expected.has(tokenHash)) return
      const [oldest] = expected.keys()
      if (expected.size >= MAX_EXPECTED && oldest !== undefined) expected.delete(oldest)
      expected.set(tokenHash, keyThumbprint)
    },
  }
}
