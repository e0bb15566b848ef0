import type { KeyboardEvent } from 'react'
import type { DraftDiagnosis } from '#coding/domain/draft-claim.ts'
import type { CodeFinding } from '#coding/domain/finding.ts'
import type { DraftStore } from './draft-store.ts'

type Props = {
  readonly diagnoses: readonly DraftDiagnosis[]
  readonly entered: readonly CodeFinding[]
  readonly draft: DraftStore
}

/** Accepted diagnoses in claim order: the first-listed one first. */
export function DraftDiagnoses({ diagnoses, entered, draft }: Props) {
  if (diagnoses.length === 0) return <p className="soft">No diagnosis accepted yet.</p>
  return (
    <ol className="diagnoses" aria-label="Diagnoses in order">
      {diagnoses.map(({ code: { code, title } }, index) => {
        const onKeyDown = (event: KeyboardEvent) => {
          const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : undefined
          if (!(by && event.altKey)) return
          event.preventDefault()
          draft.move(code, by)
        }
        return (
          <li key={code} onKeyDown={onKeyDown}>
            <span className="place numeric">{index + 1}</span>
            <span className="diagnosis-name">
              <span className="code-value numeric">{code}</span> {title}
            </span>
            {entered.some((one) => one.code.code === code) && (
              <button
                type="button"
                className="link"
                aria-label={`Take off ${code}`}
                onClick={() => draft.removeEntered(code)}
              >
                Take off
              </button>
            )}
            <span className="moves">
              <button
                type="button"
                className="icon"
                aria-label={`Move ${code} up`}
                aria-disabled={index === 0}
                onClick={() => draft.move(code, -1)}
              >
                ↑
              </button>
              <button
                type="button"
                className="icon"
                aria-label={`Move ${code} down`}
                aria-disabled={index === diagnoses.length - 1}
                onClick={() => draft.move(code, 1)}
              >
                ↓
              </button>
            </span>
          </li>
        )
      })}
    </ol>
  )
}
