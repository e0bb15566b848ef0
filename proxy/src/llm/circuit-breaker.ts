/** Stops asking a model that fails: at once where a person must act, else when half of the recent calls failed. */
import type { ModelFailure, ModelOutcome } from './language-model.ts'

export type CircuitBreaker = {
  /** False while it is open; one trial call passes every ten seconds. */
  readonly tryPass: () => boolean
  readonly record: (outcome: ModelOutcome) => void
  readonly state: () => BreakerState
}
export type BreakerState =
  | { readonly kind: 'closed' }
  | { readonly kind: 'open'; readonly because: ModelFailure; readonly retryAfterMs: number }

const WINDOW_MS = 30_000
const LEAST_CALLS = 20
const SHARE = 0.5
const PROBE_MS = 10_000
/** A wrong key or a reached limit does not heal by itself, but somebody may have put it right. */
const OPERATOR_MS = 60_000
const MAX_HOLD_MS = 5 * 60_000

const FAULTS: readonly ModelOutcome['code'][] = [
  'overloaded',
  'unavailable',
  'cut',
  'stalled',
  'deadline',
  'malformed',
  // Something in one note may bring it about, and all tenants share the breaker.
  'bad-request',
]
const HELD: readonly ModelOutcome['code'][] = ['spend-limit', 'unauthorized', 'feature-not-covered', 'redirected']

export function createCircuitBreaker(now: () => number): CircuitBreaker {
  let calls: { readonly at: number; readonly isFault: boolean }[] = []
  let open: { readonly because: ModelFailure; until: number } | undefined

  const hold = (because: ModelFailure, ms: number): void => {
    open = { because, until: now() + Math.min(ms, MAX_HOLD_MS) }
  }
  return {
    tryPass: () => {
      if (!open) return true
      if (now() < open.until) return false
      // One trial; the next one waits until this one has had its time.
      open.until = now() + PROBE_MS
      return true
    },
    record: (outcome) => {
      const { code } = outcome
      if (code === 'aborted' || code === 'off' || code === 'breaker-open') return
      if (code !== 'complete' && HELD.includes(code)) return hold(code, OPERATOR_MS)
      if (code === 'rate-limited') return hold(code, outcome.retryAfterMs ?? PROBE_MS)
      if (code === 'complete' && open) {
        calls = []
        open = undefined
      }
      const isFault = FAULTS.includes(code)
      calls = [...calls.filter(({ at }) => at > now() - WINDOW_MS), { at: now(), isFault }]
      if (code === 'complete' || !isFault) return
      const faults = calls.filter((call) => call.isFault).length
      if (open || (calls.length >= LEAST_CALLS && faults / calls.length >= SHARE)) hold(code, PROBE_MS)
    },
    state: () =>
      open && now() < open.until
        ? { kind: 'open', because: open.because, retryAfterMs: open.until - now() }
        : { kind: 'closed' },
  }
}
