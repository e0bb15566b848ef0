/** What was read and checked, and when: one quiet line, with the rest behind it. */
import { useState } from 'react'
import type { AnalysisStatus } from '#coding/contract/analysis.ts'
import type { Role } from '#coding/contract/session.ts'
import type { EncounterReading } from '../../ehr/session-types.ts'
import { formatMoment, formatTime } from '../../ui/format-date.ts'
import { describeCodeSet, describeModel, describeUnread, describeWithheld } from './status-words.ts'

type Props = {
  readonly reading: EncounterReading
  readonly check: CheckState
  readonly status: AnalysisStatus | undefined
  /** Why the proxy cannot be asked, when it cannot. */
  readonly away: string | undefined
  /** As whom the person is signed in, once the proxy has said so. */
  readonly role: Role | undefined
}

/** How far the newest check has come. */
type CheckState =
  | { readonly kind: 'none' | 'running' }
  | { readonly kind: 'complete'; readonly at: Date }
  | { readonly kind: 'failed'; readonly reason: string }

export function StatusLine({ reading, check, status, away, role }: Props) {
  const { record, withheld, gaps, unread = [] } = reading
  const trouble = away ?? (check.kind === 'failed' ? check.reason : undefined)
  const checkedAt = useLastCheck(check)
  const line = [
    describeCheck(checkedAt, trouble, status),
    ...(status && !status.mode ? [describeModel(status)] : []),
    ...describeWithheld(withheld),
  ]
  return (
    <details className="status">
      <summary>
        {trouble !== undefined && <span className="trouble">{trouble} </span>}
        {line.join(' · ')}
      </summary>
      <div className="stack soft">
        {role && <p>Signed in as {role}.</p>}
        {status && !status.mode && <p>{describeCodeSet(status)}.</p>}
        {status?.checksOff.map((check) => (
          <p key={check}>Off: {check}</p>
        ))}
        {gaps.map((gap) => (
          <p key={gap}>Not read: {gap}</p>
        ))}
        <p>{record.notes.length === 0 ? 'No notes read.' : 'Notes read:'}</p>
        <ul aria-label="Notes read">
          {record.notes.map((note) => (
            <li key={`${note.id}/${note.version}`}>
              {note.authorRole}, {note.status}
              {note.time !== undefined && `, ${formatMoment(note.time, new Date())}`}
              {!note.encounterCertain && ', not tied to this encounter by the EHR'}
            </li>
          ))}
        </ul>
        {unread.length > 0 && (
          <>
            <p>Notes not read:</p>
            <ul aria-label="Notes not read">
              {unread.map((note, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: nothing of such a note is known but its time
                <li key={`${note.time}/${index}`}>{describeUnread(note)}</li>
              ))}
            </ul>
          </>
        )}
      </div>
    </details>
  )
}

function describeCheck(at: Date | undefined, trouble: string | undefined, status: AnalysisStatus | undefined): string {
  if (at && status?.mode === 'off') return 'Switched off for this visit'
  if (at && status?.mode === 'shadow') return `Only watching, ${formatTime(at)}`
  if (at) return `Checked ${formatTime(at)}`
  return trouble === undefined ? 'Checking' : 'Not checked'
}

/** The time stays on the screen while the next check runs: a line that flickers twice a second draws the eye. */
function useLastCheck(check: CheckState): Date | undefined {
  const [last, setLast] = useState<Date>()
  if (check.kind === 'complete' && check.at !== last) setLast(check.at)
  return check.kind === 'complete' ? check.at : last
}
