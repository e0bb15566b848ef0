/** Another code for the same words. Its shape is judged here; whether it may be claimed on the day, by the code set. */
import { type FormEvent, type KeyboardEvent, useId, useState } from 'react'
import { CodingError } from '#coding/domain/errors.ts'
import { tryParseIcd10Code } from '#coding/domain/icd10-code.ts'
import { parseProcedureCode } from '#coding/domain/procedure-code.ts'
import type { Result } from '#coding/domain/result.ts'
import type { ValidatedCode } from '#coding/domain/validated-code.ts'
import { CodeField } from '../../ui/code-field/code-field.tsx'
import { CodeProblemNote } from '../../ui/code-field/code-problem-note.tsx'
import type { CodeProblem } from '../../ui/code-field/code-suggestions.ts'
import { TypedCodeField } from '../../ui/code-field/typed-code-field.tsx'
import type { FindingTools } from './finding-tools.ts'

type Props = {
  readonly code: ValidatedCode
  readonly tools: Pick<FindingTools, 'findCodeProblem' | 'searchCodes'>
  readonly onEdit: (code: string) => void
  readonly onCancel: () => void
}

export function CodeEdit({ code, tools, onEdit, onCancel }: Props) {
  const problemId = useId()
  const [text, setText] = useState<string>(code.code)
  const [problem, setProblem] = useState<CodeProblem>()
  const change = async () => {
    const checked = await checkEntry({ code, text }, tools.findCodeProblem)
    if (checked.ok) onEdit(checked.value)
    else setProblem(checked.problem)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void change()
  }
  const enter = (next: string) => {
    setText(next)
    setProblem(undefined)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    event.stopPropagation()
    onCancel()
  }
  const label = `Code instead of ${code.code}`
  const isInvalid = problem !== undefined
  return (
    <form className="stack" onSubmit={submit} onKeyDown={onKeyDown}>
      {code.category === 'diagnosis' ? (
        <CodeField
          label={label}
          value={text}
          search={tools.searchCodes}
          isInvalid={isInvalid}
          describedBy={problemId}
          autoFocus
          onChange={enter}
        />
      ) : (
        <TypedCodeField
          label={label}
          value={text}
          maxLength={10}
          isInvalid={isInvalid}
          describedBy={problemId}
          autoFocus
          onChange={enter}
        />
      )}
      <CodeProblemNote id={problemId} problem={problem} onUse={enter} />
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
): Promise<Result<string, CodeProblem>> {
  if (code.category !== 'diagnosis') return tryParseProcedure(text)
  const parsed = tryParseIcd10Code(text)
  if (!parsed) return refuse('This is not shaped like an ICD-10-CM code (for example M17.11).')
  if (parsed === code.code) return refuse('This is the code that is there already.')
  const problem = await findCodeProblem(parsed)
  return problem === undefined ? { ok: true, value: parsed } : { ok: false, problem }
}

function tryParseProcedure(text: string): Result<string, CodeProblem> {
  try {
    return { ok: true, value: parseProcedureCode(text) }
  } catch (error) {
    if (error instanceof CodingError) return refuse(error.message)
    throw error
  }
}

function refuse(reason: string): Result<string, CodeProblem> {
  return { ok: false, problem: { reason, replacedBy: [] } }
}
