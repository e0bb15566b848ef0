/** What was read and checked, and when: one quiet line, with the rest behind it. */
import type { AnalysisStatus } from '#coding/contract/analysis.ts'
import type { EncounterReading } from '../../ehr/session-types.ts'
import { formatMoment, formatTime } from '../../ui/format-date.ts'
import { describeCodeSet, describeModel, describeWithheld } from './status-words.ts'

type Props = {
  readonly reading: EncounterReading
  /** When the newest check was complete. */
  readonly checkedAt: Date | undefined
  readonly isChecking: boolean
  readonly status: AnalysisStatus | undefined
}

export function StatusLine({ reading, checkedAt, isChecking, status }: Props) {
  const { record, withheld, gaps } = reading
  const notRead = describeWithheld(withheld)
  const line = [
    isChecking || !checkedAt ? 'Checking' : `Checked ${formatTime(checkedAt)}`,
    ...(status ? [describeModel(status)] : []),
    ...notRead,
  ]
  return (
    <details className="status">
      <summary>{line.join(' · ')}</summary>
      <div className="stack soft">
        {status && <p>{describeCodeSet(status)}.</p>}
        {status?.checksOff.map((check) => (
          <p key={check}>Off: {check}</p>
        ))}
        {gaps.map((gap) => (
          <p key={gap}>Not read: {gap}</p>
        ))}
        <p>{record.notes.length === 0 ? 'No notes read.' : 'Notes read:'}</p>
        <ul>
          {record.notes.map((note) => (
            <li key={`${note.id}/${note.version}`}>
              {note.authorRole}, {note.status}
              {note.time !== undefined && `, ${formatMoment(note.time, new Date())}`}
              {!note.encounterCertain && ', not tied to this encounter by the EHR'}
            </li>
          ))}
        </ul>
      </div>
    </details>
  )
}
