/** Behind one figure: its numerator and denominator by week and by family, and the parts of its whole. */
import type { Measured, UseReportAnswer } from '#coding/contract/use-report.ts'
import { findDivided, findLine, MEASURES, type MeasureId } from '#coding/reports/measures.ts'
import {
  describeValue,
  findFormula,
  findKind,
  findUnit,
  MEASURE_WORDS,
  nameFamily,
} from '../../ui/report/measure-words.ts'
import { ReportTable } from '../../ui/report/report-table.tsx'
import { listParts, listPoints } from './use-words.ts'
import { WeekChart } from './week-chart.tsx'

type Props = { readonly id: MeasureId; readonly answer: UseReportAnswer; readonly onClose: () => void }

export function FigureDetail({ id, answer, onClose }: Props) {
  const measure = MEASURES.find((one) => one.id === id)
  if (!measure) return undefined
  const name = MEASURE_WORDS[id]
  const families = answer.families.filter(({ of }) => of === findDivided(measure))
  const line = answer.lines.find((one) => one.id === findLine(measure))
  return (
    <>
      <h3>{name}</h3>
      <p className="soft">{findFormula(id)}</p>
      <button type="button" className="button" onClick={onClose}>
        Back to the measures
      </button>
      <WeekChart title={name} points={listPoints(id, answer)} unit={findUnit(id)} isShare={findKind(id) === 'share'} />
      <Counts
        caption={`${name}, by week`}
        first="Week from"
        id={id}
        rows={answer.weeks.map(({ monday, measures }) => [monday, measures])}
      />
      {families.length > 0 && (
        <Counts
          caption={`${name}, by family`}
          first={findDivided(measure) === 'prompt' ? 'Questions about' : 'Codes of'}
          id={id}
          rows={families.map((family) => [nameFamily(family.name), family.measures])}
        />
      )}
      {line && (
        <ReportTable
          label={`${name}: parts of the whole`}
          caption={`${name}: parts of the whole`}
          columns={['Part', { number: 'Count' }]}
        >
          {listParts(line).map(([part, count]) => (
            <Part key={part} name={part} count={count} />
          ))}
        </ReportTable>
      )}
      {id === 'dismissed' && answer.dismissals.length > 0 && (
        <ReportTable
          label="Why questions were dismissed"
          caption="Why questions were dismissed"
          columns={['Reason', { number: 'Count' }]}
        >
          {answer.dismissals.map(({ reason, count }) => (
            <Part key={reason} name={reason.replaceAll('-', ' ')} count={count} />
          ))}
        </ReportTable>
      )}
    </>
  )
}

function Part({ name, count }: { readonly name: string; readonly count: number }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td className="number">{count}</td>
    </tr>
  )
}

type CountsProps = {
  readonly caption: string
  readonly first: string
  readonly id: MeasureId
  readonly rows: readonly (readonly [name: string, measures: readonly Measured[]])[]
}

function Counts({ caption, first, id, rows }: CountsProps) {
  // A median is of so many, and no quotient.
  const isQuotient = findKind(id) !== 'quantile'
  return (
    <ReportTable
      label={caption}
      caption={caption}
      columns={
        isQuotient
          ? [first, { number: 'Value' }, { number: 'Numerator' }, { number: 'Denominator' }]
          : [first, { number: 'Value' }, { number: 'Measured' }]
      }
    >
      {rows.map(([name, measures]) => {
        const measured = measures.find((one) => one.id === id) ?? { id }
        return (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td className="number">{describeValue(id, measured)}</td>
            {isQuotient && <td className="number">{formatCount(measured.told?.numerator)}</td>}
            <td className="number">{formatCount(measured.told?.denominator)}</td>
          </tr>
        )
      })}
    </ReportTable>
  )
}

function formatCount(value: number | undefined): string {
  return value === undefined ? '' : String(Math.round(value * 10) / 10)
}
