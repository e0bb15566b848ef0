/** Entry of `index.html`: puts the parts together and draws. Features meet here and in what this file composes. */
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { applyEhrStyle } from './apply-ehr-style.ts'
import { buildPersonRequest, buildSessionRequest } from './build-session-request.ts'
import { composeEncounter, type Encounter } from './compose-encounter.ts'
import { readConfig } from './config.ts'
import { describeProblem } from './describe-problem.ts'
import { connect, connectOpenServer } from './ehr/connect.ts'
import type { EhrConnection } from './ehr/session-types.ts'
import { loadEmbeddedCodes } from './embedded-codes.ts'
import { createLaunchFlow } from './launch-flow.ts'
import { createProxyClient } from './proxy/proxy-client.ts'
import type { ProxySession } from './proxy/proxy-session.ts'
import { Sidebar } from './sidebar.tsx'
import { guardFocus } from './ui/guard-focus.ts'

const proxy = createProxyClient({ baseUrl: readConfig(document).proxyUrl })

async function openEncounterSession(connection: EhrConnection): Promise<ProxySession> {
  const buildRequest = () => buildSessionRequest(connection)
  return proxy.openSession(await buildRequest(), buildRequest)
}

function openEncounter(connection: EhrConnection): Encounter {
  if (connection.styleUrl !== undefined) void applyEhrStyle(connection.styleUrl, document.documentElement)
  return composeEncounter({
    connection,
    openProxySession: () => openEncounterSession(connection),
    loadEmbeddedCodes,
    isVisible: () => document.visibilityState === 'visible',
    now: () => new Date(),
  })
}

const flow = createLaunchFlow({
  connect,
  connectOpenServer,
  listOpenServers: proxy.listOpenServers,
  openEncounter,
  describeProblem,
})

// Somebody came back, or the network did: what is on the screen should be true before they have read it.
function lookNow(): void {
  const state = flow.store.getState()
  if (state.kind === 'connected' && document.visibilityState === 'visible') state.encounter.lookNow()
}
window.addEventListener('focus', lookNow)
window.addEventListener('online', lookNow)
document.addEventListener('visibilitychange', lookNow)
// Decisions and a note written here wait in the panel alone, since nothing of a chart is kept in the browser: leaving
// is asked about first.
window.addEventListener('beforeunload', (event) => {
  const state = flow.store.getState()
  if (state.kind !== 'connected') return
  const { findings, draftNote, keeper } = state.encounter
  const { kind: keeping } = keeper.store.getState()
  const isUnkept = keeping === 'unkept' || keeping === 'locked'
  if (isUnkept || findings.store.getState().unsent > 0 || draftNote.store.getState().text.trim() !== '')
    event.preventDefault()
})

void flow.start()
const root = document.querySelector('#postil')
if (root) {
  guardFocus(root)
  createRoot(root).render(
    <StrictMode>
      <Sidebar
        flow={flow}
        openEncounterSession={openEncounterSession}
        openPersonSession={async (person) => {
          const buildRequest = () => buildPersonRequest(person)
          return proxy.openSession(await buildRequest(), buildRequest)
        }}
      />
    </StrictMode>,
  )
}
