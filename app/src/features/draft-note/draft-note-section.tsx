import { lazy, Suspense, useState } from 'react'
import { ErrorBoundary } from '../../ui/error-boundary.tsx'
import type { DraftNoteStore } from './draft-note-store.ts'

const DraftNotePane = lazy(async () => ({ default: (await import('./draft-note-pane.tsx')).DraftNotePane }))

/** Folded: most EHRs show the note while it is written, and then nobody needs this. */
export function DraftNoteSection({ draftNote }: { readonly draftNote: DraftNoteStore }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <section aria-label="Your draft" className="stack">
      {isOpen ? (
        <>
          <h2>Your draft</h2>
          <ErrorBoundary part="Your draft">
            <Suspense>
              <DraftNotePane draftNote={draftNote} />
            </Suspense>
          </ErrorBoundary>
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
