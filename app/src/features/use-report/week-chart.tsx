import { useId } from 'react'
import type { Point } from './use-words.ts'

type Props = {
  readonly title: string
  readonly points: readonly Point[]
  /** What stands beside the axis: days, ms, % and the like. */
  readonly unit: string
  /** From nothing to all; other axes end with their largest value. */
  readonly isShare: boolean
}

const [WIDTH, HEIGHT, LEFT, BOTTOM, TOP, RIGHT] = [400, 190, 60, 46, 30, 14]

/** A dot a week and a line between neighbours; a week that is not told breaks the line. The table below has the figures. */
export function WeekChart({ title, points, unit, isShare }: Props) {
  const id = useId()
  const values = points.flatMap(({ value }) => value ?? [])
  if (values.length === 0) return <p className="soft">No week alone has enough visits for a picture.</p>
  const largest = Math.max(0, ...values)
  // A balance may be below nothing.
  const bottom = Math.min(0, ...values)
  const top = isShare || largest === bottom ? 1 : largest
  const x = (index: number): number =>
    points.length < 2
      ? (LEFT + WIDTH - RIGHT) / 2
      : LEFT + 6 + (index * (WIDTH - LEFT - RIGHT - 12)) / (points.length - 1)
  const y = (value: number): number => HEIGHT - BOTTOM - ((value - bottom) / (top - bottom)) * (HEIGHT - BOTTOM - TOP)
  return (
    <figure className="chart">
      <figcaption id={id}>{title}, by week</figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-labelledby={id} focusable="false">
        <text x={LEFT} y={14} className="chart-name">
          {unit}
        </text>
        {[...new Set([bottom, 0, top])].map((value) => (
          <g key={value}>
            <line x1={LEFT} x2={WIDTH - RIGHT} y1={y(value)} y2={y(value)} className="chart-grid" />
            <text x={LEFT - 6} y={y(value) + 4} textAnchor="end" className="chart-name">
              {formatTick(value, isShare)}
            </text>
          </g>
        ))}
        {points.map(({ monday, value }, index) => {
          const next = points[index + 1]?.value
          return (
            <g key={monday}>
              <line x1={x(index)} x2={x(index)} y1={y(bottom)} y2={y(bottom) + 4} className="chart-grid" />
              {value !== undefined && next !== undefined && (
                <line x1={x(index)} y1={y(value)} x2={x(index + 1)} y2={y(next)} className="chart-line" />
              )}
              {value !== undefined && <circle cx={x(index)} cy={y(value)} r="4" className="chart-dot chart-part-0" />}
            </g>
          )
        })}
        <text x={LEFT} y={HEIGHT - 26} className="chart-name">
          {points[0]?.monday}
        </text>
        {points.length > 1 && (
          <text x={WIDTH - RIGHT} y={HEIGHT - 26} textAnchor="end" className="chart-name">
            {points.at(-1)?.monday}
          </text>
        )}
        <text x={(LEFT + WIDTH - RIGHT) / 2} y={HEIGHT - 6} textAnchor="middle" className="chart-name">
          week from
        </text>
      </svg>
    </figure>
  )
}

/** Two figures are enough beside a picture; the table has the others. */
function formatTick(value: number, isShare: boolean): string {
  if (isShare) return `${Math.round(value * 100)} %`
  return Math.abs(value) >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(2)))
}
