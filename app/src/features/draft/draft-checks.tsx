import type { CheckFinding, CheckSeverity } from '#coding/domain/finding.ts'

const SEVERITY: Record<CheckSeverity, string> = {
  error: 'Must be put right',
  recode: 'Recoded',
  warning: 'Please look',
  question: 'Question',
  information: 'Note',
}

type Props = { readonly checks: readonly CheckFinding[]; readonly checksOff: string | undefined }

/** What the claim rules say of this draft, each with its source. */
export function DraftChecks({ checks, checksOff }: Props) {
  if (checksOff !== undefined) return <p className="soft">The draft was not checked. {checksOff}</p>
  return (
    <ul className="stack" aria-label="Checks of the draft">
      {checks.map(({ id, severity, message, advice, rule, ruleSource }) => (
        <li key={id} className={`check ${severity}`}>
          <p className="severity">{SEVERITY[severity]}</p>
          <p>{message}</p>
          <p className="soft">{advice}</p>
          <details>
            <summary>Source</summary>
            <p className="soft">
              {ruleSource.title}, {ruleSource.edition}, {ruleSource.section} ({rule})
            </p>
          </details>
        </li>
      ))}
    </ul>
  )
}
