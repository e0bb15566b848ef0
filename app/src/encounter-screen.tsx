/** The panel for one encounter: who and when, what to ask, what is coded, the note, the draft. */
import { type KeyboardEvent, lazy, Suspense, useCallback, useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import type { Role } from '#coding/contract/session.ts'
import type { ClinicalNote } from '#coding/domain/clinical-note.ts'
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import type { Evidence } from '#coding/domain/evidence.ts'
import type { Icd10Code } from '#coding/domain/icd10-code.ts'
import type { Encounter } from './compose-encounter.ts'
import { fetchEmbeddedCodes } from './embedded-codes.ts'
import { ChartNotice } from './features/chart/chart-notice.tsx'
import { type ChartState, findReading } from './features/chart/chart-store.ts'
import { PatientBanner } from './features/chart/patient-banner.tsx'
import { StatusLine } from './features/chart/status-line.tsx'
import { FindingsPanel } from './features/findings/findings-panel.tsx'
import { StoppedPage } from './features/launch/stopped-page.tsx'
import type { CodeProblem, SearchCodes } from './ui/code-field/code-suggestions.ts'
import { Dialog } from './ui/dialog.tsx'
import { ErrorBoundary } from './ui/error-boundary.tsx'
import { LiveRegion } from './ui/live-region.tsx'
import { useIsWide } from './ui/use-is-wide.ts'

const loadNoteView = () => import('./features/notes/note-view.tsx')
const NoteView = lazy(async () => ({ default: (await loadNoteView()).NoteView }))
const loadDraftPanel = () => import('./features/draft/draft-panel.tsx')
const DraftPanel = lazy(async () => ({ default: (await loadDraftPanel()).DraftPanel }))
const HelpDialog = lazy(async () => ({ default: (await import('./features/help/help-dialog.tsx')).HelpDialog }))

const NO_NOTES: readonly ClinicalNote[] = []

export function EncounterScreen({ encounter }: { readonly encounter: Encounter }) {
  const chart = useStore(encounter.chart.store)
  const [isHelpOpen, setHelpOpen] = useState(false)
  useEffect(() => {
    // What is not needed for the first card is fetched once the first card has had its turn, and all of it, so that
    // the chart and coding by hand go on without the proxy. A part that did not come is asked for again when it is used.
    const timer = setTimeout(
      () => void Promise.allSettled([loadNoteView(), loadDraftPanel(), fetchEmbeddedCodes()]),
      1500,
    )
    return () => clearTimeout(timer)
  }, [])
  const onKeyDown = (event: KeyboardEvent) => {
    const isTyping = event.target instanceof HTMLElement && event.target.matches('input, select, textarea')
    if (event.key === '?' && !isTyping) setHelpOpen(true)
  }
  if (chart.kind === 'failed' || chart.kind === 'wrong-patient') {
    return <StoppedPage problem={chart.problem} onRetry={encounter.lookNow} />
  }
  return (
    <main className="panel" onKeyDown={onKeyDown}>
      <LiveRegion announcer={encounter.announcer} />
      <Header encounter={encounter} chart={chart} />
      <Columns encounter={encounter} record={findReading(chart)?.record} />
      <footer className="foot">
        <button type="button" className="link" onClick={() => setHelpOpen(true)}>
          Keyboard
        </button>
      </footer>
      {isHelpOpen && (
        <Suspense>
          <HelpDialog onClose={() => setHelpOpen(false)} />
        </Suspense>
      )}
    </main>
  )
}

type HeaderProps = {
  readonly encounter: Encounter
  readonly chart: Exclude<ChartState, { kind: 'failed' | 'wrong-patient' }>
}

function Header({ encounter, chart }: HeaderProps) {
  const run = useStore(encounter.findings.store, (state) => state.run)
  const status = useStore(encounter.findings.store, (state) => state.status)
  const proxy = useStore(encounter.proxy)
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
      <StatusLine
        reading={chart.reading}
        check={run}
        status={status}
        away={proxy.kind === 'away' ? proxy.message : undefined}
        role={role}
      />
      {chart.kind === 'stale' && <ChartNotice problem={chart.problem} onRetry={encounter.lookNow} />}
    </header>
  )
}

function useRole(encounter: Encounter): Role | undefined {
  return useStore(encounter.proxy, (state) => (state.kind === 'open' ? state.session.role : undefined))
}

const HITS = 8
const NOT_READ: CodeProblem = { reason: 'The chart has not been read yet.', replacedBy: [] }

function useCodeSearch({ codes }: Encounter, record: EncounterRecord | undefined): SearchCodes {
  const on = record?.dateOfService
  return useCallback(
    async (query, signal) =>
      on ? codes.search({ query, on, limit: HITS }, signal) : { hits: [], notice: NOT_READ.reason },
    [codes, on],
  )
}

type ColumnsProps = { readonly encounter: Encounter; readonly record: EncounterRecord | undefined }

function Columns({ encounter, record }: ColumnsProps) {
  const notes = record?.notes ?? NO_NOTES
  const isWide = useIsWide()
  const view = useStore(encounter.notes.store)
  const cards = useStore(encounter.findings.store, (state) => state.cards)
  const quoted = useMemo<readonly Evidence[]>(
    () => cards.flatMap(({ finding }) => (finding.kind === 'prompt' ? finding.prompt.evidence : finding.evidence)),
    [cards],
  )
  const isCoder = useRole(encounter) === 'coder'
  const searchCodes = useCodeSearch(encounter, record)
  const { codes } = encounter
  const dateOfService = record?.dateOfService
  const findCodeProblem = useCallback(
    async (code: Icd10Code) => {
      if (!dateOfService) return NOT_READ
      const found = await codes.lookUp(code, dateOfService)
      return found.ok ? undefined : found.problem
    },
    [codes, dateOfService],
  )
  const draft = <DraftSection encounter={encounter} searchCodes={searchCodes} />
  const note = (isWide ? notes.length > 0 : view.kind !== 'closed') && (
    <ErrorBoundary part="The note">
      <Suspense>
        <NoteView notes={notes} quoted={quoted} view={encounter.notes} />
      </Suspense>
    </ErrorBoundary>
  )
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
            codesFirst={isCoder}
            sendQuery={encounter.sendQuery}
            afterCodes={isCoder && !isWide ? draft : undefined}
          />
        </ErrorBoundary>
      </div>
      <div className="side">
        {isWide && note}
        {isCoder && !isWide ? undefined : draft}
      </div>
      {!isWide && note && (
        <Dialog label="Note" className="dialog-full" onClose={encounter.notes.close}>
          {note}
        </Dialog>
      )}
    </div>
  )
}

type DraftProps = { readonly encounter: Encounter; readonly searchCodes: SearchCodes }

/** Folded until there is something on the draft; a clinician who only answers questions never meets it. */
function DraftSection({ encounter, searchCodes }: DraftProps) {
  const hasContent = useStore(
    encounter.draft.store,
    ({ draft }) => draft !== undefined && draft.diagnoses.length + draft.lines.length > 0,
  )
  const proxy = useStore(encounter.proxy)
  const chart = useStore(encounter.chart.store)
  const [isUnfolded, setUnfolded] = useState(false)
  const unfold = useCallback(() => setUnfolded(true), [])
  const reading = findReading(chart)
  const isOver = chart.kind === 'stale' && chart.problem.code === 'session-ended'
  const blockedBecause = isOver
    ? 'Your EHR session has ended. Open Postil again from the chart.'
    : proxy.kind === 'open'
      ? undefined
      : 'Filing needs Postil’s server, which keeps the record of every write.'
  return (
    <section aria-label="Draft claim" className="stack">
      <h2>Draft claim</h2>
      {reading && (hasContent || isUnfolded) ? (
        <ErrorBoundary part="The draft">
          <Suspense>
            <DraftPanel
              draft={encounter.draft}
              record={reading.record}
              lookUp={encounter.codes.lookUp}
              searchCodes={searchCodes}
              blockedBecause={blockedBecause}
            />
          </Suspense>
        </ErrorBoundary>
      ) : (
        <p className="soft">
          Empty. Accepted codes come here.{' '}
          <button type="button" className="link" onClick={unfold}>
            Put one together by hand
          </button>
        </p>
      )}
    </section>
  )
}
