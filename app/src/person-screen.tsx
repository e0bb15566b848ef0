/** What somebody sees who signed in without a patient: the coders' list, second codings, reports of the site. Fetched for them alone. */
import { type ReactNode, useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Role } from '#coding/contract/session.ts'
import type { EncounterId, PatientId } from '#coding/domain/ids.ts'
import { describeProblem } from './describe-problem.ts'
import type { EhrPerson } from './ehr/connect.ts'
import type { EhrConnection } from './ehr/session-types.ts'
import { ConnectingPage } from './features/launch/connecting-page.tsx'
import { StoppedPage } from './features/launch/stopped-page.tsx'
import { createQueueClient } from './features/queue/queue-client.ts'
import { QueueExport, type SaveDrafts } from './features/queue/queue-export.tsx'
import { QueuePage } from './features/queue/queue-page.tsx'
import { createQueueListStore, type QueueListStore } from './features/queue/queue-store.ts'
import { createSecondCodingClient } from './features/second-coding/second-coding-client.ts'
import { SecondCodingPage } from './features/second-coding/second-coding-page.tsx'
import { HOLD_REASONS } from './features/work/work-words.ts'
import { followWithTasks } from './keep-list-tasks.ts'
import { ProxyError } from './proxy/errors.ts'
import type { ProxySession } from './proxy/proxy-session.ts'
import { readFiledDrafts } from './read-filed-drafts.ts'
import { type Announcer, createAnnouncer } from './ui/announcer.ts'
import { latePart } from './ui/late-part.tsx'
import { LiveRegion } from './ui/live-region.tsx'
import { PageNav } from './ui/page-nav.tsx'

const SitePages = latePart({
  part: 'The reports',
  load: async () => (await import('./site-pages.tsx')).SitePages,
  waiting: (
    <p role="status" className="soft">
      Loading the reports.
    </p>
  ),
})
const BlindVisit = latePart({
  part: 'The visit',
  load: async () => (await import('./blind-visit.tsx')).BlindVisit,
  waiting: <ConnectingPage />,
})

type PersonState =
  | { readonly kind: 'opening' }
  | { readonly kind: 'failed'; readonly message: string }
  | {
      readonly kind: 'open'
      readonly list: QueueListStore
      readonly session: ProxySession
      readonly tasks: TaskNotes
    }

/** What stands in the way of the list's Tasks in the EHR. */
type TaskNotes = StoreApi<{ readonly problem: string | undefined }>

type Work = { readonly store: StoreApi<PersonState>; readonly announcer: Announcer; readonly open: () => Promise<void> }

type Props = {
  readonly person: EhrPerson
  readonly openSession: (person: EhrPerson) => Promise<ProxySession>
  readonly openEncounterSession: (connection: EhrConnection) => Promise<ProxySession>
  readonly onOpen: (context: { readonly patientId: PatientId; readonly encounterId: EncounterId }) => void
}

/** Outlives the step into an encounter and back: the list is where it was left. */
const works = new WeakMap<EhrPerson, Work>()

function findWork({ person, openSession }: Props): Work {
  const known = works.get(person)
  if (known) return known
  const store = createStore<PersonState>(() => ({ kind: 'opening' }))
  const announcer = createAnnouncer()
  const tasks: TaskNotes = createStore(() => ({ problem: undefined }))
  const open = async (): Promise<void> => {
    store.setState({ kind: 'opening' }, true)
    try {
      const session = await openSession(person)
      const list = createQueueListStore({
        client: followWithTasks(createQueueClient(session), {
          session,
          keep: person.keepWorkTask,
          tell: (problem) => tasks.setState({ problem }),
        }),
        describeProblem,
        isForbidden: (error) => error instanceof ProxyError && error.code === 'forbidden',
        announce: announcer.announce,
      })
      store.setState({ kind: 'open', list, session, tasks }, true)
    } catch (error) {
      store.setState({ kind: 'failed', message: describeProblem(error) }, true)
    }
  }
  person.onSessionEnded(() => {
    const message = 'Your EHR session has ended. Open Postil again from the EHR.'
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
  switch (state.kind) {
    case 'opening':
      return <ConnectingPage />
    case 'failed':
      return <StoppedPage problem={{ code: 'proxy-unreachable', message: state.message }} onRetry={() => void open()} />
    case 'open':
      return (
        <>
          <LiveRegion announcer={announcer} />
          <PersonPages {...props} list={state.list} session={state.session} tasks={state.tasks} />
        </>
      )
  }
}

const PAGES = [
  { name: 'queue', title: 'Coders’ queue', roles: ['coder', 'auditor', 'admin'] },
  { name: 'second-coding', title: 'Second coding', roles: ['coder'] },
  { name: 'reports', title: 'Site reports', roles: ['coder', 'auditor', 'admin'] },
] as const satisfies readonly { readonly name: string; readonly title: string; readonly roles: readonly Role[] }[]
type PageName = (typeof PAGES)[number]['name']

/** Survives the step into an encounter and back. */
const currentPages = new WeakMap<EhrPerson, PageName>()

type PagesProps = Pick<Props, 'person' | 'onOpen' | 'openEncounterSession'> & {
  readonly list: QueueListStore
  readonly session: ProxySession
  readonly tasks: TaskNotes
}

function PersonPages({ person, onOpen, openEncounterSession, list, session, tasks }: PagesProps) {
  const { problem } = useStore(tasks)
  const { role } = session
  const [current, setCurrent] = useState<PageName>(() => currentPages.get(person) ?? person.page)
  const [client] = useState(() => createSecondCodingClient(session))
  const pages = PAGES.filter(({ roles }) => roles.some((one) => one === role))
  const title = pages.find(({ name }) => name === current)?.title ?? 'Postil'
  useEffect(() => {
    document.title = title
    currentPages.set(person, current)
  }, [title, person, current])
  const saveDrafts: SaveDrafts = async (picked, form, onRead) => {
    const read = await readFiledDrafts(
      { person, openSession: openEncounterSession, onRead, namesPatient: form === 'worksheet' },
      picked,
    )
    const { savePickedDrafts } = await import('./save-picked-drafts.ts')
    return savePickedDrafts(form, picked, read)
  }
  const content: Readonly<Record<PageName, () => ReactNode>> = {
    queue: () => (
      <QueuePage
        list={list}
        role={role === 'provider' ? 'auditor' : role}
        holdReasons={HOLD_REASONS}
        onOpen={({ patientId, encounterId }) => onOpen({ patientId, encounterId })}
        now={Date.now}
        note={problem}
        exports={(picked) => <QueueExport picked={picked} {...(role === 'coder' && { saveDrafts })} />}
      />
    ),
    'second-coding': () => (
      <SecondCodingPage
        client={client}
        describeProblem={describeProblem}
        renderVisit={(one, leave) => (
          <BlindVisit key={one.id} one={one} person={person} session={session} client={client} onLeave={leave} />
        )}
      />
    ),
    reports: () => (
      <main aria-label="Site reports">
        <h1>Site reports</h1>
        <SitePages role={role} ask={session.ask} />
      </main>
    ),
  }
  return (
    <div className="person">
      <PageNav label="Pages" className="person-nav" pages={pages} current={current} onChoose={setCurrent} />
      {content[current]()}
    </div>
  )
}
