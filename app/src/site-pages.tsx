/** Pages about the site, not about the patient whose chart is open: for coders, auditors and administrators, on demand. */
import { useState } from 'react'
import type { Role } from '#coding/contract/session.ts'
import { dayEndAnswer, shadowAnswer } from '#coding/contract/site-report.ts'
import { useReportAnswer } from '#coding/contract/use-report.ts'
import { describeProblem } from './describe-problem.ts'
import { DayEndPage } from './features/day-end/day-end-page.tsx'
import { ShadowReportPage } from './features/shadow-report/shadow-report-page.tsx'
import { UseReportPage } from './features/use-report/use-report-page.tsx'
import { ErrorBoundary } from './ui/error-boundary.tsx'
import { createReportStore, type DayRange } from './ui/report/report-store.ts'

/** Asks the proxy for a page of the site; the answer is parsed by the page. */
export type ReadSite = (path: string) => Promise<unknown>

type Props = { readonly role: Role; readonly read: ReadSite }

const PAGES = [
  { name: 'day-end', title: 'Day’s end', roles: ['coder', 'auditor', 'admin'] },
  { name: 'shadow', title: 'Shadow report', roles: ['auditor', 'admin'] },
  { name: 'use', title: 'Use', roles: ['auditor', 'admin'] },
] as const satisfies readonly { readonly name: string; readonly title: string; readonly roles: readonly Role[] }[]

export function SitePages({ role, read }: Props) {
  const pages = PAGES.filter(({ roles }) => roles.some((one) => one === role))
  const [current, setCurrent] = useState<(typeof PAGES)[number]['name']>('day-end')
  const [reports] = useState(() => createReports(read))
  return (
    <div className="site-pages">
      {pages.length > 1 && (
        <nav aria-label="Pages of the site">
          {pages.map(({ name, title }) => (
            <button
              key={name}
              type="button"
              className="link"
              aria-current={name === current ? 'page' : undefined}
              onClick={() => setCurrent(name)}
            >
              {title}
            </button>
          ))}
        </nav>
      )}
      <ErrorBoundary part="The report">
        {current === 'day-end' && <DayEndPage report={reports.dayEnd} />}
        {current === 'shadow' && <ShadowReportPage report={reports.shadow} />}
        {current === 'use' && <UseReportPage report={reports.use} />}
      </ErrorBoundary>
    </div>
  )
}

function createReports(read: ReadSite) {
  const path = (report: string, range: DayRange) => `/v1/reports/${report}?${new URLSearchParams(range)}`
  return {
    dayEnd: createReportStore({
      read: async (range) => dayEndAnswer.parse(await read(path('day-end', range))),
      describeProblem,
    }),
    shadow: createReportStore({
      read: async (range) => shadowAnswer.parse(await read(path('shadow', range))),
      describeProblem,
    }),
    use: createReportStore({
      read: async (range) => useReportAnswer.parse(await read(path('use', range))),
      describeProblem,
    }),
  }
}
