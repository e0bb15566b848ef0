import { useEffect, useRef, useState } from 'react'
import type { UseReportAnswer } from '#coding/contract/use-report.ts'
import { type MeasureId, NOT_COMPUTED } from '#coding/reports/measures.ts'
import { findFullWeeks } from '../../ui/report/full-week.ts'
import { describeValue, findFormula, MEASURE_WORDS } from '../../ui/report/measure-words.ts'
import { ReportPage } from '../../ui/report/report-page.tsx'
import type { ReportStore } from '../../ui/report/report-store.ts'
import { ReportTable } from '../../ui/report/report-table.tsx'
import { SaveTable } from '../../ui/report/save-table.tsx'
import { FigureDetail } from './figure-detail.tsx'
import { describeDrift, tabulateUse } from './use-words.ts'

const LEAD =
  'How questions and codes were taken at this site, counted from the record in whole weeks that are over. Shares have 95 % intervals; counts from fewer than five visits are not told. A high share of agreement is no aim: it may mean that questions lead.'
const WEEKS_AT_FIRST = 4

type Props = { readonly report: ReportStore<UseReportAnswer>; readonly now: () => Date }

export function UseReportPage({ report, now }: Props) {
  const [initial] = useState(() => findFullWeeks(now(), WEEKS_AT_FIRST))
  return (
    <ReportPage title="Use" lead={LEAD} report={report} initial={initial}>
      {(answer) => <UseReport answer={answer} />}
    </ReportPage>
  )
}

function UseReport({ answer }: { readonly answer: UseReportAnswer }) {
  const [chosen, setChosen] = useState<MeasureId>()
  const detail = useRef<HTMLElement>(null)
  const opener = useRef<HTMLElement>(undefined)
  useEffect(() => {
    if (chosen !== undefined) detail.current?.focus()
  }, [chosen])
  const { range, weeks, whole, drift } = answer
  if (!range) return <p>None of these weeks is over. A week can be read from the Monday after it.</p>
  if (weeks.length === 0) return <p>Nothing was read or decided in these weeks.</p>
  const caption = `Weeks from ${range.from} to ${range.to}`
  return (
    <>
      <p className={drift.kind === 'drifted' ? 'caution' : 'soft'}>{describeDrift(drift)}</p>
      <ReportTable
        label={caption}
        caption={caption}
        columns={['Measure', { number: 'Value' }, { number: 'Of' }, { aside: 'How it is counted' }]}
      >
        {whole.map((measured) => (
          <tr key={measured.id}>
            <th scope="row">
              <button
                type="button"
                className="link"
                aria-expanded={chosen === measured.id}
                onClick={({ currentTarget }) => {
                  opener.current = currentTarget
                  setChosen(chosen === measured.id ? undefined : measured.id)
                }}
              >
                {MEASURE_WORDS[measured.id]}
              </button>
            </th>
            <td className="number">{describeValue(measured.id, measured)}</td>
            <td className="number">{measured.told?.denominator}</td>
            <td className="aside">{findFormula(measured.id)}</td>
          </tr>
        ))}
      </ReportTable>
      <section ref={detail} tabIndex={-1} aria-label="What a figure consists of">
        {chosen === undefined ? (
          <p className="soft">
            Choose a measure to see its numerator and denominator by week and family, and its parts.
          </p>
        ) : (
          <FigureDetail
            id={chosen}
            answer={answer}
            onClose={() => {
              setChosen(undefined)
              opener.current?.focus()
            }}
          />
        )}
      </section>
      <h3>Not computed</h3>
      <ul>
        {NOT_COMPUTED.map(({ name, because }) => (
          <li key={name}>
            {name}: {because}.
          </li>
        ))}
      </ul>
      <SaveTable name="use.csv" rows={() => tabulateUse(answer)} />
    </>
  )
}
