import { useState } from 'react'
import type { UseReportAnswer } from '#coding/contract/use-report.ts'
import type { MeasureId } from '#coding/reports/measure-use.ts'
import { describeValue, findFormula, findKind, MEASURE_WORDS } from '../../ui/report/measure-words.ts'
import { ReportPage } from '../../ui/report/report-page.tsx'
import type { ReportStore } from '../../ui/report/report-store.ts'
import { ReportTable } from '../../ui/report/report-table.tsx'
import { SaveTable } from '../../ui/report/save-table.tsx'
import { listPoints, tabulateUse } from './use-words.ts'
import { WeekChart } from './week-chart.tsx'

const LEAD =
  'How questions and codes were taken at this site, counted from the record. Shares have 95 % intervals; fewer than five events are not told. A high share of agreement is no aim: it may mean that questions lead.'

export function UseReportPage({ report }: { readonly report: ReportStore<UseReportAnswer> }) {
  return (
    <ReportPage title="Use" lead={LEAD} report={report}>
      {(answer) => <UseReport answer={answer} />}
    </ReportPage>
  )
}

function UseReport({ answer }: { readonly answer: UseReportAnswer }) {
  const [chosen, setChosen] = useState<MeasureId>('answered')
  if (answer.weeks.length === 0) return <p>Nothing was read or decided on these days.</p>
  const points = listPoints(chosen, answer)
  return (
    <>
      <ReportTable
        label="All days"
        caption="All days"
        columns={['Measure', { number: 'Value' }, { number: 'Of' }, 'How it is counted']}
      >
        {answer.whole.map((measured) => (
          <tr key={measured.id}>
            <th scope="row">{MEASURE_WORDS[measured.id]}</th>
            <td className="number">{describeValue(measured.id, measured)}</td>
            <td className="number">{measured.told?.denominator}</td>
            <td>{findFormula(measured.id)}</td>
          </tr>
        ))}
      </ReportTable>
      <label>
        Week by week:{' '}
        <select
          value={chosen}
          onChange={({ target }) => {
            const next = answer.whole.find(({ id }) => id === target.value)
            if (next) setChosen(next.id)
          }}
        >
          {answer.whole.map(({ id }) => (
            <option key={id} value={id}>
              {MEASURE_WORDS[id]}
            </option>
          ))}
        </select>
      </label>
      <WeekChart title={MEASURE_WORDS[chosen]} points={points} isShare={findKind(chosen) === 'share'} />
      <ReportTable
        label="Weeks"
        caption={`${MEASURE_WORDS[chosen]}, by week`}
        columns={['Week from', { number: 'Value' }, { number: 'Numerator' }, { number: 'Denominator' }]}
      >
        {answer.weeks.map(({ monday, measures }) => {
          const measured = measures.find(({ id }) => id === chosen) ?? { id: chosen }
          return (
            <tr key={monday}>
              <th scope="row">{monday}</th>
              <td className="number">{describeValue(chosen, measured)}</td>
              <td className="number">{formatCount(measured.told?.numerator)}</td>
              <td className="number">{formatCount(measured.told?.denominator)}</td>
            </tr>
          )
        })}
      </ReportTable>
      {answer.dismissals && answer.dismissals.length > 0 && (
        <>
          <h3>Why questions were dismissed</h3>
          <ul>
            {answer.dismissals.map(({ reason, count }) => (
              <li key={reason}>
                {reason.replaceAll('-', ' ')}: {count}
              </li>
            ))}
          </ul>
        </>
      )}
      <SaveTable name="use.csv" rows={() => tabulateUse(answer)} />
    </>
  )
}

function formatCount(value: number | undefined): string {
  return value === undefined ? '' : String(Math.round(value * 10) / 10)
}
