/** A report of the site for a range of days: asked for, shown, failed. One store a page; it is dropped with the page. */
import { createStore, type StoreApi } from 'zustand/vanilla'

/** Days as `YYYY-MM-DD`, as a date field gives them. */
export type DayRange = { readonly from: string; readonly to: string }

export type ReportState<Report> =
  | { readonly kind: 'none' }
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly range: DayRange; readonly report: Report }
  | { readonly kind: 'failed'; readonly reason: string }

export type ReportStore<Report> = {
  readonly store: StoreApi<ReportState<Report>>
  readonly load: (range: DayRange) => Promise<void>
}

type Dependencies<Report> = {
  readonly read: (range: DayRange) => Promise<Report>
  readonly describeProblem: (error: unknown) => string
}

export function createReportStore<Report>({ read, describeProblem }: Dependencies<Report>): ReportStore<Report> {
  const store = createStore<ReportState<Report>>(() => ({ kind: 'none' }))
  let asked = 0
  return {
    store,
    load: async (range) => {
      asked += 1
      const mine = asked
      store.setState({ kind: 'loading' }, true)
      try {
        const report = await read(range)
        // Somebody has asked for other days since.
        if (mine === asked) store.setState({ kind: 'ready', range, report }, true)
      } catch (error) {
        if (mine === asked) store.setState({ kind: 'failed', reason: describeProblem(error) }, true)
      }
    },
  }
}

const DAY_MS = 24 * 60 * 60_000

/** The week that ends today. */
export function findLastWeek(now: Date): DayRange {
  const write = (at: number): string => new Date(at).toISOString().slice(0, 10)
  return { from: write(now.getTime() - 6 * DAY_MS), to: write(now.getTime()) }
}
