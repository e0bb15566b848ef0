import { useCallback } from 'react'
import { useChart } from './chart-context.ts'
import type { NoteDocument } from './fhir-client.ts'
import { loadNoteContent, type NoteContent } from './note-content.ts'
import { isSigned } from './note-document.ts'
import { NoteHead } from './note-head.tsx'
import { PaneState } from './pane-state.tsx'
import { useLoaded } from './use-loaded.ts'

type NoteReaderProps = { readonly note: NoteDocument; readonly onAddendum?: () => void }

function Content({ content }: { readonly content: NoteContent }) {
  // tabIndex: a long note must scroll by keyboard as well (WCAG 2.1.1).
  if (content.kind === 'text') {
    return (
      <article className="note-text" aria-label="Note text" tabIndex={0}>
        {content.text}
      </article>
    )
  }
  return (
    <div className="pane-state">
      <p>This document is a file ({content.mediaType}).</p>
      {content.url !== undefined && (
        <a href={content.url} target="_blank" rel="noreferrer">
          Open the file
        </a>
      )}
    </div>
  )
}

export function NoteReader({ note, onAddendum }: NoteReaderProps) {
  const { client } = useChart()
  const { state, reload } = useLoaded(useCallback(() => loadNoteContent(note, client), [note, client]))
  return (
    <section className="note" aria-label="Note">
      <NoteHead note={note}>
        {isSigned(note) ? (
          onAddendum !== undefined && (
            <button type="button" onClick={onAddendum}>
              Addendum
            </button>
          )
        ) : (
          <span className="hint">Unsigned, read only here</span>
        )}
      </NoteHead>
      {state.kind === 'loaded' ? (
        <Content content={state.value} />
      ) : state.kind === 'failed' ? (
        <PaneState message={state.message} onRetry={reload} />
      ) : (
        <PaneState onRetry={reload} />
      )}
    </section>
  )
}
