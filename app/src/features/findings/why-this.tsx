import type { ReactNode } from 'react'
import type { Finding } from '#coding/domain/finding.ts'

const SOURCE: Record<Finding['source'], string> = {
  chart: 'Read from a coded entry in the chart.',
  rule: 'Found by a rule. No model was used.',
  model: 'Suggested by a model, then checked by rules.',
  person: 'Entered by hand.',
}

type Props = { readonly finding: Finding; readonly children: ReactNode }

/** "Why this?": where it came from and which table or rule stands behind it. */
export function WhyThis({ finding, children }: Props) {
  return (
    <details className="why">
      <summary data-key="w">Why this</summary>
      <dl>
        {children}
        <dt>Found by</dt>
        <dd>{SOURCE[finding.source]}</dd>
        <dt>Reference</dt>
        <dd className="numeric">{finding.fingerprint}</dd>
      </dl>
    </details>
  )
}
