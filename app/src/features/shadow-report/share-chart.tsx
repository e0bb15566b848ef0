import { useId } from 'react'
import type { Comparison, Share } from '#coding/reports/compare-codes.ts'

type Props = { readonly title: string; readonly rows: readonly Comparison[] }

const [WIDTH, LEFT, RIGHT, ROW] = [400, 10, 16, 52]

/** A dot for each share, a line for its interval, below the name; the table beside it has the figures. */
export function ShareChart({ title, rows }: Props) {
  const id = useId()
  const place = (share: number): number => LEFT + share * (WIDTH - LEFT - RIGHT)
  return (
    <figure className="chart">
      <figcaption id={id}>{title}</figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${rows.length * ROW + 22}`} role="img" aria-labelledby={id} focusable="false">
        {rows.map(({ name, found, right }, row) => (
          <g key={name}>
            <text x={0} y={row * ROW + 16} className="chart-name">
              {name}
            </text>
            <Interval share={found} y={row * ROW + 28} place={place} part={0} />
            <Interval share={right} y={row * ROW + 42} place={place} part={2} />
          </g>
        ))}
        {[0, 0.5, 1].map((share) => (
          <text
            key={share}
            x={place(share)}
            y={rows.length * ROW + 16}
            textAnchor={share === 1 ? 'end' : share === 0 ? 'start' : 'middle'}
            className="chart-name"
          >
            {share * 100} %
          </text>
        ))}
      </svg>
      <ul className="chart-legend">
        {['Found: of what was coded', 'Right: of what was suggested'].map((name, index) => (
          <li key={name}>
            <svg viewBox="0 0 12 12" aria-hidden="true" focusable="false">
              {index === 0 ? (
                <circle cx="6" cy="6" r="5" className="chart-part-0" />
              ) : (
                <rect x="1" y="1" width="10" height="10" className="chart-part-2" />
              )}
            </svg>
            {name}
          </li>
        ))}
      </ul>
    </figure>
  )
}

type IntervalProps = {
  readonly share: Share
  readonly y: number
  readonly place: (share: number) => number
  readonly part: 0 | 2
}

/** Round and square, so that the two are told apart without colour. */
function Interval({ share, y, place, part }: IntervalProps) {
  if (share.of === 0) return undefined
  const x = place(share.share)
  return (
    <g>
      <line x1={place(share.low)} x2={place(share.high)} y1={y} y2={y} className="chart-line" />
      {part === 0 ? (
        <circle cx={x} cy={y} r="5" className="chart-dot chart-part-0" />
      ) : (
        <rect x={x - 5} y={y - 5} width="10" height="10" className="chart-part-2" />
      )}
    </g>
  )
}
