/** What the panel has read of the encounter, and how far that can be trusted now. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { EhrErrorCode, EncounterReading } from '../../ehr/session-types.ts'

export type ChartProblem = {
  readonly code: EhrErrorCode | 'unexpected'
  /** Says what to do next. */
  readonly message: string
}

export type ChartState =
  | { readonly kind: 'reading' }
  /** `at`: since when the chart has looked like this. */
  | { readonly kind: 'read'; readonly reading: EncounterReading; readonly at: Date }
  /** Read before, but the newest attempt failed: what stands on the screen may be out of date. */
  | { readonly kind: 'stale'; readonly reading: EncounterReading; readonly at: Date; readonly problem: ChartProblem }
  | { readonly kind: 'failed'; readonly problem: ChartProblem }
  /** The chart is not the one that was opened, or is not open any more. Nothing of it stays on the screen. */
  | { readonly kind: 'blanked'; readonly problem: ChartProblem }

export type ChartStore = {
  readonly store: StoreApi<ChartState>
  readonly setReading: (reading: EncounterReading, at: Date) => void
  readonly setProblem: (problem: ChartProblem) => void
}

const BLANKING: ReadonlySet<ChartProblem['code']> = new Set(['wrong-patient', 'chart-closed', 'signed-out'])

export function createChartStore(): ChartStore {
  const store = createStore<ChartState>(() => ({ kind: 'reading' }))
  const replace = (state: ChartState) => {
    // A hard stop is final: only a new launch leads out of it.
    if (store.getState().kind !== 'blanked') store.setState(state, true)
  }
  return {
    store,
    setReading: (reading, at) => {
      const state = store.getState()
      // The same reading again, twice a second: nothing on the screen has to be drawn for it.
      if (!(state.kind === 'read' && state.reading === reading)) replace({ kind: 'read', reading, at })
    },
    setProblem: (problem) => {
      const state = store.getState()
      if (BLANKING.has(problem.code)) replace({ kind: 'blanked', problem })
      else if ('reading' in state) replace({ kind: 'stale', reading: state.reading, at: state.at, problem })
      else replace({ kind: 'failed', problem })
    },
  }
}

export function findReading(state: ChartState): EncounterReading | undefined {
  return 'reading' in state ? state.reading : undefined
}
