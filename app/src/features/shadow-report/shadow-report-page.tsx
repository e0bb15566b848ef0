import { useMemo, useState } from 'react'
import type { ShadowAnswer } from '#coding/contract/site-report.ts'
import type { Comparison } from '#coding/reports/compare-codes.ts'
import { findFullWeeks } from '../../ui/report/full-week.ts'
import { ReportPage } from '../../ui/report/report-page.tsx'
import type { ReportStore } from '../../ui/report/report-store.ts'
import { ReportTable } from '../../ui/report/report-table.tsx'
import { SaveTable } from '../../ui/report/save-table.tsx'
import { describeShare, summariseShadow, tabulateShadow } from './shadow-words.ts'
import { ShareChart } from './share-chart.tsx'

const LEAD =
  'What Postil found in the notes of finished visits against what was finally coded, in whole weeks that are over. Shares have 95 % intervals; what comes from fewer than five visits is not told alone.'

type Props = { readonly report: ReportStore<ShadowAnswer>; readonly now: () => Date }

export function ShadowReportPage({ report, now }: Props) {
  const [initial] = useState(() => findFullWeeks(now()))
  return (
    <ReportPage title="Shadow report" lead={LEAD} report={report} initial={initial}>
      {(answer) => <ShadowReport answer={answer} />}
    </ReportPage>
  )
}

function ShadowReport({ answer }: { readonly answer: ShadowAnswer }) {
  const summary = useMemo(() => summariseShadow(answer), [answer])
  const { range, compared, uncompared, hasFile } = answer
  if (!range) return <p>None of these weeks is over. A week can be read from the Monday after it.</p>
  if (compared === 0) {
    return (
      <p>
        No visit of these weeks can be compared yet. An operator has the notes read with npm run batch, and the final
        codes with npm run reports.
      </p>
    )
  }
  if (!summary) return <p>Fewer than five visits of these weeks can be compared: too few to tell.</p>
  const { all, families, lines } = summary
  return (
    <>
      <p>
        {range.from} to {range.to}: {compared} visits compared; {uncompared} were not analysed or have no final codes.
        Final codes are {hasFile ? 'from the site’s own list' : 'those of the EHR'}.
      </p>
      <ComparisonTable caption="All codes" heading="Codes" rows={[all]} />
      {families.length > 0 && (
        <>
          <ShareChart title="Found and right, by family" rows={families} />
          <ComparisonTable caption="By family" heading="Family" rows={families} />
        </>
      )}
      {lines.length > 0 && <ComparisonTable caption="By service line" heading="Service line" rows={lines} />}
      <SaveTable name="shadow-report.csv" rows={() => tabulateShadow(summary)} />
    </>
  )
}

type TableProps = { readonly caption: string; readonly heading: string; readonly rows: readonly Comparison[] }

function ComparisonTable({ caption, heading, rows }: TableProps) {
  return (
    <ReportTable
      label={caption}
      caption={caption}
      columns={[
        heading,
        { number: 'Agreed' },
        { number: 'Missing' },
        { number: 'Extra' },
        { number: 'Found, of what was coded' },
        { number: 'Right, of what was suggested' },
      ]}
    >
      {rows.map(({ name, agreed, missing, extra, found, right }) => (
        <tr key={name}>
          <th scope="row">{name}</th>
          <td className="number">{agreed}</td>
          <td className="number">{missing}</td>
          <td className="number">{extra}</td>
          <td className="number">{describeShare(found)}</td>
          <td className="number">{describeShare(right)}</td>
        </tr>
      ))}
    </ReportTable>
  )
}
