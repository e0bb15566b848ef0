import { type FormEvent, type KeyboardEvent, useState } from 'react'
import { CodingError } from '#coding/domain/errors.ts'
import { tryParseIcd10Code } from '#coding/domain/icd10-code.ts'
import { parseProcedureCode } from '#coding/domain/procedure-code.ts'
import type { ValidatedCode } from '#coding/domain/validated-code.ts'

type Props = {
  readonly code: ValidatedCode
  readonly onEdit: (code: string) => void
  readonly onCancel: () => void
}

/** Another code for the same words. Its shape is judged here; whether it exists on the day, by the code set. */
export function CodeEdit({ code, onEdit, onCancel }: Props) {
  const [text, setText] = useState<string>(code.code)
  const [problem, setProblem] = useState<string>()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const parsed = parseFor(code, text)
    if (parsed === undefined) setProblem(`This is not shaped like ${exampleFor(code)}.`)
    else if (parsed === code.code) setProblem('This is the code that is there already.')
    else onEdit(parsed)
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
          aria-describedby="code-edit-problem"
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      <p id="code-edit-problem" role="status" className="caution">
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

function parseFor(code: ValidatedCode, text: string): string | undefined {
  if (code.category === 'diagnosis') return tryParseIcd10Code(text)
  try {
    return parseProcedureCode(text)
  } catch (error) {
    if (error instanceof CodingError) return undefined
    throw error
  }
}

function exampleFor(code: ValidatedCode): string {
  return code.category === 'diagnosis'
    ? 'an ICD-10-CM code (for example M17.11)'
    : 'a procedure code (for example 99213)'
}
