/** The note itself, at the words that a card speaks of. Escape closes it and focus goes back to the card. */
import { type KeyboardEvent, useEffect, useMemo, useRef } from 'react'
import { useStore } from 'zustand'
import type { ClinicalNote } from '#coding/domain/clinical-note.ts'
import { type Evidence, isEvidenceIn } from '#coding/domain/evidence.ts'
import { formatMoment } from '../../ui/format-date.ts'
import { markText, type Span } from './mark-text.ts'
import type { NotesStore } from './notes-store.ts'
import './notes.css'

type Props = {
  readonly notes: readonly ClinicalNote[]
  /** What other cards quote, marked faintly. */
  readonly quoted: readonly Evidence[]
  readonly view: NotesStore
}

export function NoteView({ notes, quoted, view }: Props) {
  const state = useStore(view.store)
  const section = useRef<HTMLElement>(null)
  const opening = state.kind === 'open' ? state.opening : 0
  useEffect(() => {
    return opening > 0 ? visitWords(section.current) : undefined
  }, [opening])
  if (state.kind === 'closed') return null
  const { evidence } = state
  const note = notes.find(({ id }) => id === evidence.noteId)
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') view.close()
  }
  return (
    <section ref={section} aria-label="Note" className="note" onKeyDown={onKeyDown}>
      <header className="dialog-head">
        <h2>
          {note ? `Note by ${note.authorRole}, ${note.status}` : 'Note'}
          {note?.time !== undefined && `, ${formatMoment(note.time, new Date())}`}
        </h2>
        <button type="button" className="link" onClick={view.close}>
          Close note
        </button>
      </header>
      {note && isEvidenceIn(note, evidence) ? (
        <NoteText note={note} evidence={evidence} quoted={quoted} />
      ) : (
        <p tabIndex={-1}>
          The note has changed since. The words were: <q>{evidence.quote}</q>
        </p>
      )}
    </section>
  )
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

type TextProps = {
  readonly note: ClinicalNote
  readonly evidence: Evidence
  readonly quoted: readonly Evidence[]
}

function NoteText({ note, evidence, quoted }: TextProps) {
  const pieces = useMemo(() => {
    const others: readonly Span[] = quoted.filter((one) => isEvidenceIn(note, one))
    return markText(note.text, evidence, others)
  }, [note, evidence, quoted])
  return (
    <div className="note-text" dir="auto">
      {pieces.map(({ text, start, mark }) => {
        if (mark === 'none') return <span key={start}>{text}</span>
        if (mark === 'other') {
          return (
            <span key={start} className="quoted">
              {text}
            </span>
          )
        }
        return (
          <mark key={start} tabIndex={-1}>
            {text}
          </mark>
        )
      })}
    </div>
  )
}
