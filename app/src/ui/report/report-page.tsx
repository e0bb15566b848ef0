import { type ReactNode, useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { RangeForm } from './range-form.tsx'
import { ReadingProgress } from './reading-progress.tsx'
import { type DayRange, findLastWeek, type ReportStore } from './report-store.ts'
import './report.css'

type Props<Report> = {
  readonly title: string
  /** One sentence: what stands here. */
  readonly lead: string
  readonly report: ReportStore<Report>
  /** Asked for at first; the week that ends today unless said. */
  readonly initial?: DayRange
  readonly children: (report: Report) => ReactNode
}

/** What every report of the site has: a range of days, and a view for each state that it can be in. */
export function ReportPage<Report>({ title, lead, report, initial, children }: Props<Report>) {
  const state = useStore(report.store)
  const [range] = useState(() => initial ?? findLastWeek(new Date()))
  useEffect(() => {
    if (report.store.getState().kind === 'none') void report.load(range)
  }, [report, range])
  return (
    <section className="report" aria-label={title}>
      <h2>{title}</h2>
      <p className="soft">{lead}</p>
      <RangeForm range={range} isBusy={state.kind === 'loading'} onAsk={(asked) => void report.load(asked)} />
      <div role="status" className="soft">
        {state.kind === 'loading' && 'Reading the report.'}
      </div>
      {state.kind === 'loading' && <ReadingProgress />}
      {state.kind === 'failed' && (
        <div role="alert" className="notice">
          <p>{state.reason}</p>
          <p className="soft">Nothing is shown.</p>
        </div>
      )}
      {state.kind === 'ready' && children(state.report)}
    </section>
  )
}
