/** What the claim rules say of this draft: each with its source, its words in the note, and one key that puts it right. */
import type { DecisionChoice } from '#coding/domain/decision.ts'
import type { Evidence } from '#coding/domain/evidence.ts'
import type { CheckFinding, CheckSeverity } from '#coding/domain/finding.ts'
import { CheckItem } from './check-item.tsx'
import { DoneItem } from './done-item.tsx'
import type { DoneFix, DraftState, DraftStore } from './draft-store.ts'

type Props = {
  readonly draft: DraftStore
  readonly state: Pick<DraftState, 'checks' | 'checksOff' | 'done' | 'settling' | 'draft'>
  readonly findChoice: (check: CheckFinding) => DecisionChoice | undefined
  readonly decide: (check: CheckFinding, choice: DecisionChoice) => void
  readonly showInNote: (evidence: Evidence) => void
}

const RANK: readonly CheckSeverity[] = ['error', 'recode', 'warning', 'question', 'information']

export function DraftChecks({ draft, state, findChoice, decide, showInNote }: Props) {
  const { checks, checksOff, done, settling } = state
  if (checksOff !== undefined) return <p className="soft">The draft was not checked. {checksOff}</p>
  const items = listItems(
    done,
    checks.filter(({ fingerprint }) => !settling.has(fingerprint)),
  )
  return (
    <ul className="draft-checks" aria-label="Checks of the draft">
      {items.map(({ check, fix }) =>
        fix ? (
          <DoneItem key={check.fingerprint} fix={fix} draft={draft} />
        ) : (
          <CheckItem
            key={check.fingerprint}
            check={check}
            choice={findChoice(check)}
            lines={state.draft?.lines ?? []}
            onFix={draft.applyFix}
            decide={decide}
            showInNote={showInNote}
          />
        ),
      )}
    </ul>
  )
}

type Item = { readonly check: CheckFinding; readonly fix?: DoneFix }

/** What was done keeps the place that its check had. A check that comes back after its fix says so itself. */
function listItems(done: readonly DoneFix[], checks: readonly CheckFinding[]): readonly Item[] {
  const items: readonly Item[] = [
    ...done.map((fix) => ({ check: fix.check, fix })),
    ...checks.map((check) => ({ check })),
  ]
  const unique = new Map(items.map((item) => [item.check.fingerprint, item]))
  return [...unique.values()].toSorted((a, b) => RANK.indexOf(a.check.severity) - RANK.indexOf(b.check.severity))
}
