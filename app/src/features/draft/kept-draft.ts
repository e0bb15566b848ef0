/** Between the draft on the screen and the draft that is kept for whoever goes on with it. Pure. */
import { listRecodes } from '#coding/contract/kept-draft.ts'
import type { CheckFinding, CodeFinding } from '#coding/domain/finding.ts'
import type { EncounterId } from '#coding/domain/ids.ts'
import type { KeptDraft } from '#coding/domain/kept-draft.ts'
import type { FixableCheck } from './carry-out-fix.ts'
import { describeFix } from './describe-fix.ts'
import type { DiagnosisFix, DraftPlan } from './draft-plan.ts'
import type { DoneFix, DraftState } from './draft-store.ts'
import { buildEntered } from './enter-diagnosis.ts'

type Arranged = Pick<DraftState, 'plan' | 'entered' | 'done'>

export function describeKept({ plan, entered, done }: Arranged): KeptDraft {
  const standing = new Map(plan.recodes.map(({ fingerprint, verified }) => [fingerprint, verified]))
  return {
    order: plan.order,
    takenOff: plan.takenOff,
    lines: [...plan.lines, ...plan.waiting],
    recodes: done.flatMap(({ check }) => {
      const verified = standing.get(check.fingerprint)
      return verified === undefined ? [] : [{ check, verified }]
    }),
    details: plan.details,
    ...(plan.declined.length > 0 && { declined: plan.declined }),
    entered: entered.flatMap(({ code, evidence }) => (code.category === 'diagnosis' ? [{ code, evidence }] : [])),
  }
}

/** Lines that findings brought wait until their findings are there again. */
export function restoreKept(kept: KeptDraft, encounterId: EncounterId): Arranged {
  const done = listRecodes(kept).flatMap(({ check, verified }) =>
    isRecoding(check) ? [{ check, by: verified ? 'person' : 'rule', ...describeDone(check) } as const] : [],
  )
  // Numbered anew, apart from the lines that are still to come.
  const lines = kept.lines.map((line, index) => ({ ...line, id: `kept-${index + 1}` }))
  const plan: DraftPlan = {
    order: kept.order,
    takenOff: kept.takenOff,
    details: kept.details ?? {},
    declined: kept.declined ?? [],
    lines: lines.filter(({ isByHand }) => isByHand),
    waiting: lines.filter(({ isByHand }) => !isByHand),
    recodes: done.map(({ check, by }) => ({
      fingerprint: check.fingerprint,
      fix: check.fix,
      evidence: check.evidence,
      verified: by === 'person',
    })),
  }
  const entered: readonly CodeFinding[] = kept.entered.map((one) => buildEntered(one, encounterId))
  return { plan, entered, done }
}

type RecodingCheck = FixableCheck & { readonly fix: DiagnosisFix }

function isRecoding(check: CheckFinding): check is RecodingCheck {
  return check.fix?.kind === 'replace-diagnoses' || check.fix?.kind === 'add-diagnosis'
}

function describeDone({ fix, fingerprint }: RecodingCheck): Pick<DoneFix, 'words' | 'back'> {
  return { words: describeFix(fix, { lines: [] }), back: { kind: 'recode', fingerprint } }
}
