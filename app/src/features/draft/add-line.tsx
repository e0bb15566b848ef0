import { type FormEvent, useId, useState } from 'react'
import { type VisitFamily, visitLevels } from '#coding/claims/visit-levels.ts'
import type { DraftStore } from './draft-store.ts'
import { tryParseProcedureEntry } from './parse-entries.ts'

const FAMILIES: readonly (readonly [VisitFamily, string])[] = [
  ['office-established', 'Office, established patient'],
  ['office-new', 'Office, new patient'],
  ['emergency', 'Emergency department'],
]

/** A visit by our own label, or any procedure by its number: Postil holds no descriptors to search in. */
export function AddLine({ draft }: { readonly draft: DraftStore }) {
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
            {FAMILIES.map(([family, label]) => (
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
        <label>
          <span>Add line by code</span>
          <input
            className="field numeric"
            value={text}
            maxLength={5}
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            aria-invalid={problem !== undefined}
            aria-describedby={problemId}
            onChange={(event) => setText(event.target.value)}
          />
        </label>
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
