import { useId } from 'react'

export type IntervalRow = {
  readonly name: string
  /** Undefined where too little is known to be told. */
  readonly interval?: { readonly share: number; readonly low: number; readonly high: number } | undefined
}

/** `title` is for a screen reader: the heading above says it to the eye. */
type Props = { readonly title: string; readonly rows: readonly IntervalRow[] }

const [WIDTH, LEFT, RIGHT, ROW] = [400, 10, 20, 42]

/** A dot for each share and a line for its interval, below its name; the table beside it has the figures. */
export function IntervalChart({ title, rows }: Props) {
  const id = useId()
  // Accuracy is near 1: what is far from it is not drawn in the room of what differs.
  const least = Math.min(1, ...rows.map(({ interval }) => interval?.low ?? 1))
  const from = Math.min(0.9, Math.floor(least * 10) / 10)
  const place = (share: number): number => LEFT + ((share - from) / (1 - from)) * (WIDTH - LEFT - RIGHT)
  return (
    <figure className="chart">
      <figcaption id={id} className="visually-hidden">
        {title}
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${rows.length * ROW + 22}`} role="img" aria-labelledby={id} focusable="false">
        {rows.map(({ name, interval }, row) => (
          <g key={name}>
            <text x={0} y={row * ROW + 16} className="chart-name">
              {name}
            </text>
            <line x1={place(from)} x2={place(1)} y1={row * ROW + 30} y2={row * ROW + 30} className="chart-grid" />
            {interval ? (
              <>
                <line
                  x1={place(interval.low)}
                  x2={place(interval.high)}
                  y1={row * ROW + 30}
                  y2={row * ROW + 30}
                  className="chart-line"
                />
                <circle cx={place(interval.share)} cy={row * ROW + 30} r="5" className="chart-dot chart-part-0" />
              </>
            ) : (
              <text x={LEFT} y={row * ROW + 34} className="chart-name">
                too few to tell
              </text>
            )}
          </g>
        ))}
        {[from, 1].map((share) => (
          <text
            key={share}
            x={place(share)}
            y={rows.length * ROW + 16}
            textAnchor={share === 1 ? 'end' : 'start'}
            className="chart-name"
          >
            {Math.round(share * 100)} %
          </text>
        ))}
      </svg>
    </figure>
  )
}
