import { useMemo } from 'react'
import { useStore } from 'zustand'
import type { Evidence } from '#coding/domain/evidence.ts'
import type { Encounter } from './compose-encounter.ts'

/** What the cards quote, for faint marks in the note. */
export function useQuoted({ findings }: Encounter): readonly Evidence[] {
  const cards = useStore(findings.store, (state) => state.cards)
  return useMemo(
    () => cards.flatMap(({ finding }) => (finding.kind === 'prompt' ? finding.prompt.evidence : finding.evidence)),
    [cards],
  )
}
