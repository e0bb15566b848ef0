/** A diagnosis that nobody suggested: the code, and the words of the note that say it. */
import { type FormEvent, useId, useState } from 'react'
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import type { DraftStore } from './draft-store.ts'
import { enterDiagnosis, type LookUpDiagnosis } from './enter-diagnosis.ts'

type Props = {
  readonly draft: DraftStore
  readonly record: EncounterRecord
  readonly lookUp: LookUpDiagnosis
}

export function AddDiagnosis({ draft, record, lookUp }: Props) {
  const problemId = useId()
  const [code, setCode] = useState('')
  const [words, setWords] = useState('')
  const [problem, setProblem] = useState<string>()
  const add = async () => {
    const entered = await enterDiagnosis({ code, words, record }, lookUp)
    setProblem(entered.ok ? undefined : entered.problem)
    if (!entered.ok) return
    draft.addEntered(entered.value)
    setCode('')
    setWords('')
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void add()
  }
  return (
    <details>
      <summary>Add diagnosis by code</summary>
      <form className="stack" onSubmit={submit}>
        <label>
          <span>ICD-10-CM code</span>
          <input
            className="field numeric"
            value={code}
            maxLength={10}
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            aria-invalid={problem !== undefined}
            aria-describedby={problemId}
            onChange={(event) => setCode(event.target.value)}
          />
        </label>
        <label>
          <span>Words in the note that say it</span>
          <input
            className="field"
            dir="auto"
            value={words}
            maxLength={300}
            aria-describedby={problemId}
            onChange={(event) => setWords(event.target.value)}
          />
        </label>
        <p id={problemId} role="status" className="caution">
          {problem}
        </p>
        <p>
          <button type="submit" className="button">
            Add diagnosis
          </button>
        </p>
      </form>
    </details>
  )
}
