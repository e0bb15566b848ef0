/** Another code for the same words. Its shape is judged here; whether it may be claimed on the day, by the code set. */
import { type FormEvent, type KeyboardEvent, useId, useState } from 'react'
import { CodingError } from '#coding/domain/errors.ts'
import { tryParseIcd10Code } from '#coding/domain/icd10-code.ts'
import { parseProcedureCode } from '#coding/domain/procedure-code.ts'
import type { Result } from '#coding/domain/result.ts'
import type { ValidatedCode } from '#coding/domain/validated-code.ts'
import type { FindingTools } from './finding-tools.ts'

type Props = {
  readonly code: ValidatedCode
  readonly findCodeProblem: FindingTools['findCodeProblem']
  readonly onEdit: (code: string) => void
  readonly onCancel: () => void
}

export function CodeEdit({ code, findCodeProblem, onEdit, onCancel }: Props) {
  const problemId = useId()
  const [text, setText] = useState<string>(code.code)
  const [problem, setProblem] = useState<string>()
  const change = async () => {
    const checked = await checkEntry({ code, text }, findCodeProblem)
    if (checked.ok) onEdit(checked.value)
    else setProblem(checked.problem)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void change()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    event.stopPropagation()
    onCancel()
  }
  return (
    <form className="stack" onSubmit={submit} onKeyDown={onKeyDown}>
      <label>
        <span>Code instead of {code.code}</span>
        <input
          className="field numeric"
          value={text}
          maxLength={10}
          autoCapitalize="characters"
          autoComplete="off"
          spellCheck={false}
          autoFocus
          aria-invalid={problem !== undefined}
          aria-describedby={problemId}
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      <p id={problemId} role="status" className="caution">
        {problem}
      </p>
      <div className="row">
        <button type="submit" className="button">
          Use this code
        </button>
        <button type="button" className="link" onClick={onCancel}>
          Keep {code.code}
        </button>
      </div>
    </form>
  )
}

type Entry = { readonly code: ValidatedCode; readonly text: string }

async function checkEntry(
  { code, text }: Entry,
  findCodeProblem: FindingTools['findCodeProblem'],
): Promise<Result<string, string>> {
  if (code.category !== 'diagnosis') return tryParseProcedure(text)
  const parsed = tryParseIcd10Code(text)
  if (!parsed) return { ok: false, problem: 'This is not shaped like an ICD-10-CM code (for example M17.11).' }
  if (parsed === code.code) return { ok: false, problem: 'This is the code that is there already.' }
  const problem = await findCodeProblem(parsed)
  return problem === undefined ? { ok: true, value: parsed } : { ok: false, problem }
}

function tryParseProcedure(text: string): Result<string, string> {
  try {
    return { ok: true, value: parseProcedureCode(text) }
  } catch (error) {
    if (error instanceof CodingError) return { ok: false, problem: error.message }
    throw error
  }
}
