import type { ReactNode } from 'react'
import type { NoteDocument } from './fhir-client.ts'
import { buildNoteRow } from './note-row.ts'

/** Title, author and time of the open note, and what can be done with it. */
export function NoteHead({ note, children }: { readonly note: NoteDocument; readonly children: ReactNode }) {
  const row = buildNoteRow(note)
  return (
    <div className="note-head">
      <div>
        <h3>{row.title}</h3>
        <p>{[row.author, row.time, row.version].filter(Boolean).join(' · ')}</p>
      </div>
      <div className="note-actions">{children}</div>
    </div>
  )
}
