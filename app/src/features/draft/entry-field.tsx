import { useEffect, useId, useState } from 'react'
import type { Result } from '#coding/domain/result.ts'

type Props<Value> = {
  readonly label: string
  readonly value: string
  readonly parse: (text: string) => Result<Value, string>
  readonly onChange: (value: Value) => void
  readonly type?: 'text' | 'date'
  readonly className?: string
}

/** A field that hands on only what parses, and keeps what was typed with a word about it otherwise. */
export function EntryField<Value>({ label, value, parse, onChange, type = 'text', className }: Props<Value>) {
  const id = useId()
  const [text, setText] = useState(value)
  const [problem, setProblem] = useState<string>()
  useEffect(() => setText(value), [value])
  const take = (next: string) => {
    setText(next)
    const parsed = parse(next)
    if (!parsed.ok) return
    setProblem(undefined)
    onChange(parsed.value)
  }
  // Half a modifier is not a mistake while it is being typed.
  const judge = () => {
    const parsed = parse(text)
    setProblem(parsed.ok ? undefined : parsed.problem)
  }
  return (
    <label className={className}>
      <span>{label}</span>
      <input
        className="field numeric"
        type={type}
        name={label}
        value={text}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        aria-invalid={problem !== undefined}
        aria-describedby={problem === undefined ? undefined : id}
        onChange={(event) => take(event.target.value)}
        onBlur={judge}
      />
      {problem !== undefined && (
        <span id={id} role="status" className="caution">
          {problem}
        </span>
      )}
    </label>
  )
}
