/** The draft claim: what was accepted, what the person adds, and the claim in plain words before it is filed. */
import { useMemo } from 'react'
import { useStore } from 'zustand'
import type { WriteTarget } from '#coding/contract/tenant.ts'
import type { DecisionChoice } from '#coding/domain/decision.ts'
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import type { Evidence } from '#coding/domain/evidence.ts'
import type { CheckFinding } from '#coding/domain/finding.ts'
import type { SearchCodes } from '../../ui/code-field/code-suggestions.ts'
import { latePart } from '../../ui/late-part.tsx'
import { AddDiagnosis } from './add-diagnosis.tsx'
import { AddLine } from './add-line.tsx'
import { AdmittingDiagnosis } from './admitting-diagnosis.tsx'
import { findPostObstacle } from './build-draft.ts'
import { ClaimDetailsForm } from './claim-details.tsx'
import { DraftChecks } from './draft-checks.tsx'
import { DraftDiagnoses } from './draft-diagnoses.tsx'
import { DraftLine } from './draft-line.tsx'
import { listLinesOf } from './draft-plan.ts'
import type { DraftStore } from './draft-store.ts'
import { describeDraft } from './draft-words.ts'
import type { LookUpDiagnosis } from './enter-diagnosis.ts'
import type { ExportSource } from './export/draft-files.ts'
import { ExportDraft } from './export/export-draft.tsx'
import { FileDraft } from './file-draft.tsx'
import { type AskServer, createProcedureSearch } from './search-procedures.ts'
import { StayDay } from './stay-day.tsx'
import { undoByKey } from './undo-by-key.ts'
import { walkLines } from './walk-lines.ts'
import './draft.css'

/** Fetched for coders alone. */
const ClaimTotal = latePart({ part: 'The total', load: async () => (await import('./claim-total.tsx')).ClaimTotal })

type Props = {
  readonly draft: DraftStore
  readonly record: EncounterRecord
  readonly lookUp: LookUpDiagnosis
  readonly searchCodes: SearchCodes
  readonly askServer: AskServer
  /** Why nothing can be filed at all now, when nothing can. */
  readonly blockedBecause: string | undefined
  readonly findChoice: (check: CheckFinding) => DecisionChoice | undefined
  readonly decide: (check: CheckFinding, choice: DecisionChoice) => void
  readonly showInNote: (evidence: Evidence) => void
  /** Where it was filed before this panel was opened, as far as the person is told. */
  readonly filedAs?: WriteTarget | undefined
  /** For a coder: what the claim asks beside codes, and whether the site lets them say who bills. */
  readonly details?: { readonly mayChangeBilling: boolean } | undefined
} & Pick<ExportSource, 'patient' | 'buildBundle'>

export function DraftPanel({
  draft,
  record,
  lookUp,
  searchCodes,
  askServer,
  blockedBecause,
  patient,
  buildBundle,
  details,
  filedAs,
  ...judging
}: Props) {
  const state = useStore(draft.store)
  const isCoder = details !== undefined
  const on = record.dateOfService
  const searchProcedures = useMemo(
    () => (isCoder ? createProcedureSearch(askServer, on) : undefined),
    [isCoder, askServer, on],
  )
  const { plan, draft: claim, entered, checks, checksOff, done } = state
  if (!claim) return null
  const words = describeDraft(claim)
  const lines = listLinesOf(claim, plan.lines)
  return (
    <div className="draft stack" onKeyDown={(event) => undoByKey(event, draft.undo)}>
      {state.visitDays.length > 1 && claim.ofStayDay && <StayDay claim={claim} state={state} draft={draft} />}
      <section aria-label="Diagnoses" className="stack">
        <h3>Diagnoses</h3>
        <DraftDiagnoses
          diagnoses={claim.diagnoses}
          entered={entered}
          draft={draft}
          asksAdmission={details !== undefined && record.setting === 'inpatient_facility'}
        />
        <AddDiagnosis
          summary="Add diagnosis by code"
          action="Add diagnosis"
          onEnter={draft.addEntered}
          record={record}
          lookUp={lookUp}
          searchCodes={searchCodes}
        />
        {details && claim.kind === 'institutional' && (
          <AdmittingDiagnosis
            claim={claim}
            details={plan.details}
            draft={draft}
            record={record}
            lookUp={lookUp}
            searchCodes={searchCodes}
          />
        )}
      </section>
      <section aria-label="Lines" className="stack" onKeyDown={walkLines}>
        <h3>Lines</h3>
        {lines.map((planned, index) => {
          const line = claim.lines[index]
          return (
            line && (
              <DraftLine
                key={planned.id}
                place={index + 1}
                planned={planned}
                line={line}
                diagnoses={claim.diagnoses}
                draft={draft}
              />
            )
          )
        })}
        <AddLine draft={draft} setting={record.setting} search={searchProcedures} />
      </section>
      {details && (
        <ClaimDetailsForm
          claim={claim}
          details={plan.details}
          setting={record.setting}
          history={state.facts?.history}
          lines={lines}
          draft={draft}
          {...details}
        />
      )}
      {(checks.length + done.length > 0 || checksOff !== undefined) && (
        <section aria-label="Checks of the draft" className="stack">
          <h3>Checks</h3>
          <DraftChecks draft={draft} state={state} {...judging} />
        </section>
      )}
      <section aria-label="File" className="stack">
        {words.diagnoses.length > 0 && (
          <div className="in-words">
            <p>{words.heading}:</p>
            <ol>
              {words.diagnoses.map((diagnosis) => (
                <li key={diagnosis}>{diagnosis}</li>
              ))}
            </ol>
            {words.lines.length > 0 && (
              <>
                <p>{words.linesHeading}:</p>
                <ol className="line-words">
                  {words.lines.map((line, index) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: a line of the claim is known by its place.
                    <li key={`${index}/${line}`}>{line}</li>
                  ))}
                </ol>
              </>
            )}
            {details && <ClaimTotal claim={claim} />}
            {claim.coverage === undefined && <p className="soft">No coverage was read, so the draft names none.</p>}
          </div>
        )}
        <FileDraft
          claim={claim}
          state={state}
          draft={draft}
          blockedBecause={blockedBecause}
          filedAs={filedAs}
          isCoder={details !== undefined}
          unpostable={findPostObstacle(record)}
        />
        {words.diagnoses.length > 0 && <ExportDraft draft={claim} patient={patient} buildBundle={buildBundle} />}
      </section>
    </div>
  )
}
