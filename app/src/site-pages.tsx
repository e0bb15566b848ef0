/** Pages about the site, not about the patient whose chart is open: for coders, auditors and administrators, on demand. */
import { useState } from 'react'
import { accuracyAnswer } from '#coding/contract/accuracy.ts'
import { feedbackAnswer } from '#coding/contract/feedback.ts'
import type { Role } from '#coding/contract/session.ts'
import { dayEndAnswer, shadowAnswer } from '#coding/contract/site-report.ts'
import { useReportAnswer } from '#coding/contract/use-report.ts'
import { describeProblem } from './describe-problem.ts'
import { DayEndPage } from './features/day-end/day-end-page.tsx'
import { FeedbackPage } from './features/feedback/feedback-page.tsx'
import { ShadowReportPage } from './features/shadow-report/shadow-report-page.tsx'
import { UseReportPage } from './features/use-report/use-report-page.tsx'
import { WeeklyReportPage } from './features/weekly-report/weekly-report-page.tsx'
import { ErrorBoundary } from './ui/error-boundary.tsx'
import { PageNav } from './ui/page-nav.tsx'
import { createReportStore, type DayRange } from './ui/report/report-store.ts'

/** Asks the proxy for a page of the site, or for something to be done; the answer is parsed by the page. */
export type AskSite = (call: {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly body?: object
}) => Promise<unknown>

type Props = { readonly role: Role; readonly ask: AskSite }

const PAGES = [
  { name: 'day-end', title: 'Day’s end', roles: ['coder', 'auditor', 'admin'] },
  { name: 'shadow', title: 'Shadow report', roles: ['auditor', 'admin'] },
  { name: 'use', title: 'Use', roles: ['auditor', 'admin'] },
  { name: 'weekly', title: 'Weekly report', roles: ['auditor', 'admin'] },
  { name: 'feedback', title: 'Feedback', roles: ['admin'] },
] as const satisfies readonly { readonly name: string; readonly title: string; readonly roles: readonly Role[] }[]

export function SitePages({ role, ask }: Props) {
  const pages = PAGES.filter(({ roles }) => roles.some((one) => one === role))
  const [current, setCurrent] = useState<(typeof PAGES)[number]['name']>('day-end')
  const [reports] = useState(() => createReports(ask))
  return (
    <div className="site-pages">
      {pages.length > 1 && <PageNav label="Pages of the site" pages={pages} current={current} onChoose={setCurrent} />}
      <ErrorBoundary part="The report">
        {current === 'day-end' && <DayEndPage report={reports.dayEnd} />}
        {current === 'shadow' && <ShadowReportPage report={reports.shadow} now={() => new Date()} />}
        {current === 'use' && <UseReportPage report={reports.use} now={() => new Date()} />}
        {current === 'feedback' && <FeedbackPage report={reports.feedback} />}
        {current === 'weekly' && (
          <WeeklyReportPage
            report={reports.weekly}
            draw={async (week) => void (await ask({ method: 'POST', path: DRAW, body: { week } }))}
            describeProblem={describeProblem}
            now={() => new Date()}
          />
        )}
      </ErrorBoundary>
    </div>
  )
}

const DRAW = '/v1/reports/accuracy/draw'

function createReports(ask: AskSite) {
  const read = (path: string) => ask({ method: 'GET', path })
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
    feedback: createReportStore({
      read: async (range) => feedbackAnswer.parse(await read(path('feedback', range))),
      describeProblem,
    }),
    weekly: createReportStore({
      read: async (range) => {
        const [use, accuracy] = await Promise.all([read(path('use', range)), read(path('accuracy', range))])
        return { use: useReportAnswer.parse(use), accuracy: accuracyAnswer.parse(accuracy) }
      },
      describeProblem,
    }),
  }
}
