import type { NoteDocument } from './fhir-client.ts'
import { buildNoteRow, type NoteGroups } from './note-row.ts'

type NoteListProps = {
  readonly groups: NoteGroups
  readonly selectedId: string | undefined
  readonly onSelect: (id: string) => void
  readonly onNewNote?: () => void
}

export function NoteList({ groups, selectedId, onSelect, onNewNote }: NoteListProps) {
  const list = (label: string, notes: readonly NoteDocument[]) => (
    <ul aria-label={label} className="note-list">
      {notes.map(buildNoteRow).map((row) => (
        <li key={row.id}>
          <a
            href={`#${row.id}`}
            aria-current={row.id === selectedId ? 'true' : undefined}
            onClick={(event) => {
              event.preventDefault()
              onSelect(row.id)
            }}
          >
            <span className="note-title">
              {row.isAddendum && <span aria-hidden="true">↳ </span>}
              {row.title}
            </span>
            <span className="note-author">{row.author}</span>
            <span className="note-time">{row.shortTime}</span>
            <span className="note-chips">
              {row.isRestricted && <span className="chip chip-restricted">Restricted</span>}
              <span className={row.status === 'Signed' ? 'chip' : 'chip chip-open'}>{row.status}</span>
            </span>
          </a>
        </li>
      ))}
    </ul>
  )
  return (
    <section className="notes" aria-label="Notes">
      <div className="notes-head">
        <h3>Notes of this visit</h3>
        {onNewNote !== undefined && (
          <button type="button" onClick={onNewNote}>
            New note
          </button>
        )}
      </div>
      {list('Notes of this visit', groups.ofVisit)}
      {groups.others.length > 0 && (
        <>
          <h3>Other documents</h3>
          {list('Other documents', groups.others)}
        </>
      )}
    </section>
  )
}
