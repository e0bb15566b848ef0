/** For a coder: where rules, model and chart do not say the same, with the words behind it. Nothing is decided here. */
import type { Evidence } from '#coding/domain/evidence.ts'
import type { Disagreement } from '#coding/queue/disagreements.ts'
import { Words } from '../../ui/words.tsx'
import { DISAGREEMENTS } from './queue-words.ts'

type Props = {
  readonly disagreements: readonly Disagreement[]
  readonly showInNote: (evidence: Evidence) => void
}

export function DisagreementList({ disagreements, showInNote }: Props) {
  if (disagreements.length === 0) return null
  return (
    <section aria-label="Disagreements" className="stack">
      <h2>Where rules, model and chart disagree</h2>
      {DISAGREEMENTS.map(([kind, words]) => {
        const listed = disagreements.filter((one) => one.kind === kind)
        if (listed.length === 0) return null
        return (
          <div key={kind} className="stack">
            <h3>{words}</h3>
            <ul>
              {listed.map((one) => (
                <li key={`${one.code} ${one.other}`}>
                  <Line one={one} showInNote={showInNote} />
                </li>
              ))}
            </ul>
          </div>
        )
      })}
    </section>
  )
}

/** Which side says which code. */
function nameSides({ kind, code, other }: Disagreement): string {
  if (other === undefined) return code
  return kind === 'other-code'
    ? `${code} on the chart, ${other} in the notes`
    : `${code} by the model, ${other} by rules`
}

type LineProps = { readonly one: Disagreement; readonly showInNote: Props['showInNote'] }

function Line({ one, showInNote }: LineProps) {
  const [evidence] = one.evidence
  return (
    <>
      <span className="numeric">{nameSides(one)}</span>
      {evidence && (
        <>
          {' '}
          <Words evidence={[evidence]} showInNote={showInNote} />
        </>
      )}
    </>
  )
}
