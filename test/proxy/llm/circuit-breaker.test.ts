import { describe, expect, test } from 'vitest'
import { createCircuitBreaker } from '#proxy/llm/circuit-breaker.ts'
import { createGuardedModel } from '#proxy/llm/guarded-model.ts'
import type { LanguageModel, ModelEvent, ModelFailure, ModelOutcome } from '#proxy/llm/language-model.ts'
import { aRequest, ask } from './model-fixture.ts'

function createClock() {
  const clock = { now: 1_000_000 }
  return { clock, breaker: createCircuitBreaker(() => clock.now) }
}

/** A model that answers as it is told, and counts. */
function scripted(outcomes: readonly ModelOutcome[], items: readonly unknown[] = []) {
  let calls = 0
  const model: LanguageModel = {
    availability: { state: 'on' },
    propose: async function* (): AsyncGenerator<ModelEvent> {
      const outcome = outcomes[Math.min(calls, outcomes.length - 1)] ?? { code: 'complete' }
      calls += 1
      for (const item of items) yield { kind: 'item', item }
      yield {
        kind: 'end',
        outcome,
        usage: { inputTokens: 10, cacheWriteTokens: 0, cacheReadTokens: 0, outputTokens: 1 },
      }
    },
  }
  return { model, count: () => calls }
}

const guard = (model: LanguageModel, waits: number[] = [], clock = { now: 0 }) =>
  createGuardedModel(model, {
    breaker: createCircuitBreaker(() => clock.now),
    random: () => 0.5,
    pause: async (ms) => void waits.push(ms),
  })

describe('the breaker', () => {
  test('opens when half of twenty calls in thirty seconds failed, lets one trial through, and closes after it', () => {
    const { clock, breaker } = createClock()
    for (let call = 0; call < 10; call++) breaker.record({ code: 'complete' })
    for (let call = 0; call < 9; call++) breaker.record({ code: 'overloaded' })
    expect(breaker.state().kind).toBe('closed')
    breaker.record({ code: 'overloaded' })
    expect(breaker.state()).toEqual({ kind: 'open', because: 'overloaded', retryAfterMs: 10_000 })
    expect(breaker.tryPass()).toBe(false)
    clock.now += 10_000
    expect([breaker.tryPass(), breaker.tryPass()]).toEqual([true, false])
    breaker.record({ code: 'complete' })
    expect(breaker.tryPass()).toBe(true)
  })

  test('stays open when the trial fails', () => {
    const { clock, breaker } = createClock()
    for (let call = 0; call < 20; call++) breaker.record({ code: 'unavailable' })
    clock.now += 10_000
    expect(breaker.tryPass()).toBe(true)
    breaker.record({ code: 'unavailable' })
    expect(breaker.tryPass()).toBe(false)
  })

  test('forgets what was longer ago', () => {
    const { clock, breaker } = createClock()
    for (let call = 0; call < 19; call++) breaker.record({ code: 'overloaded' })
    clock.now += 31_000
    breaker.record({ code: 'overloaded' })
    expect(breaker.state().kind).toBe('closed')
  })

  test.each<ModelFailure>(['spend-limit', 'unauthorized', 'feature-not-covered', 'redirected'])(
    'opens at once where a person must act: %s',
    (code) => {
      const { breaker } = createClock()
      breaker.record({ code })
      expect(breaker.state()).toMatchObject({ kind: 'open', because: code })
    },
  )

  test('opens for a request that was refused only once it is one of many: one note must not silence all others', () => {
    const { breaker } = createClock()
    for (let call = 0; call < 19; call++) breaker.record({ code: 'bad-request' })
    expect(breaker.state().kind).toBe('closed')
    breaker.record({ code: 'bad-request' })
    expect(breaker.state()).toMatchObject({ kind: 'open', because: 'bad-request' })
  })

  test('obeys a busy server, but not for hours', () => {
    const { breaker } = createClock()
    breaker.record({ code: 'rate-limited', retryAfterMs: 30_000 })
    expect(breaker.state()).toMatchObject({ retryAfterMs: 30_000 })
    breaker.record({ code: 'rate-limited', retryAfterMs: 86_400_000 })
    expect(breaker.state()).toMatchObject({ retryAfterMs: 300_000 })
  })

  test.each<ModelFailure>(['refused', 'truncated', 'context-exceeded', 'too-large', 'aborted'])(
    'is not opened by what one note brings about: %s',
    (code) => {
      const { breaker } = createClock()
      for (let call = 0; call < 100; call++) breaker.record({ code })
      expect(breaker.state().kind).toBe('closed')
    },
  )
})

describe('the retry', () => {
  test('asks once more after an overload, and adds up what both cost', async () => {
    const { model, count } = scripted([{ code: 'overloaded' }, { code: 'complete' }])
    const waits: number[] = []
    const { end } = await ask(guard(model, waits))
    expect(end).toMatchObject({ outcome: { code: 'complete' }, usage: { inputTokens: 20 } })
    expect([count(), waits]).toEqual([2, [250]])
  })

  const never: readonly (readonly [string, ModelOutcome, readonly unknown[]])[] = [
    ['after an item was given', { code: 'overloaded' }, [{}]],
    ['when the server wants more than two seconds', { code: 'rate-limited', retryAfterMs: 2001 }, []],
    ['when a busy server names no time', { code: 'rate-limited' }, []],
    ['after a refusal', { code: 'refused' }, []],
    ['after a reached limit', { code: 'spend-limit' }, []],
    ['after an abort', { code: 'aborted' }, []],
    ['after a stall', { code: 'stalled' }, []],
    ['when the answer could not be read', { code: 'malformed' }, []],
  ]
  test.each(never)('does not ask again %s', async (_name, outcome, items) => {
    const { model, count } = scripted([outcome, { code: 'complete' }], items)
    await ask(guard(model))
    expect(count()).toBe(1)
  })

  test('waits exactly as long as a busy server wants', async () => {
    const { model } = scripted([{ code: 'rate-limited', retryAfterMs: 1500 }, { code: 'complete' }])
    const waits: number[] = []
    const clock = { now: 0 }
    const guarded = createGuardedModel(model, {
      breaker: createCircuitBreaker(() => clock.now),
      random: () => 0.5,
      pause: async (ms) => {
        waits.push(ms)
        clock.now += ms
      },
    })
    expect((await ask(guarded)).end.outcome.code).toBe('complete')
    expect(waits).toEqual([1500])
  })

  test('does not ask again once its reader has left', async () => {
    const { model, count } = scripted([{ code: 'overloaded' }])
    const leaving = new AbortController()
    leaving.abort()
    await ask(guard(model), aRequest(), leaving.signal)
    expect(count()).toBe(1)
  })

  test('costs an outage at most a tenth more calls, and the breaker stops it after twenty', async () => {
    const { model, count } = scripted([{ code: 'overloaded' }])
    const clock = { now: 0 }
    const guarded = guard(model, [], clock)
    let asked = 0
    for (; asked < 600; asked++) {
      clock.now += 100
      await ask(guarded)
    }
    // A minute of nothing but 529: the calls that opened the breaker, one retry in ten, and a trial every ten seconds.
    expect(count()).toBeLessThanOrEqual(20 * 1.1 + 1 + 6)
    expect(guarded.availability).toEqual({ state: 'off', reason: 'the model is overloaded' })
    expect((await ask(guarded)).end.outcome).toMatchObject({ code: 'breaker-open' })
  })
})
