/** Diagnoses in claim order, the first-listed one first: put in order by drag, by arrow keys or by buttons. */
import { type KeyboardEvent, useLayoutEffect, useRef } from 'react'
import type { DraftDiagnosis, PresentOnAdmission } from '#coding/domain/draft-claim.ts'
import type { CodeFinding } from '#coding/domain/finding.ts'
import type { Icd10Code } from '#coding/domain/icd10-code.ts'
import type { DraftStore } from './draft-store.ts'
import { ON_ADMISSION, ON_ADMISSION_WORDS } from './on-admission.ts'
import { useDragOrder } from './use-drag-order.ts'

type Props = {
  readonly diagnoses: readonly DraftDiagnosis[]
  readonly entered: readonly CodeFinding[]
  readonly draft: DraftStore
  /** A hospital's claim for a stay says of each whether it was there on admission. */
  readonly asksAdmission: boolean
}

export function DraftDiagnoses({ diagnoses, entered, draft, asksAdmission }: Props) {
  const list = useRef<HTMLOListElement>(null)
  const moved = useRef<Element>(undefined)
  // The browser takes focus from an element that changes its place among its siblings.
  useLayoutEffect(() => {
    const control = moved.current
    moved.current = undefined
    if (control instanceof HTMLElement && control.isConnected) control.focus({ preventScroll: true })
  })
  const move = (control: Element, code: DraftDiagnosis['code']['code'], to: number) => {
    moved.current = control
    draft.moveTo(code, to)
  }
  const { drag, handleProps } = useDragOrder(list, (from, to) => {
    const code = diagnoses[from]?.code.code
    if (code !== undefined) draft.moveTo(code, to)
  })
  if (diagnoses.length === 0) return <p className="soft">No diagnosis accepted yet.</p>
  return (
    <ol ref={list} className="diagnoses" aria-label="Diagnoses in order">
      {diagnoses.map(({ code: { code, title }, verified, presentOnAdmission }, index) => {
        const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
          const isHandle = event.target instanceof HTMLElement && event.target.matches('.handle')
          const isAsked = isHandle || (event.altKey && event.key.startsWith('Arrow'))
          const to = isAsked ? findTarget(event.key, index, diagnoses.length) : undefined
          if (to === undefined || !(event.target instanceof HTMLElement)) return
          event.preventDefault()
          move(event.target, code, to)
        }
        return (
          <li key={code} className={drag && getDragClass(drag, index)} onKeyDown={onKeyDown}>
            <button
              type="button"
              className="handle"
              aria-label={`Order of ${code}: diagnosis ${index + 1} of ${diagnoses.length}. Arrow keys move it.`}
              {...handleProps(index)}
            >
              <span aria-hidden="true">⠿</span>
            </button>
            <span className="place numeric">{index + 1}</span>
            <span className="diagnosis-name">
              <span className="code-value numeric">{code}</span> {title}
              {!verified && <span className="soft"> (recoded by a rule, not looked at yet)</span>}
            </span>
            {entered.some((one) => one.code.code === code) && (
              <button
                type="button"
                className="link"
                aria-label={`Take off ${code}`}
                onClick={() => draft.removeEntered(code)}
              >
                Take off
              </button>
            )}
            <span className="moves">
              <button
                type="button"
                className="icon"
                aria-label={`Move ${code} up`}
                aria-disabled={index === 0}
                onClick={(event) => move(event.currentTarget, code, index - 1)}
              >
                ↑
              </button>
              <button
                type="button"
                className="icon"
                aria-label={`Move ${code} down`}
                aria-disabled={index === diagnoses.length - 1}
                onClick={(event) => move(event.currentTarget, code, index + 1)}
              >
                ↓
              </button>
            </span>
            {asksAdmission && <OnAdmission code={code} present={presentOnAdmission} draft={draft} />}
          </li>
        )
      })}
    </ol>
  )
}

type OnAdmissionProps = Pick<Props, 'draft'> & {
  readonly code: Icd10Code
  readonly present: PresentOnAdmission | undefined
}

function OnAdmission({ code, present, draft }: OnAdmissionProps) {
  return (
    <label className="on-admission">
      <span aria-hidden="true">On admission</span>
      <select
        className="field"
        aria-label={`${code} present on admission`}
        value={present ?? ''}
        onChange={({ target }) => {
          draft.setOnAdmission(code, ON_ADMISSION.find(([value]) => value === target.value)?.[0])
        }}
      >
        <option value="">Blank: exempt, or not stated</option>
        {ON_ADMISSION.map(([value, letter]) => (
          <option key={value} value={value}>
            {letter}: {ON_ADMISSION_WORDS[value].toLowerCase()}
          </option>
        ))}
      </select>
    </label>
  )
}

function findTarget(key: string, index: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowUp':
      return index - 1
    case 'ArrowDown':
      return index + 1
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      return undefined
  }
}

/** The item that is on its way, and the edge that it would come to. */
function getDragClass({ from, to }: { readonly from: number; readonly to: number }, index: number): string | undefined {
  if (index === from) return 'dragged'
  if (to === from || index !== to) return undefined
  return to < from ? 'drop-above' : 'drop-below'
}
