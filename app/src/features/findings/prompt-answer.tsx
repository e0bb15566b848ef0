import type { DecisionChoice } from '#coding/domain/decision.ts'
import type { PromptContent } from '#coding/domain/prompt.ts'
import { CopyLine } from '../../ui/copy-line.tsx'
import type { InsertLine } from '../../ui/insert-line.ts'

type Props = {
  readonly prompt: PromptContent
  readonly choice: DecisionChoice
  readonly insertLine: InsertLine | undefined
  readonly onUndo: () => void
}

/** After an answer: the line for the note. The code follows only once the note itself says it. */
export function PromptAnswer({ prompt, choice, insertLine, onUndo }: Props) {
  const { words, line } = describeAnswer(prompt, choice)
  return (
    <div className="stack">
      <p className="row">
        <span>
          Your answer: <strong dir="auto">{words}</strong>
        </span>
        <button type="button" className="link" data-key="z" onClick={onUndo}>
          Undo
        </button>
      </p>
      {line !== undefined && <CopyLine line={line} insertLine={insertLine} />}
    </div>
  )
}

function describeAnswer(prompt: PromptContent, choice: DecisionChoice): { readonly words: string; line?: string } {
  if (choice.kind === 'unable-to-determine') return { words: 'unable to determine' }
  if (choice.kind === 'answer-other') return { words: choice.text, line: choice.text }
  const chosen = choice.kind === 'answer' ? prompt.options.find(({ id }) => id === choice.option) : undefined
  return chosen ? { words: chosen.text, line: chosen.line } : { words: 'recorded' }
}
