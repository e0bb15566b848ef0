/** Puts one bounded retry and a circuit breaker around a model. The only place that asks a vendor twice. */
import { setTimeout as wait } from 'node:timers/promises'
import type { CircuitBreaker } from './circuit-breaker.ts'
import { describeFailure } from './describe-failure.ts'
import {
  addUsage,
  type LanguageModel,
  type ModelAvailability,
  type ModelEnd,
  type ModelEvent,
  type ModelFailure,
  type ModelOutcome,
  type ModelUsage,
} from './language-model.ts'

type Guards = {
  readonly breaker: CircuitBreaker
  /** Between 0 and 1, for the jitter. */
  readonly random: () => number
  readonly pause?: (ms: number, signal: AbortSignal) => Promise<void>
}

/** Retries may be at most this share of the calls, so that they never make an outage worse. */
const RETRY_SHARE = 0.1
/** A few are saved up, or a quiet site would never have one. */
const MAX_SAVED = 3
const MAX_WAIT_MS = 2000
const BACKOFF_MS = 500
const RETRIED: readonly ModelOutcome['code'][] = ['overloaded', 'unavailable', 'rate-limited', 'cut']

export function createGuardedModel(model: LanguageModel, { breaker, random, pause = pauseFor }: Guards): LanguageModel {
  let saved = MAX_SAVED / 2
  const findWait = (outcome: ModelOutcome): number | undefined => {
    if (outcome.code === 'complete' || !RETRIED.includes(outcome.code) || saved < 1) return undefined
    // Without a time of its own, a busy server is not asked again in the same request.
    if (outcome.code === 'rate-limited' && outcome.retryAfterMs === undefined) return undefined
    const ms = outcome.retryAfterMs ?? BACKOFF_MS * random()
    return ms <= MAX_WAIT_MS ? ms : undefined
  }
  return {
    get availability(): ModelAvailability {
      if (model.availability.state === 'off') return model.availability
      const state = breaker.state()
      return state.kind === 'open' ? { state: 'off', reason: describeFailure(state.because) } : { state: 'on' }
    },
    ...(model.identity && { identity: model.identity }),
    propose: async function* (request, signal): AsyncGenerator<ModelEvent> {
      saved = Math.min(MAX_SAVED, saved + RETRY_SHARE)
      let usage: ModelUsage | undefined
      for (let attempt = 1; ; attempt++) {
        if (!breaker.tryPass()) {
          yield end(describeOpen(breaker), usage)
          return
        }
        let hasItems = false
        let last: ModelEnd = { kind: 'end', outcome: { code: 'cut' } }
        for await (const event of model.propose(request, signal)) {
          if (event.kind === 'end') last = event
          else {
            hasItems = true
            yield event
          }
        }
        usage = addUsage(usage, last.usage)
        breaker.record(last.outcome)
        const ms = attempt > 1 || hasItems || signal.aborted ? undefined : findWait(last.outcome)
        if (ms === undefined) {
          yield { ...last, ...(usage && { usage }) }
          return
        }
        saved -= 1
        await pause(ms, signal).catch(() => undefined)
        if (signal.aborted) {
          yield end({ code: 'aborted' }, usage)
          return
        }
      }
    },
  }
}

async function pauseFor(ms: number, signal: AbortSignal): Promise<void> {
  await wait(ms, undefined, { signal })
}

function end(outcome: ModelOutcome, usage: ModelUsage | undefined): ModelEnd {
  return { kind: 'end', outcome, ...(usage && { usage }) }
}

function describeOpen(breaker: CircuitBreaker): { readonly code: ModelFailure; readonly retryAfterMs?: number } {
  const state = breaker.state()
  return { code: 'breaker-open', ...(state.kind === 'open' && { retryAfterMs: state.retryAfterMs }) }
}
