/** From an opened page to one encounter: the launch, a choice of encounter, or an open server. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { TenantConfiguration } from '#coding/contract/tenant.ts'
import type { EncounterId } from '#coding/domain/ids.ts'
import type { Encounter } from './compose-encounter.ts'
import type { ConnectResult, EhrPerson, OpenServerChoice } from './ehr/connect.ts'
import type { LaunchContext } from './ehr/context-integrity.ts'
import type { EhrConnection, EncounterChoice } from './ehr/session-types.ts'
import type { LaunchProblem } from './features/launch/stopped-page.tsx'

type LaunchState =
  | { readonly kind: 'connecting' }
  | {
      readonly kind: 'choose-encounter'
      readonly choices: readonly EncounterChoice[]
      readonly choose: (id: EncounterId) => void
    }
  | { readonly kind: 'open-servers'; readonly servers: readonly TenantConfiguration[] }
  | { readonly kind: 'stopped'; readonly problem: LaunchProblem }
  | {
      readonly kind: 'connected'
      readonly encounter: Encounter
      /** Of an encounter that was opened from a list: the way back to it. */
      readonly leave?: () => void
    }
  | { readonly kind: 'person'; readonly person: EhrPerson; readonly open: (context: LaunchContext) => void }

export type LaunchFlow = {
  readonly store: StoreApi<LaunchState>
  readonly start: () => Promise<void>
  readonly openServer: (choice: OpenServerChoice) => Promise<void>
}

type Dependencies = {
  readonly connect: () => Promise<ConnectResult>
  readonly connectOpenServer: (choice: OpenServerChoice) => Promise<ConnectResult>
  readonly listOpenServers: () => Promise<readonly TenantConfiguration[]>
  readonly openEncounter: (connection: EhrConnection) => Encounter
  readonly describeProblem: (error: unknown) => string
}

export function createLaunchFlow(dependencies: Dependencies): LaunchFlow {
  const store = createStore<LaunchState>(() => ({ kind: 'connecting' }))

  /** Nothing of one encounter outlives the step to another. */
  function setState(next: LaunchState): void {
    const before = store.getState()
    if (before.kind === 'connected') before.encounter.stop()
    store.setState(next, true)
  }

  async function follow(result: Promise<ConnectResult>, leave?: () => void): Promise<void> {
    setState({ kind: 'connecting' })
    const settled = await result
    switch (settled.kind) {
      case 'connected': {
        const encounter = dependencies.openEncounter(settled.connection)
        setState({ kind: 'connected', encounter, ...(leave && { leave }) })
        encounter.start()
        break
      }
      case 'needs-encounter': {
        const { choices, choose } = settled
        setState({ kind: 'choose-encounter', choices, choose: (id) => void follow(choose(id)) })
        break
      }
      case 'person':
        showList(settled.person)
        break
      case 'failed':
        setState({ kind: 'stopped', problem: { code: settled.code, message: settled.message } })
        break
      case 'not-launched':
        await offerOpenServers()
        break
    }
  }

  /** Each encounter of the list is opened by itself, and closed before the next one. */
  function showList(person: EhrPerson): void {
    const leave = () => showList(person)
    setState({ kind: 'person', person, open: (context) => void follow(person.openEncounter(context), leave) })
  }

  async function offerOpenServers(): Promise<void> {
    try {
      setState({ kind: 'open-servers', servers: await dependencies.listOpenServers() })
    } catch (error) {
      const message = dependencies.describeProblem(error)
      setState({ kind: 'stopped', problem: { code: 'proxy-unreachable', message } })
    }
  }

  return {
    store,
    start: () => follow(dependencies.connect()),
    openServer: (choice) => follow(dependencies.connectOpenServer(choice)),
  }
}
