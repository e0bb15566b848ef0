/** `POST /v1/analyses`: a record in, server-sent events out. */
import { analysisRequest } from '#coding/contract/analysis.ts'
import { runAnalysis } from '../analysis.ts'
import type { Limits } from '../config.ts'
import { ProxyError } from '../errors.ts'
import { createFeedbackKeeper } from '../feedback.ts'
import { createAnswerMemory } from '../llm/answer-memory.ts'
import { createModelReview, type ReviewParts } from '../model-review.ts'
import { createQueueJoiner } from '../queue-entry.ts'
import { runQuietly } from '../shadow.ts'
import { learnMode } from '../visit-mode.ts'
import { answer, setHeader } from './answer.ts'
import type { Handler } from './context.ts'
import { answerWithEvents } from './event-stream.ts'
import { readJson } from './json-body.ts'
import { requireSameEncounter } from './same-encounter.ts'
import type { WorkAhead } from './work-ahead.ts'

/** What `abort` makes by itself, made once: its stack costs a percent of an analysis. */
const ENDED = new DOMException('The stream has ended.', 'AbortError')

type Parts = ReviewParts & { readonly limits: Limits; readonly ahead: WorkAhead }

export function createAnalysesHandler(parts: Parts): Handler {
  const running = new Map<string, number>()
  const answers = createAnswerMemory({ ...parts, keptMs: parts.limits.modelAnswerMs })
  const review = createModelReview({ ...parts, answers })
  const keepFeedback = createFeedbackKeeper(parts)
  const joinQueue = createQueueJoiner(parts)
  const leave = (key: string): void => {
    const left = (running.get(key) ?? 1) - 1
    if (left > 0) running.set(key, left)
    else running.delete(key)
  }
  return async function analyses(context) {
    const done = await context.get('workDone')
    const { value, text } = done?.request ?? (await readJson(context, analysisRequest))
    const session = context.get('session')
    const tenant = context.get('tenant')
    const encounter = context.get('encounter')
    // Taken for empty, it would ask again what was answered and show again what was dismissed.
    if (!encounter) throw new ProxyError('internal', 'What is known of this encounter was not read.')
    const requestId = context.get('requestId')
    requireSameEncounter(parts.references, session, value.record)
    const { record, maskSeeds, firstFindingMs } = value
    const mode = await learnMode(parts, tenant, { ...session, record, at: new Date(parts.now()) })
    const atOnce = running.get(session.tokenHash) ?? 0
    if (atOnce >= parts.limits.analysesAtOncePerSession) {
      throw new ProxyError('busy', 'An analysis is still running.', { retryAfterMs: 1000 })
    }
    running.set(session.tokenHash, atOnce + 1)
    const begun = Promise.withResolvers<void>()
    const ended = Promise.withResolvers<void>()
    context.set('stream', { begun: begun.promise, ended: ended.promise })
    const input = parts.references.ofContent(session.tenant, text)
    const leaving = new AbortController()
    const task = {
      session,
      tenant,
      encounter,
      record,
      maskSeeds,
      input,
      requestId,
      firstFindingMs,
      signal: leaving.signal,
      ...(done && { analysed: done }),
    }
    const isQuiet = mode === 'off' || mode === 'shadow'
    if (!isQuiet) parts.ahead.expectMore(context)
    const events = isQuiet
      ? runQuietly(parts, { ...task, mode })
      : joinQueue(task, keepFeedback(task, review(task, runAnalysis(parts, task))))
    const body = await answerWithEvents(events, {
      heartbeatMs: parts.limits.heartbeatMs,
      readerMs: parts.limits.readerMs,
      onBegin: begun.resolve,
      onEnd: () => {
        leaving.abort(ENDED)
        leave(session.tokenHash)
        begun.resolve()
      },
      onSettled: ended.resolve,
    })
    // Buffering load balancers (nginx among them) would hold the events back.
    setHeader(context, 'x-accel-buffering', 'no')
    return answer(context, body, { type: 'text/event-stream' })
  }
}
