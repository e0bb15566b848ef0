import { useState } from 'react'
import { latePart } from '../../ui/late-part.tsx'
import type { DraftNoteStore } from './draft-note-store.ts'

const DraftNotePane = latePart({
  part: 'Your draft',
  load: async () => (await import('./draft-note-pane.tsx')).DraftNotePane,
})

/** Folded: most EHRs show the note while it is written, and then nobody needs this. */
export function DraftNoteSection({ draftNote }: { readonly draftNote: DraftNoteStore }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <section aria-label="Your draft" className="stack">
      {isOpen ? (
        <>
          <h2>Your draft</h2>
          <DraftNotePane draftNote={draftNote} />
        </>
      ) : (
        <p>
          <button type="button" className="link" onClick={() => setOpen(true)}>
            Paste a note that is not in the chart
          </button>
        </p>
      )}
    </section>
  )
}
