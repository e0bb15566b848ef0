import { useMemo } from 'react'
import { useStore } from 'zustand'
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import { findDisagreements } from '#coding/queue/disagreements.ts'
import type { Encounter } from './compose-encounter.ts'
import { DisagreementList } from './features/queue/disagreement-list.tsx'
import { ErrorBoundary } from './ui/error-boundary.tsx'

type Props = { readonly encounter: Encounter; readonly record: EncounterRecord }

/** The codes that the coders' list only counts. */
export function DisagreementSection({ encounter, record }: Props) {
  const cards = useStore(encounter.findings.store, (state) => state.cards)
  const isComplete = useStore(encounter.findings.store, ({ run }) => run.kind === 'complete')
  const disagreements = useMemo(
    () =>
      // Before the end every code of the chart would seem to be without words.
      isComplete
        ? findDisagreements(
            record,
            cards.filter(({ phase }) => phase.kind === 'open').map(({ finding }) => finding),
          )
        : [],
    [record, cards, isComplete],
  )
  return (
    <ErrorBoundary part="The disagreements">
      <DisagreementList disagreements={disagreements} showInNote={encounter.notes.showWords} />
    </ErrorBoundary>
  )
}
