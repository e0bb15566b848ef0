/** A diagnosis that nobody suggested: the code, and the words of the note that say it. */
import { type FormEvent, useId, useState } from 'react'
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import type { CodeFinding } from '#coding/domain/finding.ts'
import { CodeField } from '../../ui/code-field/code-field.tsx'
import { CodeProblemNote } from '../../ui/code-field/code-problem-note.tsx'
import type { CodeProblem, SearchCodes } from '../../ui/code-field/code-suggestions.ts'
import { keepFocusInView } from '../../ui/keep-in-view.ts'
import { enterDiagnosis, type LookUpDiagnosis } from './enter-diagnosis.ts'

type Props = {
  /** What opens the form, and what sends it. */
  readonly summary: string
  readonly action: string
  readonly onEnter: (finding: CodeFinding) => void
  readonly record: EncounterRecord
  readonly lookUp: LookUpDiagnosis
  readonly searchCodes: SearchCodes
}

export function AddDiagnosis({ summary, action, onEnter, record, lookUp, searchCodes }: Props) {
  const problemId = useId()
  const [code, setCode] = useState('')
  const [words, setWords] = useState('')
  const [problem, setProblem] = useState<CodeProblem>()
  const add = async () => {
    const entered = await enterDiagnosis({ code, words, record }, lookUp)
    setProblem(entered.ok ? undefined : entered.problem)
    if (!entered.ok) return
    onEnter(entered.value)
    setCode('')
    setWords('')
    keepFocusInView()
  }
  const enterCode = (next: string) => {
    setCode(next)
    setProblem(undefined)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void add()
  }
  return (
    <details>
      <summary>{summary}</summary>
      <form className="stack" onSubmit={submit}>
        <CodeField
          label="ICD-10-CM code"
          value={code}
          search={searchCodes}
          isInvalid={problem !== undefined}
          describedBy={problemId}
          onChange={enterCode}
        />
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
        <CodeProblemNote id={problemId} problem={problem} onUse={enterCode} />
        <p>
          <button type="submit" className="button">
            {action}
          </button>
        </p>
      </form>
    </details>
  )
}
