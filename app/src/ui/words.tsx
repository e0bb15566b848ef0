import type { Evidence } from '#coding/domain/evidence.ts'

type Props = { readonly evidence: readonly Evidence[]; readonly showInNote: (evidence: Evidence) => void }

/** Words of the note, each the way to where it stands. */
export function Words({ evidence, showInNote }: Props) {
  return evidence.map((one) => (
    <button key={`${one.noteId}:${one.start}`} type="button" className="quote-link" onClick={() => showInNote(one)}>
      <span className="visually-hidden">Show in note: </span>
      <span dir="auto" className="quoted">
        {one.quote}
      </span>
    </button>
  ))
}
