import { type FormEvent, useId, useState } from 'react'
import { type VisitFamily, visitLevels } from '#coding/claims/visit-levels.ts'
import type { Setting } from '#coding/domain/encounter-record.ts'
import { CodeField } from '../../ui/code-field/code-field.tsx'
import type { SearchCodes } from '../../ui/code-field/code-suggestions.ts'
import { TypedCodeField } from '../../ui/code-field/typed-code-field.tsx'
import { keepFocusInView } from '../../ui/keep-in-view.ts'
import type { DraftStore } from './draft-store.ts'
import { tryParseProcedureEntry } from './parse-entries.ts'

/** In the order of how often they are chosen; a hospital's own claim has visits of its clinics and emergency alone. */
const FAMILIES: readonly (readonly [VisitFamily, string, 'professional' | 'both'])[] = [
  ['office-established', 'Office, established patient', 'both'],
  ['office-new', 'Office, new patient', 'both'],
  ['emergency', 'Emergency department', 'both'],
  ['hospital-initial', 'Hospital, first visit', 'professional'],
  ['hospital-subsequent', 'Hospital, later visit', 'professional'],
  ['hospital-same-day', 'Hospital, admitted and discharged the same day', 'professional'],
  ['hospital-discharge', 'Hospital, discharge', 'professional'],
  ['consult-office', 'Consultation, office', 'professional'],
  ['consult-hospital', 'Consultation, hospital', 'professional'],
  ['nursing-initial', 'Nursing facility, first visit', 'professional'],
  ['nursing-subsequent', 'Nursing facility, later visit', 'professional'],
  ['home-new', 'Home, new patient', 'professional'],
  ['home-established', 'Home, established patient', 'professional'],
]

/** A visit by our own label, or any procedure by its number; a coder searches the table of HCPCS where it is imported. */
type Props = {
  readonly draft: DraftStore
  readonly setting: Setting
  /** For a coder, where codes of HCPCS can be searched. */
  readonly search: SearchCodes | undefined
}

export function AddLine({ draft, setting, search }: Props) {
  const families = FAMILIES.filter(([, , by]) => setting === 'professional' || by === 'both')
  const problemId = useId()
  const [visit, setVisit] = useState('')
  const [text, setText] = useState('')
  const [problem, setProblem] = useState<string>()
  const add = (entry: string) => {
    const parsed = tryParseProcedureEntry(entry)
    setProblem(parsed.ok ? undefined : parsed.problem)
    if (!parsed.ok) return
    draft.addLine(parsed.value)
    setText('')
    keepFocusInView()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    add(text)
  }
  // A button of its own: arrow keys change a closed select, and looking through the list must not add lines.
  const submitVisit = (event: FormEvent) => {
    event.preventDefault()
    if (visit !== '') add(visit)
    setVisit('')
  }
  return (
    <div className="add-line">
      <form onSubmit={submitVisit}>
        <label>
          <span>Visit</span>
          <select className="field" value={visit} onChange={(event) => setVisit(event.target.value)}>
            <option value="" disabled>
              Choose a visit
            </option>
            {families.map(([family, label]) => (
              <optgroup key={family} label={label}>
                {visitLevels
                  .filter((level) => level.family === family)
                  .map((level) => (
                    <option key={level.code} value={level.code}>
                      {level.code} {level.label}
                    </option>
                  ))}
              </optgroup>
            ))}
          </select>
        </label>
        <button type="submit" className="button" aria-disabled={visit === ''}>
          Add visit
        </button>
      </form>
      <form onSubmit={submit}>
        {search ? (
          <CodeField
            label="Add line by code"
            value={text}
            search={search}
            isInvalid={problem !== undefined}
            describedBy={problemId}
            onChange={setText}
          />
        ) : (
          <TypedCodeField
            label="Add line by code"
            value={text}
            maxLength={5}
            isInvalid={problem !== undefined}
            describedBy={problemId}
            onChange={setText}
          />
        )}
        <button type="submit" className="button">
          Add line
        </button>
      </form>
      <p id={problemId} role="status" className="caution">
        {problem}
      </p>
    </div>
  )
}
