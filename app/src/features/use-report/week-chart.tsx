import { useId } from 'react'
import type { Point } from './use-words.ts'

type Props = { readonly title: string; readonly points: readonly Point[]; readonly isShare: boolean }

const [WIDTH, HEIGHT, LEFT, BOTTOM, TOP, RIGHT] = [400, 160, 44, 26, 12, 12]

/** A dot a week and a line between neighbours; a week that is not told breaks the line. The table below has the figures. */
export function WeekChart({ title, points, isShare }: Props) {
  const id = useId()
  const top = isShare ? 1 : Math.max(1e-9, ...points.map(({ value }) => value ?? 0))
  // A balance may be below nothing.
  const bottom = Math.min(0, ...points.map(({ value }) => value ?? 0))
  const x = (index: number): number =>
    points.length < 2
      ? (LEFT + WIDTH - RIGHT) / 2
      : LEFT + 6 + (index * (WIDTH - LEFT - RIGHT - 12)) / (points.length - 1)
  const y = (value: number): number => HEIGHT - BOTTOM - ((value - bottom) / (top - bottom)) * (HEIGHT - BOTTOM - TOP)
  const label = (value: number): string => (isShare ? `${Math.round(value * 100)} %` : value.toPrecision(2))
  return (
    <figure className="chart">
      <figcaption id={id}>{title}</figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-labelledby={id} focusable="false">
        {[...new Set([bottom, 0, top])].map((value) => (
          <g key={value}>
            <line x1={LEFT} x2={WIDTH - RIGHT} y1={y(value)} y2={y(value)} className="chart-line" />
            <text x={LEFT - 6} y={y(value) + 4} textAnchor="end" className="chart-name">
              {label(value)}
            </text>
          </g>
        ))}
        {points.map(({ monday, value }, index) => {
          const next = points[index + 1]?.value
          if (value === undefined) return undefined
          return (
            <g key={monday}>
              {next !== undefined && (
                <line x1={x(index)} y1={y(value)} x2={x(index + 1)} y2={y(next)} className="chart-line" />
              )}
              <circle cx={x(index)} cy={y(value)} r="4" className="chart-dot chart-part-0" />
            </g>
          )
        })}
        <text x={LEFT} y={HEIGHT - 6} className="chart-name">
          {points[0]?.monday}
        </text>
        {points.length > 1 && (
          <text x={WIDTH - RIGHT} y={HEIGHT - 6} textAnchor="end" className="chart-name">
            {points.at(-1)?.monday}
          </text>
        )}
      </svg>
    </figure>
  )
}
