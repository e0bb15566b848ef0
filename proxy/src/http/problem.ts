/** The one place that knows which HTTP status a problem has. */
import type { Problem, ProblemCode } from '#coding/contract/problem.ts'
import { ProxyError } from '../errors.ts'
import { describeError, type Log } from '../log.ts'
import { StoreError } from '../store/errors.ts'
import { answerJson, setHeader } from './answer.ts'
import type { Answer, ProxyContext } from './context.ts'

const STATUS: Readonly<Record<ProblemCode, number>> = {
  'bad-request': 400,
  unauthorized: 401,
  'session-expired': 401,
  forbidden: 403,
  'not-active': 403,
  'not-found': 404,
  conflict: 409,
  locked: 423,
  // CDS Hooks 2.0, "Prefetch Template": what a service answers when it cannot get the data that it needs.
  'needs-data': 412,
  'too-large': 413,
  'draft-errors': 422,
  busy: 429,
  internal: 500,
  unavailable: 503,
}

const DATABASE_AWAY_MS = 2000

/** Anything that is not ours is a fault of the proxy: logged by name, told in one safe sentence. */
export function answerError(error: unknown, context: ProxyContext, log: Log): Answer {
  if (error instanceof ProxyError) {
    if (error.cause !== undefined && (error.code === 'internal' || error.code === 'unavailable')) {
      log.warn('refused', { requestId: context.get('requestId'), ...describeError(error.cause) })
    }
    return answerProblem(error, context)
  }
  if (error instanceof StoreError) {
    log.error('database away', { requestId: context.get('requestId'), ...describeError(error.cause) })
    const message = 'Postil cannot reach its database. Try again in a moment; the chart is not affected.'
    return answerProblem(new ProxyError('unavailable', message, { retryAfterMs: DATABASE_AWAY_MS }), context)
  }
  log.error('failed', { requestId: context.get('requestId'), ...describeError(error) })
  return answerProblem(
    new ProxyError('internal', 'Something went wrong in Postil. The chart is not affected.'),
    context,
  )
}

export function answerProblem(error: ProxyError, context: ProxyContext): Answer {
  const { code, message, retryAfterMs, rules } = error
  if (retryAfterMs !== undefined) setHeader(context, 'retry-after', String(Math.ceil(retryAfterMs / 1000)))
  if (STATUS[code] === 401) setHeader(context, 'www-authenticate', context.get('challenge') ?? 'DPoP algs="ES256"')
  const requestId = context.get('requestId')
  const problem: Problem = {
    code,
    message,
    ...(requestId && { requestId }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(rules && { rules: [...rules] }),
  }
  return answerJson(context, problem, STATUS[code])
}
