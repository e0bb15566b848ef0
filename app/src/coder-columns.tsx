/** The coder's workbench: the note on the left, the work on the right, a border between them that can be moved. */
import { useRef, useState } from 'react'
import { useStore } from 'zustand'
import { findVisitLevel } from '#coding/claims/visit-levels.ts'
import type { ClinicalNote } from '#coding/domain/clinical-note.ts'
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import type { Encounter } from './compose-encounter.ts'
import { describeProblem } from './describe-problem.ts'
import { DraftSection } from './draft-section.tsx'
import { findFinalBlock, findRuling } from './features/draft/ruling.ts'
import { FindingsPanel } from './features/findings/findings-panel.tsx'
import { NoteView } from './features/notes/note-view.tsx'
import { VisitPanel } from './features/visit/visit-panel.tsx'
import { findFiled } from './features/work/find-filed.ts'
import { HistoryList } from './features/work/history-list.tsx'
import { PreparedDraft } from './features/work/prepared-draft.tsx'
import { findDayBlock, findStayBlock, listStayDays, nameDays } from './features/work/stay-days.ts'
import { StayWork } from './features/work/stay-work.tsx'
import { WorkPanel } from './features/work/work-panel.tsx'
import { NoteDialog, useNotePlace } from './note-beside.tsx'
import { ErrorBoundary } from './ui/error-boundary.tsx'
import { latePart } from './ui/late-part.tsx'
import { SectionNav } from './ui/section-nav/section-nav.tsx'
import { Splitter } from './ui/splitter/splitter.tsx'
import { useKeptShare } from './ui/splitter/use-kept-share.ts'
import { useCodeTools } from './use-code-tools.ts'
import { useParts } from './use-parts.ts'
import { useQuoted } from './use-quoted.ts'
import './coder.css'

const RiskReviewPanel = latePart({
  part: 'The risk conditions',
  load: async () => (await import('./features/risk-review/risk-review-panel.tsx')).RiskReviewPanel,
})

const QueueSection = latePart({
  part: 'The coders’ queue',
  load: async () => (await import('./queue-section.tsx')).QueueSection,
})

const LockSection = latePart({
  part: 'Who has this encounter',
  load: async () => (await import('./lock-section.tsx')).LockSection,
})

const DisagreementSection = latePart({
  part: 'What rules, model and chart disagree on',
  load: async () => (await import('./disagreement-section.tsx')).DisagreementSection,
})

const NO_NOTES: readonly ClinicalNote[] = []

type Props = { readonly encounter: Encounter; readonly record: EncounterRecord | undefined }

export function CoderColumns({ encounter, record }: Props) {
  const bench = useRef<HTMLDivElement>(null)
  const notes = record?.notes ?? NO_NOTES
  const { isWide, isShown } = useNotePlace(encounter, notes.length)
  const quoted = useQuoted(encounter)
  const tools = useCodeTools(encounter, record)
  const session = useStore(encounter.proxy, (state) => (state.kind === 'open' ? state.session : undefined))
  const parts = useParts(encounter, isWide && notes.length > 0)
  const [share, setShare] = useKeptShare('note')
  const note = isShown && (
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
      {isSplit && (
        // In the order of Tab, so that a keyboard can scroll it (WCAG 2.2, 2.1.1).
        <div className="bench-note" role="group" aria-label="Text of the note" tabIndex={0}>
          {note}
        </div>
      )}
      {isSplit && <Splitter label="Width of the note" share={share} onChange={setShare} frame={bench} />}
      <div className="bench-work">
        <SectionNav parts={parts} within={bench} />
        {session && <LockSection session={session} />}
        <ErrorBoundary part="The findings">
          <FindingsPanel
            findings={encounter.findings}
            notes={notes}
            showInNote={encounter.notes.showWords}
            findCodeProblem={tools.findCodeProblem}
            searchCodes={tools.searchCodes}
            codesFirst
            sendQuery={encounter.sendQuery}
            afterCodes={
              <>
                {record && <DisagreementSection encounter={encounter} record={record} />}
                <VisitSection encounter={encounter} />
                <DraftSection encounter={encounter} searchCodes={tools.searchCodes} isUnfolded />
                <WorkSection encounter={encounter} />
              </>
            }
          />
        </ErrorBoundary>
        <RiskReviewPanel
          review={encounter.reviewRisk}
          describeProblem={describeProblem}
          showInNote={encounter.notes.showWords}
          encounterId={encounter.connection.encounterId}
          recordExport={encounter.recordRemarks}
          buildFhir={encounter.exportRemarks}
        />
        <ErrorBoundary part="The history">
          <HistoryList work={encounter.work} me={session?.actor} />
        </ErrorBoundary>
        {session && (
          <QueueSection encounter={encounter} session={session} hasList={encounter.connection.isOfPerson === true} />
        )}
      </div>
      <NoteDialog encounter={encounter} isOpen={!isWide && isShown}>
        {note}
      </NoteDialog>
    </div>
  )
}

type PartProps = Pick<Props, 'encounter'>

function VisitSection({ encounter }: PartProps) {
  const { visit, draft } = useStore(encounter.draft.store)
  const chosen = draft?.lines.find(({ code }) => findVisitLevel(code.code))?.code.code
  if (!visit) return null
  return (
    <ErrorBoundary part="The visit level">
      <VisitPanel
        grid={visit}
        chosen={chosen}
        onChoose={encounter.draft.chooseVisit}
        showInNote={encounter.notes.showWords}
      />
    </ErrorBoundary>
  )
}

function WorkSection({ encounter }: PartProps) {
  const kept = useStore(encounter.keeper.store)
  const ruling = findRuling(useStore(encounter.draft.store))
  const hasFiled = useStore(encounter.work.store, ({ history }) => findFiled(history) !== undefined)
  const filedDays = useStore(encounter.work.store, (state) => state.days)
  const visitDays = useStore(encounter.draft.store, (state) => state.visitDays)
  const current = useStore(encounter.draft.store, ({ draft }) => (draft?.ofStayDay ? draft.dateOfService : undefined))
  const [isChecking, setChecking] = useState(false)
  const days = current === undefined ? [] : listStayDays(visitDays, filedDays)
  const unreleasable = hasFiled ? (findFinalBlock(ruling) ?? findStayBlock(days)) : 'File the draft first.'
  const standing = days.find(({ day }) => day === current)?.standing
  const checkOff = () => {
    setChecking(true)
    void encounter.checkOffDay().finally(() => setChecking(false))
  }
  // Whoever releases must have seen what they release.
  const overtaken = kept.kind === 'overtaken' ? 'Open Postil again from the chart first.' : undefined
  return (
    <>
      {kept.kind === 'locked' && (
        <p role="alert" className="notice">
          {kept.reason} What you have changed stands here only.
        </p>
      )}
      {kept.kind === 'overtaken' && (
        <p role="alert" className="notice">
          Somebody else has changed this draft since you opened it. Theirs is kept, yours stands here only. Open Postil
          again from the chart to go on with theirs.
        </p>
      )}
      <Prepared encounter={encounter} />
      <WorkPanel
        work={encounter.work}
        unreleasable={overtaken ?? unreleasable}
        emptyDays={nameDays(days, 'nothing')}
        stay={
          days.length > 0 &&
          current !== undefined && (
            <StayWork
              days={days}
              current={current}
              blockedBecause={overtaken ?? findDayBlock(standing) ?? findFinalBlock(ruling)}
              isBusy={isChecking}
              onCheckOff={checkOff}
            />
          )
        }
      />
    </>
  )
}

/** A coder accepts it code by code; nothing is on the draft before. */
function Prepared({ encounter }: PartProps) {
  const prepared = useStore(encounter.work.store, (state) => state.prepared)
  const cards = useStore(encounter.findings.store, (state) => state.cards)
  const choices = useStore(encounter.findings.store, (state) => state.choices)
  if (!prepared) return null
  const listed = new Set(prepared.fingerprints)
  const open = cards.filter(({ phase }) => phase.kind === 'open').map(({ finding }) => finding)
  const waiting = open.filter(({ fingerprint }) => listed.has(fingerprint) && !choices.has(fingerprint))
  return (
    <PreparedDraft
      mark={prepared.mark}
      laidOut={listed.size}
      standing={open.filter(({ fingerprint }) => listed.has(fingerprint)).length}
      codes={waiting.flatMap(({ fingerprint, ...finding }) =>
        finding.kind === 'code'
          ? [{ fingerprint, code: finding.code.code, title: finding.code.title, evidence: finding.evidence }]
          : [],
      )}
      showInNote={encounter.notes.showWords}
      onAccept={({ fingerprint }) => {
        const finding = waiting.find((one) => one.fingerprint === fingerprint)
        if (finding) encounter.findings.decide(finding, { kind: 'accept' })
      }}
    />
  )
}
