import { lazy, Suspense } from 'react'
import { useStore } from 'zustand'
import { describeProblem } from './describe-problem.ts'
import { EncounterScreen } from './encounter-screen.tsx'
import { ConnectingPage } from './features/launch/connecting-page.tsx'
import { EncounterPicker } from './features/launch/encounter-picker.tsx'
import { StoppedPage } from './features/launch/stopped-page.tsx'
import type { LaunchFlow } from './launch-flow.ts'

const OpenServers = lazy(async () => {
  const [{ OpenServerPage }, { createOpenServerDirectory }] = await Promise.all([
    import('./features/open-server/open-server-page.tsx'),
    import('./ehr/open-server-directory.ts'),
  ])
  return {
    default: (props: Pick<Parameters<typeof OpenServerPage>[0], 'servers' | 'onSelect'>) => (
      <OpenServerPage {...props} openDirectory={createOpenServerDirectory} describeProblem={describeProblem} />
    ),
  }
})

/** Every state of the launch has its own view. */
export function Sidebar({ flow }: { readonly flow: LaunchFlow }) {
  const state = useStore(flow.store)
  switch (state.kind) {
    case 'connecting':
      return <ConnectingPage />
    case 'choose-encounter':
      return <EncounterPicker choices={state.choices} choose={state.choose} />
    case 'open-servers':
      return (
        <Suspense fallback={<ConnectingPage />}>
          <OpenServers servers={state.servers} onSelect={(choice) => void flow.openServer(choice)} />
        </Suspense>
      )
    case 'stopped':
      return <StoppedPage problem={state.problem} onRetry={() => void flow.start()} />
    case 'connected':
      return <EncounterScreen encounter={state.encounter} />
  }
}
