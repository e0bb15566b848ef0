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
import { latePart } from './ui/late-part.tsx'

const OpenServers = latePart({
  part: 'The list of servers',
  load: async () => {
    const [{ OpenServerPage }, { createOpenServerDirectory }] = await Promise.all([
      import('./features/open-server/open-server-page.tsx'),
      import('./ehr/open-server-directory.ts'),
    ])
    return (props: Pick<Parameters<typeof OpenServerPage>[0], 'servers' | 'onSelect'>) => (
      <OpenServerPage {...props} openDirectory={createOpenServerDirectory} describeProblem={describeProblem} />
    )
  },
  waiting: <ConnectingPage />,
})

const PersonScreen = latePart({
  part: 'This page',
  load: async () => (await import('./person-screen.tsx')).PersonScreen,
  waiting: <ConnectingPage />,
})

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
      return <OpenServers servers={state.servers} onSelect={(choice) => void flow.openServer(choice)} />
    case 'stopped':
      return <StoppedPage problem={state.problem} onRetry={() => void flow.start()} />
    case 'person':
      return (
        <PersonScreen
          person={state.person}
          openSession={openPersonSession}
          openEncounterSession={openEncounterSession}
          onOpen={state.open}
        />
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
