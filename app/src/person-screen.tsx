/** What somebody sees who signed in without a patient: the coders' list. Fetched for them alone. */
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { EncounterId, PatientId } from '#coding/domain/ids.ts'
import { describeProblem } from './describe-problem.ts'
import type { EhrPerson } from './ehr/connect.ts'
import { ConnectingPage } from './features/launch/connecting-page.tsx'
import { StoppedPage } from './features/launch/stopped-page.tsx'
import { createQueueClient } from './features/queue/queue-client.ts'
import { QueueExport } from './features/queue/queue-export.tsx'
import { QueuePage } from './features/queue/queue-page.tsx'
import { createQueueListStore, type QueueListStore } from './features/queue/queue-store.ts'
import { HOLD_REASONS } from './features/work/work-words.ts'
import { ProxyError } from './proxy/errors.ts'
import type { ProxySession } from './proxy/proxy-session.ts'
import { type Announcer, createAnnouncer } from './ui/announcer.ts'
import { LiveRegion } from './ui/live-region.tsx'

type PersonState =
  | { readonly kind: 'opening' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'open'; readonly list: QueueListStore; readonly role: ProxySession['role'] }

type Work = { readonly store: StoreApi<PersonState>; readonly announcer: Announcer; readonly open: () => Promise<void> }

type Props = {
  readonly person: EhrPerson
  readonly openSession: (person: EhrPerson) => Promise<ProxySession>
  readonly onOpen: (context: { readonly patientId: PatientId; readonly encounterId: EncounterId }) => void
}

/** Outlives the step into an encounter and back: the list is where it was left. */
const works = new WeakMap<EhrPerson, Work>()

function findWork({ person, openSession }: Props): Work {
  const known = works.get(person)
  if (known) return known
  const store = createStore<PersonState>(() => ({ kind: 'opening' }))
  const announcer = createAnnouncer()
  const open = async (): Promise<void> => {
    store.setState({ kind: 'opening' }, true)
    try {
      const session = await openSession(person)
      const list = createQueueListStore({
        client: createQueueClient(session),
        describeProblem,
        isForbidden: (error) => error instanceof ProxyError && error.code === 'forbidden',
        announce: announcer.announce,
      })
      store.setState({ kind: 'open', list, role: session.role }, true)
    } catch (error) {
      store.setState({ kind: 'failed', message: describeProblem(error) }, true)
    }
  }
  person.onSessionEnded(() => {
    const message = 'Your EHR session has ended. Open the list again from the EHR.'
    store.setState({ kind: 'failed', message }, true)
  })
  const work = { store, announcer, open }
  works.set(person, work)
  void open()
  return work
}

export function PersonScreen(props: Props) {
  const [{ store, announcer, open }] = useState(() => findWork(props))
  const state = useStore(store)
  useEffect(() => {
    document.title = 'Coders’ queue'
  }, [])
  switch (state.kind) {
    case 'opening':
      return <ConnectingPage />
    case 'failed':
      return <StoppedPage problem={{ code: 'proxy-unreachable', message: state.message }} onRetry={() => void open()} />
    case 'open':
      return (
        <>
          <LiveRegion announcer={announcer} />
          <QueuePage
            list={state.list}
            role={state.role === 'provider' ? 'auditor' : state.role}
            holdReasons={HOLD_REASONS}
            onOpen={({ patientId, encounterId }) => props.onOpen({ patientId, encounterId })}
            now={Date.now}
            exports={(picked) => <QueueExport picked={picked} />}
          />
        </>
      )
  }
}
