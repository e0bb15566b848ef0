import type { IndicatorEvidence } from '#coding/domain/prompt.ts'
import { formatMoment } from '../../ui/format-date.ts'

/** Measured facts beside the words, each with its date. */
export function IndicatorList({ indicators }: { readonly indicators: readonly IndicatorEvidence[] }) {
  if (indicators.length === 0) return null
  return (
    <dl className="indicators numeric">
      {indicators.map(({ indicatorId, label, value, time }) => (
        <div key={indicatorId}>
          <dt>{label}</dt>
          <dd>
            {value}
            {time !== undefined && <span className="soft"> {formatMoment(time, new Date())}</span>}
          </dd>
        </div>
      ))}
    </dl>
  )
}
