/** Codes of a visit that is read blind, typed or found by words; what is finished cannot be changed. */
import { type SubmitEvent, useId, useState } from 'react'
import { MAX_SECOND_CODES, type SecondCodingStep } from '#coding/contract/accuracy.ts'
import { isProcedureCode } from '#coding/reports/code-family.ts'
import { CodeField } from '../../ui/code-field/code-field.tsx'
import type { SearchCodes } from '../../ui/code-field/code-suggestions.ts'

type Props = {
  readonly search: SearchCodes
  /** Why a diagnosis code may not be claimed on the day, in words; undefined where it may. */
  readonly findProblem: (code: string) => Promise<string | undefined>
  /** @returns what stands in the way, in words. */
  readonly onStep: (step: SecondCodingStep) => Promise<string | undefined>
}

const REASONS = [
  ['no-notes', 'There are no notes to code from'],
  ['withheld', 'Notes are withheld from me'],
  ['not-this-visit', 'The notes are of another visit'],
] as const

export function BlindForm({ search, findProblem, onStep }: Props) {
  const id = useId()
  const [codes, setCodes] = useState<readonly string[]>([])
  const [text, setText] = useState('')
  const [problem, setProblem] = useState<string>()
  const [isSure, setSure] = useState(false)
  const [reason, setReason] = useState<(typeof REASONS)[number][0]>('no-notes')
  const add = async (event: SubmitEvent) => {
    event.preventDefault()
    const code = text.trim().toUpperCase()
    const wrong = await findWrong(code, codes, findProblem)
    setProblem(wrong)
    if (wrong !== undefined) return
    setCodes([...codes, code])
    setText('')
    setSure(false)
  }
  const step = async (one: SecondCodingStep) => setProblem(await onStep(one))
  return (
    <div className="stack">
      <form className="stack" onSubmit={(event) => void add(event)}>
        <CodeField
          label="Diagnosis or procedure code"
          value={text}
          onChange={setText}
          search={search}
          isInvalid={problem !== undefined}
          describedBy={`${id}-problem`}
        />
        <button type="submit" className="button">
          Add code
        </button>
        <p id={`${id}-problem`} role="alert" className="caution">
          {problem}
        </p>
      </form>
      <h2>Codes of this visit</h2>
      {codes.length === 0 ? (
        <p className="soft">None yet. A visit can be finished without any.</p>
      ) : (
        <ul className="stack">
          {codes.map((code) => (
            <li key={code} className="second-coding-case">
              <span className="numeric">{code}</span>
              <button type="button" className="link" onClick={() => setCodes(codes.filter((one) => one !== code))}>
                Remove<span className="visually-hidden"> {code}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <label className="row">
        <input type="checkbox" checked={isSure} onChange={({ target }) => setSure(target.checked)} />
        {codes.length === 0 ? 'The notes support no code at all.' : 'These are all codes that the notes support.'}
      </label>
      <div className="row">
        <button
          type="button"
          className="button"
          aria-disabled={!isSure}
          onClick={() =>
            isSure ? void step({ kind: 'finish', codes: [...codes] }) : setProblem('Tick the box above first.')
          }
        >
          Finish
        </button>
        <button type="button" className="button" onClick={() => void step({ kind: 'give-back' })}>
          Give back
        </button>
      </div>
      <details>
        <summary>It cannot be coded</summary>
        <div className="stack">
          <label>
            Why{' '}
            <select
              className="field"
              value={reason}
              onChange={({ target }) => setReason(REASONS.find(([value]) => value === target.value)?.[0] ?? 'no-notes')}
            >
              {REASONS.map(([value, words]) => (
                <option key={value} value={value}>
                  {words}
                </option>
              ))}
            </select>
          </label>
          <button type="button" className="button" onClick={() => void step({ kind: 'withdraw', reason })}>
            Take it off the sample
          </button>
        </div>
      </details>
    </div>
  )
}

async function findWrong(
  code: string,
  codes: readonly string[],
  findProblem: Props['findProblem'],
): Promise<string | undefined> {
  if (codes.includes(code)) return `${code} is on the list already.`
  if (codes.length >= MAX_SECOND_CODES) return `A visit takes ${MAX_SECOND_CODES} codes at most.`
  // Of procedures no table is at hand: the site's own licensed file may not be loaded.
  return isProcedureCode(code) ? undefined : findProblem(code)
}
