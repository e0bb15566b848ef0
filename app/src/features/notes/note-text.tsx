import { useMemo } from 'react'
import type { ClinicalNote } from '#coding/domain/clinical-note.ts'
import { type Evidence, isEvidenceIn } from '#coding/domain/evidence.ts'
import { markText, type Span } from './mark-text.ts'

type Props = {
  readonly note: ClinicalNote
  readonly words: Span | undefined
  readonly quoted: readonly Evidence[]
}

/** The text as it was written, letter for letter. The words that are sought can take focus, the others are underlined. */
export function NoteText({ note, words, quoted }: Props) {
  const pieces = useMemo(
    () =>
      markText(
        note.text,
        words,
        quoted.filter((one) => isEvidenceIn(note, one)),
      ),
    [note, words, quoted],
  )
  return (
    <div className="note-text" dir="auto">
      {pieces.map(({ text, start, mark }) => {
        if (mark === 'sought') {
          return (
            <mark key="sought" tabIndex={-1}>
              {text}
            </mark>
          )
        }
        return (
          <span key={start} className={mark === 'other' ? 'quoted' : undefined}>
            {text}
          </span>
        )
      })}
    </div>
  )
}
