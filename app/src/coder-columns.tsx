/** The coder's workbench: the note on the left, the work on the right, a border between them that can be moved. */
import { useRef } from 'react'
import { useStore } from 'zustand'
import type { ClinicalNote } from '#coding/domain/clinical-note.ts'
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import type { Encounter } from './compose-encounter.ts'
import { DraftSection } from './draft-section.tsx'
import { FindingsPanel } from './features/findings/findings-panel.tsx'
import { NoteView } from './features/notes/note-view.tsx'
import { Dialog } from './ui/dialog.tsx'
import { ErrorBoundary } from './ui/error-boundary.tsx'
import { SectionNav } from './ui/section-nav/section-nav.tsx'
import { Splitter } from './ui/splitter/splitter.tsx'
import { useKeptShare } from './ui/splitter/use-kept-share.ts'
import { useIsWide } from './ui/use-is-wide.ts'
import { useCodeTools } from './use-code-tools.ts'
import { useQuoted } from './use-quoted.ts'
import './coder.css'

const NO_NOTES: readonly ClinicalNote[] = []

/** The parts in the order of the work, each with the digit that leads to it. */
const PARTS = ['Note', 'Codes', 'Diagnoses', 'Lines', 'Checks of the draft', 'File', 'Unanswered at signing']

type Props = { readonly encounter: Encounter; readonly record: EncounterRecord | undefined }

export function CoderColumns({ encounter, record }: Props) {
  const bench = useRef<HTMLDivElement>(null)
  const notes = record?.notes ?? NO_NOTES
  const isWide = useIsWide()
  const view = useStore(encounter.notes.store)
  const quoted = useQuoted(encounter)
  const tools = useCodeTools(encounter, record)
  const [share, setShare] = useKeptShare('note')
  const note = (isWide ? notes.length > 0 : view.kind !== 'closed') && (
    <ErrorBoundary part="The note">
      <NoteView notes={notes} quoted={quoted} view={encounter.notes} />
    </ErrorBoundary>
  )
  const isSplit = isWide && note !== false
  return (
    <div
      ref={bench}
      className={isSplit ? 'bench bench-split' : 'bench'}
      style={isSplit ? { gridTemplateColumns: `${share}% auto minmax(0, 1fr)` } : undefined}
    >
      {isSplit && <div className="bench-note">{note}</div>}
      {isSplit && <Splitter label="Width of the note" share={share} onChange={setShare} frame={bench} />}
      <div className="bench-work">
        <SectionNav parts={PARTS} within={bench} />
        <ErrorBoundary part="The findings">
          <FindingsPanel
            findings={encounter.findings}
            notes={notes}
            showInNote={encounter.notes.showWords}
            findCodeProblem={tools.findCodeProblem}
            searchCodes={tools.searchCodes}
            codesFirst
            sendQuery={encounter.sendQuery}
            afterCodes={<DraftSection encounter={encounter} searchCodes={tools.searchCodes} isUnfolded />}
          />
        </ErrorBoundary>
      </div>
      {!isWide && note && (
        <Dialog label="Note" className="dialog-full" onClose={encounter.notes.close}>
          {note}
        </Dialog>
      )}
    </div>
  )
}
