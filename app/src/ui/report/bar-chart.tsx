import { useId } from 'react'

export type BarPart = { readonly name: string; readonly value: number }
export type Bar = { readonly name: string; readonly parts: readonly BarPart[] }

type Props = {
  readonly title: string
  /** All with the same parts, in the same order. */
  readonly bars: readonly Bar[]
}

const [WIDTH, ROW, THICK] = [400, 46, 18]

/**
 * Stacked bars, each below its name, so that names of any length stay readable. The picture is for the eye: the same figures stand in the
 * table beside it, which a screen reader reads instead.
 */
export function BarChart({ title, bars }: Props) {
  const id = useId()
  const longest = Math.max(1, ...bars.map(({ parts }) => parts.reduce((sum, { value }) => sum + value, 0)))
  const [first] = bars
  return (
    <figure className="chart">
      <figcaption id={id}>{title}</figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${bars.length * ROW}`} role="img" aria-labelledby={id} focusable="false">
        {bars.map((bar, row) => (
          <BarRow key={bar.name} bar={bar} top={row * ROW} scale={(WIDTH - 40) / longest} />
        ))}
      </svg>
      <ul className="chart-legend">
        {first?.parts.map(({ name }, part) => (
          <li key={name}>
            <svg viewBox="0 0 12 12" aria-hidden="true" focusable="false">
              <rect width="12" height="12" className={`chart-part-${part}`} />
            </svg>
            {name}
          </li>
        ))}
      </ul>
    </figure>
  )
}

function BarRow({ bar, top, scale }: { readonly bar: Bar; readonly top: number; readonly scale: number }) {
  const total = bar.parts.reduce((sum, { value }) => sum + value, 0)
  let left = 0
  return (
    <g>
      <text x={0} y={top + 16} className="chart-name">
        {bar.name}
      </text>
      {bar.parts.map(({ name, value }, part) => {
        const x = left
        left += value * scale
        return (
          value > 0 && (
            <rect
              key={name}
              x={x}
              y={top + 22}
              width={Math.max(1, value * scale - 1)}
              height={THICK}
              className={`chart-part-${part}`}
            />
          )
        )
      })}
      <text x={left + 6} y={top + 36} className="chart-name">
        {total}
      </text>
    </g>
  )
}
