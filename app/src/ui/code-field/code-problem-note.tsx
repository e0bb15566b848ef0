import type { Icd10Code } from '#coding/domain/icd10-code.ts'
import type { CodeProblem } from './code-suggestions.ts'

type Props = {
  readonly id: string
  readonly problem: CodeProblem | undefined
  readonly onUse: (code: Icd10Code) => void
}

/** Why a code cannot be used and, for one that was replaced, what took its place. */
export function CodeProblemNote({ id, problem, onUse }: Props) {
  return (
    <div>
      <p id={id} role="status" className="caution">
        {problem?.reason}
      </p>
      {problem && problem.replacedBy.length > 0 && (
        <div className="row">
          {problem.replacedBy.map((code) => (
            <button key={code} type="button" className="choice numeric" onClick={() => onUse(code)}>
              Use {code} instead
            </button>
          ))}
        </div>
      )}
    </div>
  )
}
