/** Where the draft stands on the screen. It is loaded when there is something on it, or when somebody asks for it. */
import { useCallback, useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { WriteTarget } from '#coding/contract/tenant.ts'
import type { Encounter } from './compose-encounter.ts'
import { findReading } from './features/chart/chart-store.ts'
import { findFiled } from './features/work/find-filed.ts'
import { findWorkBlock } from './features/work/work-words.ts'
import type { SearchCodes } from './ui/code-field/code-suggestions.ts'
import { latePart } from './ui/late-part.tsx'

export const DraftPanel = latePart({
  part: 'The draft',
  load: async () => (await import('./features/draft/draft-panel.tsx')).DraftPanel,
})

type Props = {
  readonly encounter: Encounter
  readonly searchCodes: SearchCodes
  /** A coder came for the draft; a clinician who only answers questions never meets it. */
  readonly isUnfolded?: boolean
}

export function DraftSection({ encounter, searchCodes, isUnfolded: startsUnfolded = false }: Props) {
  const hasContent = useStore(
    encounter.draft.store,
    ({ draft }) => draft !== undefined && draft.diagnoses.length + draft.lines.length > 0,
  )
  const chart = useStore(encounter.chart.store)
  const [isUnfolded, setUnfolded] = useState(startsUnfolded)
  const section = useRef<HTMLElement>(null)
  // The button goes, and what comes in its place may take a moment: focus waits where it will be.
  const unfold = useCallback(() => {
    setUnfolded(true)
    section.current?.focus({ preventScroll: true })
  }, [])
  const blockedBecause = useBlock(encounter)
  const choices = useStore(encounter.findings.store, (state) => state.choices)
  const reading = findReading(chart)
  const isCoder = useStore(encounter.proxy, (state) => state.kind === 'open' && state.session.role === 'coder')
  const filedAs = useFiledAs(encounter)
  const mayChangeBilling = encounter.connection.tenant.facilityBilling?.coderMayChange === true
  return (
    <section ref={section} tabIndex={-1} aria-label="Draft claim" className="stack">
      <h2>Draft claim</h2>
      {reading && (hasContent || isUnfolded) ? (
        <DraftPanel
          draft={encounter.draft}
          record={reading.record}
          lookUp={encounter.codes.lookUp}
          searchCodes={searchCodes}
          askServer={encounter.askSite}
          patient={reading.banner}
          buildBundle={encounter.exportDraft}
          blockedBecause={blockedBecause}
          findChoice={({ fingerprint }) => choices.get(fingerprint)}
          decide={encounter.findings.decide}
          showInNote={encounter.notes.showWords}
          filedAs={filedAs}
          details={isCoder ? { mayChangeBilling } : undefined}
        />
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

/** Why nothing can be filed at all now; undefined when something can. */
function useBlock(encounter: Encounter): string | undefined {
  const chart = useStore(encounter.chart.store)
  const proxy = useStore(encounter.proxy)
  const standing = useStore(encounter.work.store, (state) => state.standing)
  const isOvertaken = useStore(encounter.keeper.store, ({ kind }) => kind === 'overtaken')
  if (chart.kind === 'stale' && chart.problem.code === 'session-ended') {
    return 'Your EHR session has ended. Open Postil again from the chart.'
  }
  if (proxy.kind !== 'open') return 'Filing needs Postil’s server, which keeps the record of every write.'
  if (isOvertaken) return 'Somebody else has changed this draft. Open Postil again from the chart.'
  return findWorkBlock(standing)
}

/** Where the draft on the screen stands, by the history; of a stay, that of its day. */
function useFiledAs(encounter: Encounter): WriteTarget | undefined {
  const { findDraftKey } = encounter
  const claim = useStore(encounter.draft.store, ({ draft }) => draft)
  const history = useStore(encounter.work.store, (state) => state.history)
  const isOpen = useStore(encounter.proxy, ({ kind }) => kind === 'open')
  const [key, setKey] = useState<string>()
  // What was credited or entered in error is followed by a draft of another key.
  const writes = history.filter(({ kind }) => kind === 'write').length
  const name = claim && `${claim.kind} ${claim.ofStayDay ? claim.dateOfService : ''} ${writes}`
  const named = useRef(claim)
  named.current = claim
  useEffect(() => {
    let isCurrent = name !== undefined && isOpen
    setKey(undefined)
    const { current } = named
    if (isCurrent && current) {
      const take = (found: string) => isCurrent && setKey(found)
      // Without it nothing is offered that would need it.
      findDraftKey(current).then(take, () => undefined)
    }
    return () => {
      isCurrent = false
    }
  }, [name, isOpen, findDraftKey])
  if (key === undefined) return undefined
  return findFiled(history.filter((one) => one.kind !== 'write' || one.key === undefined || one.key === key))?.target
}
