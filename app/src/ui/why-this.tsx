import type { ReactNode } from 'react'
import type { Finding } from '#coding/domain/finding.ts'

const SOURCE: Record<Finding['source'], string> = {
  chart: 'a coded entry in the chart',
  rule: 'a rule; no model was used',
  model: 'a model, then checked by rules',
  person: 'a person, by hand',
}

type Props = { readonly finding: Finding; readonly children: ReactNode }

/** "Why this?": the rule and what stands behind it, where it came from, and which version of the note it speaks of. */
export function WhyThis({ finding, children }: Props) {
  const rule = findRule(finding)
  const versions = [...new Set(listEvidence(finding).map(({ noteVersion }) => noteVersion))]
  return (
    <details className="why">
      <summary data-key="w">Why this</summary>
      <dl>
        {rule !== undefined && (
          <>
            <dt>Rule</dt>
            <dd>{rule}</dd>
          </>
        )}
        {children}
        <dt>Found by</dt>
        <dd>{SOURCE[finding.source]}</dd>
        {versions.length > 0 && (
          <>
            <dt>Read in</dt>
            <dd className="numeric">
              {versions.length === 1 ? 'version' : 'versions'} {versions.join(', ')} of the note
            </dd>
          </>
        )}
        <dt>Reference</dt>
        <dd className="numeric">{finding.fingerprint}</dd>
      </dl>
    </details>
  )
}

/** The id that rule, page, test and screen share; a code of the chart or of a model has none. */
function findRule(finding: Finding): string | undefined {
  switch (finding.kind) {
    case 'check':
      return finding.rule
    case 'prompt':
      return `${finding.prompt.promptKind}: ${finding.prompt.concept}`
    case 'code':
      return finding.states && `concept: ${finding.states.concept}`
  }
}

function listEvidence(finding: Finding): readonly { readonly noteVersion: string }[] {
  return finding.kind === 'prompt' ? finding.prompt.evidence : finding.evidence
}
