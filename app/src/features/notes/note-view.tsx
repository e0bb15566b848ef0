/** The note itself, at the words that a card speaks of. Escape closes it and focus goes back to the card. */
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import type { ClinicalNote } from '#coding/domain/clinical-note.ts'
import type { Evidence } from '#coding/domain/evidence.ts'
import { formatMoment } from '../../ui/format-date.ts'
import { findWords } from './find-words.ts'
import { NoteText } from './note-text.tsx'
import type { NotesState, NotesStore } from './notes-store.ts'
import './notes.css'

type Props = {
  readonly notes: readonly ClinicalNote[]
  /** What the cards quote, marked faintly. */
  readonly quoted: readonly Evidence[]
  readonly view: NotesStore
}

export function NoteView({ notes, quoted, view }: Props) {
  const state = useStore(view.store)
  const section = useRef<HTMLElement>(null)
  const opening = state.kind === 'words' ? state.opening : 0
  useEffect(() => (opening > 0 ? visitWords(section.current) : undefined), [opening])
  const note = chooseNote(state, notes, quoted)
  const words = state.kind === 'words' && note ? findWords(note, state.evidence) : undefined
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') view.close()
  }
  return (
    <section ref={section} aria-label="Note" className="note" onKeyDown={onKeyDown}>
      <header className="dialog-head">
        {notes.length > 1 ? (
          <label className="grow">
            <span className="visually-hidden">Which note</span>
            <select
              className="field"
              value={note?.id}
              onChange={(event) => {
                const chosen = notes.find(({ id }) => id === event.target.value)
                if (chosen) view.showNote(chosen.id)
              }}
            >
              {notes.map((one) => (
                <option key={one.id} value={one.id}>
                  {describeNote(one)}
                </option>
              ))}
            </select>
          </label>
        ) : (
          <p className="soft">{note ? describeNote(note) : 'No note was read.'}</p>
        )}
        {state.kind === 'words' && (
          <button type="button" className="link" onClick={view.close}>
            Close note
          </button>
        )}
      </header>
      {state.kind === 'words' && !words && (
        <p tabIndex={-1} className="caution">
          The note has changed since. The words were: <q>{state.evidence.quote}</q>
        </p>
      )}
      {note && <NoteText note={note} words={words} quoted={quoted} />}
    </section>
  )
}

/** The note that was asked for; else the one that the cards speak of first; else the newest. */
function chooseNote(
  state: NotesState,
  notes: readonly ClinicalNote[],
  quoted: readonly Evidence[],
): ClinicalNote | undefined {
  const wanted = state.kind === 'words' ? state.evidence.noteId : state.kind === 'note' ? state.noteId : undefined
  const id = wanted ?? quoted[0]?.noteId
  const newest = notes.toSorted((a, b) => (b.time ?? '').localeCompare(a.time ?? ''))[0]
  return notes.find((note) => note.id === id) ?? (wanted === undefined ? newest : undefined)
}

function describeNote({ authorRole, status, time }: ClinicalNote): string {
  const author = `${authorRole.slice(0, 1).toUpperCase()}${authorRole.slice(1)}, ${status}`
  return time === undefined ? author : `${author} · ${formatMoment(time, new Date())}`
}

/** Moves focus to the words. @returns what brings it back to where it came from, unless it has gone elsewhere since. */
function visitWords(section: HTMLElement | null): () => void {
  const opener = document.activeElement
  const words = section?.querySelector<HTMLElement>('[tabindex="-1"]')
  words?.scrollIntoView({ block: 'center' })
  words?.focus({ preventScroll: true })
  return () => {
    const active = document.activeElement
    const isLost = active === null || active === document.body || section?.contains(active)
    if (isLost && opener instanceof HTMLElement) opener.focus()
  }
}
