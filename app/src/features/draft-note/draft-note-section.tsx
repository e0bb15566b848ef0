import { lazy, Suspense, useState } from 'react'
import { ErrorBoundary } from '../../ui/error-boundary.tsx'
import type { DraftNoteStore } from './draft-note-store.ts'

const DraftNotePane = lazy(async () => ({ default: (await import('./draft-note-pane.tsx')).DraftNotePane }))

type Props = { readonly draftNote: DraftNoteStore; readonly hasNotes: boolean }

/** Folded: most EHRs show the note while it is written, and then nobody needs this. */
export function DraftNoteSection({ draftNote, hasNotes }: Props) {
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
        <p className="soft">
          {hasNotes ? 'Is the note you are writing not among those read?' : 'The EHR shows no note yet.'}{' '}
          <button type="button" className="link" onClick={() => setOpen(true)}>
            Type or paste it here
          </button>
        </p>
      )}
    </section>
  )
}
