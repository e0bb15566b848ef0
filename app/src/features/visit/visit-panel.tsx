/** How the level of the visit follows from note and chart: by decision making and by time, both shown, each with its words. */
import type { Evidence } from '#coding/domain/evidence.ts'
import type { ProcedureCode } from '#coding/domain/procedure-code.ts'
import type { AdjacentLevel, VisitGrid } from '#coding/domain/visit-grid.ts'
import { pressByKey } from '../../ui/handle-keys.ts'
import { Words } from '../../ui/words.tsx'
import { ElementCells } from './element-cells.tsx'
import { LevelTable } from './level-table.tsx'
import { describeCodes, getElementWords, getWayWords } from './visit-words.ts'
import './visit.css'

type Props = {
  readonly grid: VisitGrid
  /** The visit that stands on the draft now. */
  readonly chosen: ProcedureCode | undefined
  readonly onChoose: (code: ProcedureCode) => void
  readonly showInNote: (evidence: Evidence) => void
}

export function VisitPanel({ grid, chosen, onChoose, showInNote }: Props) {
  const { decision, time, supported, adjacent, patient, prolonged } = grid
  return (
    <section aria-label="Visit level" className="visit">
      <h2>Visit level</h2>
      {supported.length === 0 && <p className="soft">Note and chart support no level by themselves. {grid.because}</p>}
      <ul className="supported" aria-label="What the note supports">
        {supported.map(({ code, label, by }) => (
          <li key={`${code}/${by}`}>
            <span className="visit-name">
              <span className="code-value numeric">{code}</span> {label}
              <span className="soft"> {getWayWords(by)}</span>
            </span>
            {chosen === code ? (
              <span className="decided">On the draft</span>
            ) : (
              <button type="button" className="button" aria-label={`Use ${code}`} onClick={() => onChoose(code)}>
                Use
              </button>
            )}
          </li>
        ))}
      </ul>
      <LevelTable decision={decision} />
      <p>{decision.because}</p>
      <div className="stack" onKeyDown={pressByKey}>
        {[decision.problems, decision.data, decision.risk].map((element) => (
          <ElementCells key={element.name} element={element} showInNote={showInNote} />
        ))}
      </div>
      <div className="stack">
        <h3>Time</h3>
        <p>{time.because}</p>
        {time.codes.length > 0 && <p className="soft">By time: {describeCodes(time.codes)}.</p>}
        <Words evidence={time.evidence} showInNote={showInNote} />
        {time.notCounted.map(({ minutes, because, evidence }) => (
          <div key={`${evidence.noteId}:${evidence.start}`}>
            <p className="soft">
              {minutes} minutes not counted: {because}
            </p>
            <Words evidence={[evidence]} showInNote={showInNote} />
          </div>
        ))}
        {prolonged.map(({ code, units, because }) => (
          <p key={code}>
            <span className="code-value numeric">
              {code} × {units}
            </span>{' '}
            {because}
          </p>
        ))}
      </div>
      <div className="stack">
        <h3>New or established</h3>
        <p>{patient.because}</p>
        <Words evidence={patient.evidence} showInNote={showInNote} />
      </div>
      {adjacent.lower && <Adjacent title="The level below" level={adjacent.lower} showInNote={showInNote} />}
      {adjacent.higher && <Adjacent title="The level above" level={adjacent.higher} showInNote={showInNote} />}
    </section>
  )
}

type AdjacentProps = {
  readonly title: string
  readonly level: AdjacentLevel
  readonly showInNote: Props['showInNote']
}

/** What a neighbouring level rests on: a description, alike for both sides, and nothing to do about it. */
function Adjacent({ title, level: { level, codes, elements, minutes }, showInNote }: AdjacentProps) {
  return (
    <details>
      <summary>
        {title}: {level}
        {codes.length > 0 && ` (${codes.map(({ code }) => code).join(', ')})`}
      </summary>
      <ul className="adjacent">
        {elements.map(({ name, restsOn, isMet, evidence }) => (
          <li key={name}>
            <p>
              <strong>{getElementWords(name)}</strong> {restsOn}{' '}
              <span className={isMet ? 'decided' : 'soft'}>{isMet ? 'In the note' : 'Not in the note'}</span>
            </p>
            <Words evidence={evidence} showInNote={showInNote} />
          </li>
        ))}
        {minutes.map(({ code, from }) => (
          <li key={code} className="soft numeric">
            {code} by time: from {from} minutes
          </li>
        ))}
      </ul>
    </details>
  )
}
