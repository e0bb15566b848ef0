import { useEffect, useState, useSyncExternalStore } from 'react'
import { formatAutosave } from './autosave-status.ts'
import { useChart } from './chart-context.ts'
import type { NoteDocument } from './fhir-client.ts'
import { isSigned } from './note-document.ts'
import { NoteHead } from './note-head.tsx'
import { createNoteSession } from './note-session.ts'

type NoteEditorProps = {
  readonly note: NoteDocument
  readonly onStored: (note: NoteDocument) => void
  readonly onAddendum: (signed: NoteDocument, text: string) => void
}

export function NoteEditor({ note, onStored, onAddendum }: NoteEditorProps) {
  const { client, sessions } = useChart()
  const [session] = useState(() =>
    sessions.open(note, () =>
      createNoteSession(note, { update: client.update, read: (id) => client.read('DocumentReference', id) }),
    ),
  )
  const state = useSyncExternalStore(session.subscribe, session.getState)
  const [isSigning, setIsSigning] = useState(false)
  const { document } = state

  useEffect(() => {
    if (document !== note) onStored(document)
  }, [document, note, onStored])
  // Leaving the note is a pause in typing.
  useEffect(() => {
    sessions.show(session)
    return () => {
      sessions.hide(session)
      void session.flush()
    }
  }, [session, sessions])

  async function sign(): Promise<void> {
    setIsSigning(true)
    await session.sign()
    setIsSigning(false)
  }

  const isQuiet = state.kind === 'typing' || state.kind === 'saving'
  return (
    <section className="note" aria-label="Note">
      <NoteHead note={document}>
        <button type="button" className="primary" disabled={isSigning} onClick={() => void sign()}>
          Sign
        </button>
      </NoteHead>
      <textarea
        aria-label="Note text"
        value={state.text}
        readOnly={isSigning}
        onChange={(event) => session.type(event.target.value)}
        onBlur={() => void session.flush()}
      />
      <div className={`note-status note-status-${state.kind}`}>
        {/* Only outcomes are announced; "Saving…" after every pause would drown them. */}
        <p role="status" aria-live="polite">
          {isQuiet ? '' : formatAutosave(state)}
        </p>
        {isQuiet && <p aria-hidden="true">{formatAutosave(state)}</p>}
        {state.kind === 'failed' && (
          <button type="button" onClick={() => void session.flush()}>
            Save again
          </button>
        )}
        {state.kind === 'conflict' && (
          <>
            {isSigned(state.theirs) ? (
              <button
                type="button"
                onClick={() => {
                  const { text, theirs } = state
                  session.takeTheirs()
                  onAddendum(theirs, text)
                }}
              >
                Move my text to an addendum
              </button>
            ) : (
              <button type="button" onClick={() => void session.keepMine()}>
                Keep my text
              </button>
            )}
            <button type="button" onClick={session.takeTheirs}>
              Use the other version
            </button>
          </>
        )}
      </div>
    </section>
  )
}
