/** Where a note can be written or pasted when the EHR keeps unsigned notes to itself. */
import { useId } from 'react'
import { useStore } from 'zustand'
import type { DraftNoteStore } from './draft-note-store.ts'
import './draft-note.css'

export function DraftNotePane({ draftNote }: { readonly draftNote: DraftNoteStore }) {
  const { text, isCut } = useStore(draftNote.store)
  const id = useId()
  return (
    <div className="draft-note">
      <label htmlFor={id}>Type or paste your note</label>
      <textarea
        id={id}
        className="field"
        rows={8}
        dir="auto"
        spellCheck
        autoComplete="off"
        aria-describedby={`${id}-about`}
        value={text}
        onChange={(event) => draftNote.write(event.target.value)}
      />
      <p id={`${id}-about`} className="soft">
        Read as you type, never stored: it is gone when you leave this panel. Your note is in the EHR only once you have
        put it there.
      </p>
      {isCut && (
        <p role="alert" className="caution">
          The note is longer than can be read at once. Its end was left out.
        </p>
      )}
      {text !== '' && (
        <button type="button" className="link" onClick={() => draftNote.write('')}>
          Clear
        </button>
      )}
    </div>
  )
}
