import { useStore } from 'zustand'
import type { Encounter } from './compose-encounter.ts'
import type { NavPart } from './ui/section-nav/section-nav.tsx'

/** The parts of the workbench in the order of the work. What is not there now is not offered, and keeps its digit. */
export function useParts(encounter: Encounter, hasNote: boolean): readonly NavPart[] {
  const hasVisit = useStore(encounter.draft.store, ({ visit }) => visit !== undefined)
  const hasChecks = useStore(encounter.draft.store, ({ checks, done }) => checks.length + done.length > 0)
  const errors = useStore(
    encounter.draft.store,
    ({ checks }) => checks.filter(({ severity }) => severity === 'error').length,
  )
  const hasQueries = useStore(encounter.findings.store, ({ queries }) => queries.length > 0)
  return [
    { section: 'Note', name: 'Note', digit: 1, isThere: hasNote },
    { section: 'Codes', name: 'Codes', digit: 2, isThere: true },
    { section: 'Visit level', name: 'Visit', digit: 3, isThere: hasVisit },
    { section: 'Diagnoses', name: 'Diagnoses', digit: 4, isThere: true },
    { section: 'Lines', name: 'Lines', digit: 5, isThere: true },
    { section: 'Checks of the draft', name: 'Checks', digit: 6, isThere: hasChecks, toPutRight: errors },
    { section: 'File', name: 'File', digit: 7, isThere: true },
    { section: 'Unanswered at signing', name: 'Queries', digit: 8, isThere: hasQueries },
    { section: 'History', name: 'History', digit: 9, isThere: true },
  ]
}
