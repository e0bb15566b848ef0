import { useId } from 'react'
import type { ReportRow } from './weekly-sections.ts'

type Props = { readonly title: string; readonly rows: readonly ReportRow[] }

const [SIZE, EDGE, TOP] = [320, 56, 34]

/** Where suggestions keep what they say, the dots stand on the diagonal. The table beside it has the figures. */
export function CalibrationChart({ title, rows }: Props) {
  const id = useId()
  const x = (share: number): number => EDGE + share * (SIZE - EDGE - 16)
  const y = (share: number): number => SIZE - EDGE - share * (SIZE - EDGE - TOP)
  return (
    <figure className="chart">
      <figcaption id={id} className="visually-hidden">
        {title}
      </figcaption>
      <svg viewBox={`0 0 ${SIZE} ${SIZE}`} role="img" aria-labelledby={id} focusable="false">
        <text x={x(0)} y={16} className="chart-name">
          codes that the second coder has too
        </text>
        <line x1={x(0)} y1={y(0)} x2={x(1)} y2={y(1)} className="chart-grid" strokeDasharray="4 4" />
        <line x1={x(0)} y1={y(0)} x2={x(1)} y2={y(0)} className="chart-grid" />
        <line x1={x(0)} y1={y(0)} x2={x(0)} y2={y(1)} className="chart-grid" />
        {rows.map(({ name, interval, said }) =>
          interval && said !== undefined ? (
            <g key={name}>
              <line x1={x(said)} y1={y(interval.low)} x2={x(said)} y2={y(interval.high)} className="chart-line" />
              <circle cx={x(said)} cy={y(interval.share)} r="5" className="chart-dot chart-part-0" />
            </g>
          ) : undefined,
        )}
        {[0, 1].map((share) => (
          <g key={share}>
            <text x={x(share)} y={y(0) + 16} textAnchor={share === 1 ? 'end' : 'start'} className="chart-name">
              {share * 100} %
            </text>
            <text x={EDGE - 8} y={y(share) + 4} textAnchor="end" className="chart-name">
              {share * 100} %
            </text>
          </g>
        ))}
        <text x={x(0.5)} y={SIZE - 8} textAnchor="middle" className="chart-name">
          confidence that was stated
        </text>
      </svg>
    </figure>
  )
}
