import type { DraftDiagnosis, DraftLine } from '#coding/domain/draft-claim.ts'
import { MAX_POINTERS } from './draft-plan.ts'

type Props = {
  readonly line: DraftLine
  readonly diagnoses: readonly DraftDiagnosis[]
  readonly onToggle: (code: DraftDiagnosis['code']['code']) => void
}

/** As many boxes stand open as fit in a row; the boxes of a long claim are unfolded where one is wanted. */
const UNFOLDED = 4

/** Which diagnoses a line is for: named in one row, and chosen behind it. */
export function LinePointers({ line: { diagnosisPointers }, diagnoses, onToggle }: Props) {
  if (diagnoses.length === 0) return <p className="soft">Accept a diagnosis first.</p>
  const named = diagnosisPointers.map((place) => diagnoses[place - 1]?.code.code).filter((code) => code !== undefined)
  const isFull = diagnosisPointers.length >= MAX_POINTERS
  return (
    <details open={diagnoses.length <= UNFOLDED}>
      <summary className="numeric">For {named.length === 0 ? 'no diagnosis yet' : named.join(', ')}</summary>
      <fieldset className="pointers">
        <legend className="visually-hidden">For diagnosis</legend>
        {diagnoses.map(({ code: { code } }, index) => {
          const isChosen = diagnosisPointers.includes(index + 1)
          return (
            <label key={code} className="inline-label">
              <input
                type="checkbox"
                checked={isChosen}
                disabled={isFull && !isChosen}
                onChange={() => onToggle(code)}
              />
              <span className="numeric">
                {index + 1} {code}
              </span>
            </label>
          )
        })}
      </fieldset>
    </details>
  )
}
