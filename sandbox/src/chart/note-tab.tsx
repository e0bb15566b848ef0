/** The notes of a visit, and the one that is open. */
import { useCallback, useState } from 'react'
import { useChart } from './chart-context.ts'
import type { ChartUser } from './chart-server.ts'
import { getMessage } from './errors.ts'
import type { NoteDocument } from './fhir-client.ts'
import { formatDay, formatDayAndTime } from './format-date.ts'
import { buildAddendum, buildNewNote, isEditable, type NoteSetting } from './note-document.ts'
import { NoteEditor } from './note-editor.tsx'
import { NoteList } from './note-list.tsx'
import { NoteReader } from './note-reader.tsx'
import { findNoteToOpen, groupNotes } from './note-row.ts'
import { PaneState } from './pane-state.tsx'
import { useLoaded } from './use-loaded.ts'

type NoteTabProps = { readonly patientId: string; readonly encounterId: string; readonly user: ChartUser }

export function NoteTab({ patientId, encounterId, user }: NoteTabProps) {
  const { client } = useChart()
  const load = useCallback(
    () => client.search('DocumentReference', { subject: `Patient/${patientId}`, _count: '100' }),
    [client, patientId],
  )
  const { state, reload, change } = useLoaded<NoteDocument[]>(load)
  const [selectedId, setSelectedId] = useState<string>()
  const [problem, setProblem] = useState<string>()
  if (state.kind === 'loading') return <PaneState onRetry={reload} />
  if (state.kind === 'failed') return <PaneState message={state.message} onRetry={reload} />

  const notes = state.value
  const groups = groupNotes(notes, encounterId)
  const selected = notes.find(({ id }) => id === selectedId) ?? findNoteToOpen(groups)
  const mayWrite = user.role === 'provider'

  function showStored(stored: NoteDocument): void {
    change((known) => [...known.filter(({ id }) => id !== stored.id), stored])
  }

  async function create(build: (setting: NoteSetting) => Parameters<typeof client.create>[0]): Promise<void> {
    try {
      const stored = await client.create(build({ patientId, encounterId, author: user, now: new Date() }))
      if (stored.resourceType !== 'DocumentReference') return
      showStored(stored)
      setSelectedId(stored.id)
      setProblem(undefined)
    } catch (error) {
      setProblem(getMessage(error))
    }
  }

  const startNote = (): Promise<void> =>
    create((setting) =>
      buildNewNote(setting, `PROGRESS NOTE\nDate of service: ${formatDay(setting.now.toISOString())}\n\n`),
    )
  const startAddendum = (signed: NoteDocument, text: string): Promise<void> =>
    create((setting) =>
      buildAddendum(signed, setting, `ADDENDUM ${formatDayAndTime(setting.now.toISOString())}\n\n${text}`),
    )

  return (
    <div className="note-tab">
      <NoteList
        groups={groups}
        selectedId={selected?.id}
        onSelect={setSelectedId}
        {...(mayWrite && { onNewNote: () => void startNote() })}
      />
      {problem !== undefined && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
      {selected === undefined ? (
        <p className="pane-state">This visit has no note yet.</p>
      ) : mayWrite && isEditable(selected) ? (
        <NoteEditor
          key={selected.id}
          note={selected}
          onStored={showStored}
          onAddendum={(signed, text) => void startAddendum(signed, text)}
        />
      ) : (
        <NoteReader
          key={selected.id}
          note={selected}
          {...(mayWrite && { onAddendum: () => void startAddendum(selected, '') })}
        />
      )}
    </div>
  )
}
