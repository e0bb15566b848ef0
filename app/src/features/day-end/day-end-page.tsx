import { useId, useState } from 'react'
import type { DayEndAnswer } from '#coding/contract/site-report.ts'
import { GAP_KINDS, type GapKind } from '#coding/reports/find-charge-gaps.ts'
import { BarChart } from '../../ui/report/bar-chart.tsx'
import { ReportPage } from '../../ui/report/report-page.tsx'
import type { ReportStore } from '../../ui/report/report-store.ts'
import { ReportTable } from '../../ui/report/report-table.tsx'
import { SaveTable } from '../../ui/report/save-table.tsx'
import {
  addUpProviders,
  countUnreadVisits,
  type DatedGap,
  drawGaps,
  GAP_WORDS,
  type GapView,
  listGaps,
  listUnread,
  nameProvider,
  tabulateGaps,
} from './day-end-words.ts'

const LEAD =
  'Where what was done and what was charged do not meet. Each line is something to look at in the EHR, not something to charge.'

/** Enough to work through; the rest is in the file. */
const MOST_ROWS = 200

export function DayEndPage({ report }: { readonly report: ReportStore<DayEndAnswer> }) {
  return (
    <ReportPage title="Day’s end" lead={LEAD} report={report}>
      {(answer) => <DayEnd answer={answer} />}
    </ReportPage>
  )
}

function DayEnd({ answer }: { readonly answer: DayEndAnswer }) {
  const [view, setView] = useState<GapView>('day')
  const [kind, setKind] = useState<GapKind | 'all'>('all')
  if (answer.days.length === 0) {
    return <p>No day of these was put together yet. An operator does it with npm run reports.</p>
  }
  const all = listGaps(answer)
  const gaps = kind === 'all' ? all : all.filter((gap) => gap.kind === kind)
  const unread = listUnread(answer)
  const unreadVisits = countUnreadVisits(answer)
  const bars = drawGaps(answer, view)
  return (
    <>
      {unread.length > 0 && (
        <p className="notice">The EHR does not offer {unread.join(', ')} to this service, so nothing is said of it.</p>
      )}
      {unreadVisits !== undefined && unreadVisits.unread > 0 && (
        <p className="notice">
          Postil has not read the notes of {unreadVisits.unread} of {unreadVisits.of} finished visits: of their lines it
          is not said whether they are documented. npm run batch reads them.
        </p>
      )}
      <p>
        {all.length === 0 ? 'Nothing is open.' : `${all.length} to look at`} in {answer.days.length}{' '}
        {answer.days.length === 1 ? 'day' : 'days'}.
      </p>
      <fieldset className="report-range">
        <legend className="soft">Picture and table</legend>
        {(['day', 'provider'] as const).map((one) => (
          <button key={one} type="button" className="choice" aria-pressed={view === one} onClick={() => setView(one)}>
            {one === 'day' ? 'By day' : 'By clinician'}
          </button>
        ))}
      </fieldset>
      {bars.length > 0 && (
        <>
          <BarChart
            title={view === 'day' ? 'How many to look at, by day' : 'How many to look at, by clinician'}
            bars={bars}
          />
          <CountTable bars={bars} heading={view === 'day' ? 'Day' : 'Clinician'} />
        </>
      )}
      <ProviderTable answer={answer} />
      <GapList gaps={gaps} kind={kind} onKind={setKind} />
      <SaveTable name="days-end.csv" rows={() => tabulateGaps(gaps)} />
    </>
  )
}

type CountProps = { readonly bars: ReturnType<typeof drawGaps>; readonly heading: string }

function CountTable({ bars, heading }: CountProps) {
  return (
    <ReportTable
      label="The figures of the picture"
      caption="The figures of the picture"
      columns={[heading, ...GAP_KINDS.map((kind) => ({ number: GAP_WORDS[kind] }))]}
    >
      {bars.map(({ name, parts }) => (
        <tr key={name}>
          <th scope="row">{name}</th>
          {parts.map((part) => (
            <td key={part.name} className="number">
              {part.value}
            </td>
          ))}
        </tr>
      ))}
    </ReportTable>
  )
}

function ProviderTable({ answer }: { readonly answer: DayEndAnswer }) {
  return (
    <ReportTable
      label="Visits by clinician"
      caption="Visits by clinician"
      columns={[
        'Clinician',
        { number: 'Appointments kept' },
        { number: 'Finished' },
        { number: 'Coded' },
        { number: 'Filed' },
      ]}
    >
      {addUpProviders(answer).map(({ name, kept, finished, coded, filed }) => (
        <tr key={name}>
          <th scope="row">{name}</th>
          <td className="number">{kept}</td>
          <td className="number">{finished}</td>
          <td className="number">{coded}</td>
          <td className="number">{filed}</td>
        </tr>
      ))}
    </ReportTable>
  )
}

type ListProps = {
  readonly gaps: readonly DatedGap[]
  readonly kind: GapKind | 'all'
  readonly onKind: (kind: GapKind | 'all') => void
}

function GapList({ gaps, kind, onKind }: ListProps) {
  const id = useId()
  const choose = (value: string) => onKind(GAP_KINDS.find((one) => one === value) ?? 'all')
  return (
    <section aria-label="To look at">
      <div className="report-range">
        <label htmlFor={id}>
          Show
          <select id={id} className="field" value={kind} onChange={(event) => choose(event.target.value)}>
            <option value="all">Everything</option>
            {GAP_KINDS.map((one) => (
              <option key={one} value={one}>
                {GAP_WORDS[one]}
              </option>
            ))}
          </select>
        </label>
      </div>
      {gaps.length === 0 ? (
        <p>Nothing of this kind.</p>
      ) : (
        <ReportTable
          label="List of what to look at"
          caption={
            gaps.length > MOST_ROWS ? `The first ${MOST_ROWS} of ${gaps.length}; the file has all` : 'What to look at'
          }
          columns={['Day', 'What', 'Where in the EHR', 'Clinician']}
        >
          {gaps.slice(0, MOST_ROWS).map((gap, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: one visit can have the same gap twice, and nothing else tells them apart
            <tr key={`${gap.reference}/${gap.kind}/${gap.code}/${index}`}>
              <td>{gap.day}</td>
              <td>
                {GAP_WORDS[gap.kind]}
                {gap.code !== undefined && `: ${gap.code}`}
                {gap.text !== undefined && `, ${gap.text}`}
              </td>
              <td>
                {gap.reference}
                {gap.visitType !== undefined && `, ${gap.visitType}`}
              </td>
              <td>{nameProvider(gap.provider)}</td>
            </tr>
          ))}
        </ReportTable>
      )}
    </section>
  )
}
