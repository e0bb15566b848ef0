/** The panel for one encounter: who and when, what to ask, what is coded, the note, the draft. */
import { type KeyboardEvent, useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import type { Role } from '#coding/contract/session.ts'
import type { ClinicalNote } from '#coding/domain/clinical-note.ts'
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import type { Encounter } from './compose-encounter.ts'
import { DraftPanel, DraftSection } from './draft-section.tsx'
import { fetchEmbeddedCodes } from './embedded-codes.ts'
import { ChartNotice } from './features/chart/chart-notice.tsx'
import { type ChartState, findReading } from './features/chart/chart-store.ts'
import { OtherChartNotice } from './features/chart/other-chart-notice.tsx'
import { PatientBanner } from './features/chart/patient-banner.tsx'
import { QuietNotice } from './features/chart/quiet-notice.tsx'
import { StatusLine } from './features/chart/status-line.tsx'
import { addDraftNote } from './features/draft-note/add-draft-note.ts'
import { DraftNoteSection } from './features/draft-note/draft-note-section.tsx'
import { FindingsPanel } from './features/findings/findings-panel.tsx'
import { StoppedPage } from './features/launch/stopped-page.tsx'
import { LeaveButton } from './leave-button.tsx'
import { NoteDialog, useNotePlace } from './note-beside.tsx'
import { SiteButton } from './site-button.tsx'
import { DensitySwitch } from './ui/density.tsx'
import { ErrorBoundary } from './ui/error-boundary.tsx'
import { latePart, reachSite } from './ui/late-part.tsx'
import { LiveRegion } from './ui/live-region.tsx'
import { useCodeTools } from './use-code-tools.ts'
import { useInsertLine } from './use-insert-line.ts'
import { useQuoted } from './use-quoted.ts'

const NoteView = latePart({
  part: 'The note',
  load: async () => (await import('./features/notes/note-view.tsx')).NoteView,
})
const CoderColumns = latePart({
  part: 'The workbench',
  load: async () => (await import('./coder-columns.tsx')).CoderColumns,
  waiting: (
    <p role="status" className="soft">
      Laying out the workbench.
    </p>
  ),
})
const HelpDialog = latePart({
  part: 'The list of keys',
  load: async () => (await import('./features/help/help-dialog.tsx')).HelpDialog,
})

async function fetchLater(): Promise<void> {
  await reachSite()
  await Promise.allSettled([NoteView.fetch(), DraftPanel.fetch(), HelpDialog.fetch(), fetchEmbeddedCodes()])
}

const NO_NOTES: readonly ClinicalNote[] = []

export function EncounterScreen({ encounter }: { readonly encounter: Encounter }) {
  const chart = useStore(encounter.chart.store)
  const role = useRole(encounter)
  const isCoder = role === 'coder'
  const [isHelpOpen, setHelpOpen] = useState(false)
  useEffect(() => {
    // What is not needed for the first card is fetched once the first card has had its turn, and all of it, so that
    // the chart and coding by hand go on without the proxy. A part that did not come is asked for again when it is used.
    const timer = setTimeout(() => void fetchLater().catch(() => undefined), 1500)
    return () => clearTimeout(timer)
  }, [])
  const onKeyDown = (event: KeyboardEvent) => {
    const isTyping = event.target instanceof HTMLElement && event.target.matches('input, select, textarea')
    if (event.key === '?' && !isTyping) setHelpOpen(true)
  }
  if (chart.kind === 'failed' || chart.kind === 'blanked') {
    return <StoppedPage problem={chart.problem} onRetry={encounter.lookNow} />
  }
  return (
    <main className="panel" onKeyDown={onKeyDown}>
      <LiveRegion announcer={encounter.announcer} />
      <Header encounter={encounter} chart={chart} />
      <Work encounter={encounter} record={findReading(chart)?.record} />
      <footer className="foot">
        <button type="button" className="link" onClick={() => setHelpOpen(true)}>
          Keyboard
        </button>
        <DensitySwitch />
        {role && role !== 'provider' && <SiteButton role={role} ask={encounter.askSite} />}
        <LeaveButton encounter={encounter} />
      </footer>
      {isHelpOpen && <HelpDialog isCoder={isCoder} onClose={() => setHelpOpen(false)} />}
    </main>
  )
}

type HeaderProps = {
  readonly encounter: Encounter
  readonly chart: Exclude<ChartState, { kind: 'failed' | 'blanked' }>
}

function Header({ encounter, chart }: HeaderProps) {
  const run = useStore(encounter.findings.store, (state) => state.run)
  const status = useStore(encounter.findings.store, (state) => state.status)
  const proxy = useStore(encounter.proxy)
  const isOtherChart = useStore(encounter.elsewhere, (state) => state.isOtherChart)
  const role = useRole(encounter)
  if (chart.kind === 'reading') {
    return (
      <header className="head">
        <p role="status" className="soft">
          Reading the chart.
        </p>
      </header>
    )
  }
  return (
    <header className="head">
      <PatientBanner reading={chart.reading} />
      {!isOverseer(role) && (
        <StatusLine
          reading={chart.reading}
          check={run}
          status={status}
          away={proxy.kind === 'away' ? proxy.message : undefined}
          role={role}
        />
      )}
      {isOtherChart && <OtherChartNotice />}
      {chart.kind === 'stale' && <ChartNotice problem={chart.problem} onRetry={encounter.lookNow} />}
    </header>
  )
}

/** Looks over the site; neither charts nor codes. */
function isOverseer(role: Role | undefined): boolean {
  return role === 'auditor' || role === 'admin'
}

function useRole(encounter: Encounter): Role | undefined {
  return useStore(encounter.proxy, (state) => (state.kind === 'open' ? state.session.role : undefined))
}

type ColumnsProps = { readonly encounter: Encounter; readonly record: EncounterRecord | undefined }

/** A coder's tools are fetched for coders alone. */
function Work(props: ColumnsProps) {
  const quiet = useStore(props.encounter.findings.store, ({ status }) => status?.mode)
  const role = useRole(props.encounter)
  if (isOverseer(role)) {
    return (
      <p className="quiet-visit">
        You are signed in as {role}. This visit is its clinician’s and coder’s to work on; what is yours is under Site
        reports.
      </p>
    )
  }
  if (quiet) return <QuietNotice mode={quiet} />
  if (role !== 'coder') return <Columns {...props} />
  return <CoderColumns {...props} />
}

function Columns({ encounter, record }: ColumnsProps) {
  const draftNote = useStore(encounter.draftNote.store, ({ note }) => note)
  const notes = useMemo(() => (record ? addDraftNote(record, draftNote).notes : NO_NOTES), [record, draftNote])
  const { isWide, isShown } = useNotePlace(encounter, notes.length)
  const quoted = useQuoted(encounter)
  const insertLine = useInsertLine(encounter)
  const { searchCodes, findCodeProblem } = useCodeTools(encounter, record)
  const note = isShown && <NoteView notes={notes} quoted={quoted} view={encounter.notes} />
  return (
    <div className="columns">
      <div>
        <ErrorBoundary part="The findings">
          <FindingsPanel
            findings={encounter.findings}
            notes={notes}
            showInNote={encounter.notes.showWords}
            findCodeProblem={findCodeProblem}
            searchCodes={searchCodes}
            codesFirst={false}
            sendQuery={encounter.sendQuery}
            insertLine={insertLine}
            openAt={encounter.connection.openAt}
          />
        </ErrorBoundary>
      </div>
      <div className="side">
        {isWide && note}
        {record && <DraftNoteSection draftNote={encounter.draftNote} />}
        <DraftSection encounter={encounter} searchCodes={searchCodes} />
      </div>
      <NoteDialog encounter={encounter} isOpen={!isWide && isShown}>
        {note}
      </NoteDialog>
    </div>
  )
}
