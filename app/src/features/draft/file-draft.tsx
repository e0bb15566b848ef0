/** The one button that writes, and what became of it in plain words. */
import { useId, useState } from 'react'
import type { WriteTarget } from '#coding/contract/tenant.ts'
import type { DraftClaim } from '#coding/domain/draft-claim.ts'
import type { CheckFinding } from '#coding/domain/finding.ts'
import type { FilingOutcome } from '../../ehr/session-types.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { findObstacle } from './build-draft.ts'
import { getCheckId } from './check-item.tsx'
import { DraftDifferenceForm } from './draft-difference.tsx'
import type { DraftState, DraftStore } from './draft-store.ts'
import { describeOutcome, describeTarget, describeWithdrawal } from './draft-words.ts'
import { PostCharges } from './post-charges.tsx'
import { describeRuling, findFilingBlock, findFinalBlock, findRuling } from './ruling.ts'

type Props = {
  readonly claim: DraftClaim
  readonly state: Pick<
    DraftState,
    'filing' | 'target' | 'mayPost' | 'mayCredit' | 'checks' | 'checksOff' | 'isChecking'
  >
  readonly draft: DraftStore
  /** Why nothing can be filed at all now (no session, no ledger). */
  readonly blockedBecause: string | undefined
  /** Where the ledger says that it stands, filed before this panel was opened. */
  readonly filedAs: WriteTarget | undefined
  /** An error keeps a coder's draft back; a clinician is told what is open. */
  readonly isCoder: boolean
  /** Why charges cannot be posted yet, where they can be posted at all. */
  readonly unpostable: string | undefined
}

const FILED_AS: Readonly<Partial<Record<WriteTarget, string>>> = {
  queue: 'It is on Postil’s list.',
  'ChargeItem.$create': 'Its charges were posted in the EHR.',
}

function canWithdraw(outcome: FilingOutcome, mayCredit: boolean): boolean {
  return STANDING.has(outcome.kind) && (mayCredit || !('target' in outcome && outcome.target === 'ChargeItem.$create'))
}

/** After these there is something to take back. */
const STANDING: ReadonlySet<FilingOutcome['kind']> = new Set(['filed', 'updated', 'already-filed', 'queued'])

export function FileDraft({ claim, state, draft, blockedBecause, filedAs, isCoder, unpostable }: Props) {
  const { filing, target, mayPost, mayCredit } = state
  const reasonId = useId()
  const ruling = findRuling(state)
  const lacking = findObstacle(claim) ?? blockedBecause
  const obstacle = lacking ?? (isCoder ? findFilingBlock(ruling) : undefined)
  const open = lacking === undefined ? describeRuling(ruling) : undefined
  const isFiling = filing.kind === 'filing'
  return (
    <div className="stack">
      <div className="row">
        <button
          type="button"
          className="button button-main"
          aria-disabled={obstacle !== undefined || isFiling}
          aria-describedby={reasonId}
          onClick={() => {
            if (obstacle === undefined) void draft.file()
          }}
        >
          {isFiling ? 'Filing …' : 'File draft'}
        </button>
        <span id={reasonId} className="soft">
          {obstacle ?? [open, target && describeTarget(target.target)].filter(Boolean).join(' ')}
        </span>
        {lacking === undefined && ruling.kind === 'errors' && <ShowErrors errors={ruling.errors} />}
      </div>
      {target?.isPassingOver && lacking === undefined && (
        <p className="row">
          <span className="soft">The EHR refused what it said that it takes, so that is passed over for a day.</span>
          <button type="button" className="link" onClick={draft.tryAllTargets}>
            Try it again
          </button>
        </p>
      )}
      {mayPost && filedAs !== 'ChargeItem.$create' && (
        <PostCharges
          claim={claim}
          draft={draft}
          isBusy={isFiling}
          blockedBecause={blockedBecause ?? unpostable ?? findFinalBlock(ruling)}
        />
      )}
      <FilingResult filing={filing} mayCredit={mayCredit} draft={draft} />
      {filing.kind === 'idle' && filedAs !== undefined && blockedBecause === undefined && (
        <p className="row">
          <span className="soft">{FILED_AS[filedAs] ?? 'It was filed in the EHR before.'}</span>
          {(filedAs !== 'ChargeItem.$create' || mayCredit) && <WithdrawDraft target={filedAs} draft={draft} />}
        </p>
      )}
    </div>
  )
}

function ShowErrors({ errors }: { readonly errors: readonly CheckFinding[] }) {
  const [first] = errors
  if (!first) return null
  const show = () => document.getElementById(getCheckId(first))?.focus()
  return (
    <button type="button" className="link" onClick={show}>
      Show {errors.length === 1 ? 'it' : 'the first'}
    </button>
  )
}

type ResultProps = Pick<DraftState, 'filing' | 'mayCredit'> & Pick<Props, 'draft'>

function FilingResult({ filing, mayCredit, draft }: ResultProps) {
  if (filing.kind === 'failed') return <p className="result error">{filing.message} Nothing was written.</p>
  if (filing.kind !== 'done') return null
  const { outcome } = filing
  const { tone, title, detail, issues } = describeOutcome(outcome)
  const difference = outcome.kind === 'changed-by-person' ? outcome.difference : undefined
  return (
    <div className={`result ${tone}`}>
      <p>
        <strong>{title}</strong>
      </p>
      <p>{detail}</p>
      {issues.length > 0 && (
        <ul>
          {issues.map((issue) => (
            <li key={issue}>{issue}</li>
          ))}
        </ul>
      )}
      {canWithdraw(outcome, mayCredit) && (
        <WithdrawDraft target={'target' in outcome ? outcome.target : 'queue'} draft={draft} />
      )}
      {difference && <DraftDifferenceForm key={difference.seen} difference={difference} draft={draft} />}
    </div>
  )
}

/** Nothing in the EHR is taken back by one press; the words say first what becomes of it. */
type WithdrawProps = { readonly target: WriteTarget } & Pick<Props, 'draft'>

function WithdrawDraft({ target, draft }: WithdrawProps) {
  const [isAsking, setAsking] = useState(false)
  const [isError, setError] = useState(false)
  const isPosted = target === 'ChargeItem.$create'
  return (
    <>
      <button type="button" className="button" onClick={() => setAsking(true)}>
        {isPosted ? 'Credit charges' : 'Withdraw draft'}
      </button>
      {isAsking && (
        <ConfirmDialog
          label={isPosted ? 'Credit the charges' : 'Withdraw the draft'}
          decline={isPosted ? 'Keep them' : 'Keep it'}
          confirm={isPosted ? 'Credit' : 'Withdraw'}
          onClose={() => setAsking(false)}
          onConfirm={() => void draft.withdraw(isError)}
        >
          <p>{describeWithdrawal(target, isError)}</p>
          {!(isPosted || target === 'queue') && (
            <label className="inline-label">
              <input type="checkbox" checked={isError} onChange={({ target: box }) => setError(box.checked)} />
              <span>It should never have been filed (another visit or patient)</span>
            </label>
          )}
        </ConfirmDialog>
      )}
    </>
  )
}
