import { lazy, Suspense } from 'react'
import { useStore } from 'zustand'
import { describeProblem } from './describe-problem.ts'
import type { EhrPerson } from './ehr/connect.ts'
import type { EhrConnection } from './ehr/session-types.ts'
import { EncounterScreen } from './encounter-screen.tsx'
import { ConnectingPage } from './features/launch/connecting-page.tsx'
import { EncounterPicker } from './features/launch/encounter-picker.tsx'
import { StoppedPage } from './features/launch/stopped-page.tsx'
import type { LaunchFlow } from './launch-flow.ts'
import type { ProxySession } from './proxy/proxy-session.ts'

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

const PersonScreen = lazy(async () => ({ default: (await import('./person-screen.tsx')).PersonScreen }))

type Props = {
  readonly flow: LaunchFlow
  readonly openPersonSession: (person: EhrPerson) => Promise<ProxySession>
  readonly openEncounterSession: (connection: EhrConnection) => Promise<ProxySession>
}

function BackToList({ onLeave }: { readonly onLeave: () => void }) {
  return (
    <nav aria-label="Coders’ queue" className="back">
      <button type="button" className="link" onClick={onLeave}>
        Back to the queue
      </button>
    </nav>
  )
}

/** Every state of the launch has its own view. */
export function Sidebar({ flow, openPersonSession, openEncounterSession }: Props) {
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
    case 'person':
      return (
        <Suspense fallback={<ConnectingPage />}>
          <PersonScreen
            person={state.person}
            openSession={openPersonSession}
            openEncounterSession={openEncounterSession}
            onOpen={state.open}
          />
        </Suspense>
      )
    case 'connected':
      return (
        <>
          {state.leave && <BackToList onLeave={state.leave} />}
          <EncounterScreen encounter={state.encounter} />
        </>
      )
  }
}
