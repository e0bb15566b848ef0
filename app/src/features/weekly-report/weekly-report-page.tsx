/** Accuracy and use of a week, or of more: what an auditor reads, saves and passes on. */
import { useState } from 'react'
import { addDays, findWeek } from '#coding/reports/find-week.ts'
import { findFullWeeks } from '../../ui/report/full-week.ts'
import { IntervalChart } from '../../ui/report/interval-chart.tsx'
import { ReportPage } from '../../ui/report/report-page.tsx'
import type { DayRange, ReportStore } from '../../ui/report/report-store.ts'
import { ReportTable } from '../../ui/report/report-table.tsx'
import { SaveTable } from '../../ui/report/save-table.tsx'
import { saveFile } from '../../ui/save-file.ts'
import { CalibrationChart } from './calibration-chart.tsx'
import { listSections, type ReportSection, tabulateWeekly, type WeeklyAnswer } from './weekly-sections.ts'

const LEAD =
  'How often a second coder, who sees neither suggestion nor coding, comes to the same codes; and how Postil was used. Shares are weighted by stratum and have 95 % intervals; fewer than five visits are not told.'

type Props = {
  readonly report: ReportStore<WeeklyAnswer>
  /** Draws the visits of a week that is over. @throws what the proxy answered */
  readonly draw: (week: string) => Promise<void>
  readonly describeProblem: (error: unknown) => string
  readonly now: () => Date
}

export function WeeklyReportPage({ report, draw, describeProblem, now }: Props) {
  const [initial] = useState(() => findFullWeeks(now()))
  return (
    <ReportPage title="Weekly report" lead={LEAD} report={report} initial={initial}>
      {(answer) => (
        <>
          <DrawWeeks answer={answer} report={report} draw={draw} describeProblem={describeProblem} now={now} />
          <Sections answer={answer} range={findRange(report)} />
        </>
      )}
    </ReportPage>
  )
}

function findRange({ store }: ReportStore<WeeklyAnswer>): DayRange {
  const state = store.getState()
  return state.kind === 'ready' ? state.range : { from: '', to: '' }
}

function DrawWeeks({ answer, report, draw, describeProblem, now }: Props & { readonly answer: WeeklyAnswer }) {
  const [problem, setProblem] = useState<string>()
  const [busy, setBusy] = useState<string>()
  const range = findRange(report)
  const drawn = new Set<string>(answer.accuracy.weeks.map(({ week }) => week))
  const today = now().toISOString().slice(0, 10)
  const open = listMondays(range).filter((week) => !drawn.has(week) && addDays(week, 7) <= today)
  if (open.length === 0) return undefined
  const drawOne = async (week: string) => {
    if (busy !== undefined) return
    setBusy(week)
    setProblem(undefined)
    try {
      await draw(week)
      await report.load(range)
    } catch (error) {
      setProblem(describeProblem(error))
    }
    setBusy(undefined)
  }
  return (
    <section aria-label="Weeks without a sample">
      <h3>Weeks without a sample</h3>
      <p className="soft">A week is drawn once, by lot. The draw is on record and can be repeated from the seed.</p>
      {open.map((week) => (
        <button
          key={week}
          type="button"
          className="button"
          aria-disabled={busy !== undefined}
          onClick={() => void drawOne(week)}
        >
          Draw the week from {week}
        </button>
      ))}
      <p role="alert" className="caution">
        {problem}
      </p>
    </section>
  )
}

function listMondays({ from, to }: DayRange): readonly string[] {
  const weeks: string[] = []
  for (let week: string = findWeek(from); week <= to; week = addDays(week, 7)) weeks.push(week)
  return weeks
}

function Sections({ answer, range }: { readonly answer: WeeklyAnswer; readonly range: DayRange }) {
  const sections = listSections(answer).filter(({ rows }) => rows.length > 0)
  const name = `postil-weekly-${range.from}-${range.to}`
  const savePdf = async () => {
    const { buildWeeklyPdf } = await import('./weekly-pdf.ts')
    saveFile({ name: `${name}.pdf`, type: 'application/pdf', content: buildWeeklyPdf(range, sections) })
  }
  return (
    <>
      <div className="row">
        <SaveTable name={`${name}.csv`} rows={() => tabulateWeekly(sections)} />
        <button type="button" className="button" onClick={() => void savePdf()}>
          Save as PDF
        </button>
      </div>
      {sections.map((section) => (
        <Section key={section.title} section={section} />
      ))}
    </>
  )
}

function Section({ section: { title, lead, rows, plot } }: { readonly section: ReportSection }) {
  const isTold = rows.some(({ interval }) => interval !== undefined)
  const hasNotes = rows.some(({ note }) => note !== undefined)
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      {lead !== undefined && <p className="soft">{lead}</p>}
      {plot === 'intervals' && isTold && <IntervalChart title={title} rows={rows} />}
      {plot === 'calibration' && isTold && <CalibrationChart title={title} rows={rows} />}
      <ReportTable
        label={`Table: ${title}`}
        columns={[
          'What',
          { number: 'Value' },
          { number: 'Numerator' },
          { number: 'Denominator' },
          ...(hasNotes ? [{ aside: 'How it is counted' }] : []),
        ]}
      >
        {rows.map(({ name, value, numerator, denominator, note }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td className="number">{value}</td>
            <td className="number">{numerator}</td>
            <td className="number">{denominator}</td>
            {hasNotes && <td className="aside">{note}</td>}
          </tr>
        ))}
      </ReportTable>
    </section>
  )
}
