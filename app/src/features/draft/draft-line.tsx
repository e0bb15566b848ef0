/** One line of the draft: what was done, how often, where, and for which diagnoses. */
import { useId } from 'react'
import type { DraftDiagnosis, DraftLine as Line } from '#coding/domain/draft-claim.ts'
import type { PlannedLine } from '#coding/domain/kept-draft.ts'
import type { DraftStore } from './draft-store.ts'
import { EntryField } from './entry-field.tsx'
import { LinePointers } from './line-pointers.tsx'
import { tryParseDate, tryParseModifiers, tryParsePlace, tryParsePointers, tryParseUnits } from './parse-entries.ts'

type Props = {
  /** Its number on the claim, from 1. */
  readonly place: number
  readonly planned: PlannedLine
  /** The same line as the claim will have it, defaults filled in. */
  readonly line: Line
  readonly diagnoses: readonly DraftDiagnosis[]
  readonly draft: DraftStore
}

/** Where it stands on the screen, for whoever names it elsewhere. */
export function getLineId(place: number): string {
  return `draft-line-${place}`
}

export function DraftLine({ place, planned, line, diagnoses, draft }: Props) {
  const titleId = useId()
  const { id, code } = planned
  const change = (part: Partial<PlannedLine>) => draft.changeLine(id, part)
  return (
    <div id={getLineId(place)} role="group" className="line" aria-labelledby={titleId}>
      <div className="dialog-head">
        <h4 id={titleId}>
          <span className="place numeric">{place}</span> <span className="code-value numeric">{code.code}</span>{' '}
          {code.title}
        </h4>
        <button
          type="button"
          className="link"
          aria-label={`Take off ${code.code}`}
          onClick={() => draft.removeLine(id)}
        >
          Take off
        </button>
      </div>
      <div className="fields">
        <EntryField
          label="Units"
          value={String(line.units)}
          parse={tryParseUnits}
          onChange={(units) => change({ units })}
        />
        <EntryField
          label="Modifiers"
          value={line.modifiers.join(' ')}
          parse={tryParseModifiers}
          onChange={(modifiers) => change({ modifiers })}
        />
        <EntryField
          label="Pointers"
          value={line.diagnosisPointers.join(' ')}
          parse={(text) => tryParsePointers(text, diagnoses)}
          onChange={(pointsTo) => change({ pointsTo })}
        />
        <EntryField
          label="Place"
          value={line.placeOfService ?? ''}
          parse={tryParsePlace}
          onChange={(placeOfService) => change({ placeOfService })}
        />
        <EntryField
          label="Date"
          type="date"
          value={line.date}
          parse={tryParseDate}
          onChange={(date) => change({ date })}
        />
      </div>
      <LinePointers line={line} diagnoses={diagnoses} onToggle={(one) => draft.togglePointer(id, one)} />
    </div>
  )
}
