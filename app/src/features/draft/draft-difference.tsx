/** The filed draft in three versions, where somebody changed it in the EHR: a person chooses, field by field. */
import { useState } from 'react'
import type { DifferentField, DraftDifference } from '../../ehr/session-types.ts'
import type { DraftStore } from './draft-store.ts'

type Props = { readonly difference: DraftDifference; readonly draft: Pick<DraftStore, 'resolve'> }

export function DraftDifferenceForm({ difference, draft }: Props) {
  const { fields, locked, seen } = difference
  // What a person changed in the EHR stays, unless this person says otherwise.
  const [ours, setOurs] = useState<ReadonlySet<string>>(
    () => new Set(fields.flatMap(({ path, by }) => (by === 'us' ? [path] : []))),
  )
  const choose = (path: string, isOurs: boolean) =>
    setOurs((before) => new Set([...[...before].filter((one) => one !== path), ...(isOurs ? [path] : [])]))
  return (
    <form
      className="stack difference"
      aria-label="What differs"
      onSubmit={(event) => {
        event.preventDefault()
        void draft.resolve({ seen, ours: locked === undefined ? ours : new Set() })
      }}
    >
      {fields.map((field) => (
        <FieldChoice
          key={field.path}
          field={field}
          isOurs={locked === undefined && ours.has(field.path)}
          isLocked={locked !== undefined}
          onChoose={(isOurs) => choose(field.path, isOurs)}
        />
      ))}
      {locked !== undefined && <p>{locked}</p>}
      <button type="submit" className="button">
        {locked === undefined && ours.size > 0 ? 'Save these choices in the EHR' : 'Keep the EHR’s version'}
      </button>
    </form>
  )
}

type FieldProps = {
  readonly field: DifferentField
  readonly isOurs: boolean
  readonly isLocked: boolean
  readonly onChoose: (isOurs: boolean) => void
}

function FieldChoice({ field, isOurs, isLocked, onChoose }: FieldProps) {
  const { path, name, written, theirs, ours, by } = field
  return (
    <fieldset className="difference-field" disabled={isLocked}>
      <legend className="difference-name">{name}</legend>
      <p className="soft">
        When it was filed: {written ?? NOTHING}. {CHANGED_BY[by]}
      </p>
      <label className="difference-value">
        <input type="radio" name={path} checked={!isOurs} onChange={() => onChoose(false)} /> In the EHR now:{' '}
        {theirs ?? NOTHING}
      </label>
      <label className="difference-value">
        <input type="radio" name={path} checked={isOurs} onChange={() => onChoose(true)} /> Here now: {ours ?? NOTHING}
      </label>
    </fieldset>
  )
}

const NOTHING = 'nothing'

const CHANGED_BY: Readonly<Record<DifferentField['by'], string>> = {
  person: 'Changed in the EHR.',
  us: 'Changed here.',
  both: 'Changed in the EHR and here.',
}
