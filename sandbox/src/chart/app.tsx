/** The three panes: patients, encounter, sidebar. The address of the page says which patient is open. */
import { useCallback, useEffect, useState } from 'react'
import { AppBar } from './app-bar.tsx'
import { useChart } from './chart-context.ts'
import { type ChartLocation, formatChartLocation, parseChartLocation } from './chart-location.ts'
import { type ChartUser, readUsers } from './chart-server.ts'
import { EncounterPane } from './encounter-pane.tsx'
import type { FhirClient } from './fhir-client.ts'
import { PaneState } from './pane-state.tsx'
import { PatientList } from './patient-list.tsx'
import { buildPatientRows, listEncountersOf } from './patient-row.ts'
import { SidebarPane } from './sidebar-pane.tsx'
import { useLoaded } from './use-loaded.ts'

async function readPracticeDay(client: FhirClient) {
  const [users, patients, encounters] = await Promise.all([
    readUsers(),
    client.search('Patient', { _count: '100' }),
    client.search('Encounter', { _count: '200' }),
  ])
  return { users, patients, encounters }
}

type PracticeDay = Awaited<ReturnType<typeof readPracticeDay>>

export function App() {
  const { client } = useChart()
  const { state, reload } = useLoaded(useCallback(() => readPracticeDay(client), [client]))
  if (state.kind === 'loaded') return <Chart day={state.value} />
  return state.kind === 'failed' ? (
    <PaneState message={state.message} onRetry={reload} />
  ) : (
    <PaneState onRetry={reload} />
  )
}

function useChartLocation(): [ChartLocation, (change: Partial<ChartLocation>) => void] {
  const [location, setLocation] = useState(() => parseChartLocation(window.location.search))
  const change = (next: Partial<ChartLocation>): void => {
    const changed = { ...location, ...next }
    window.history.replaceState(null, '', formatChartLocation(changed))
    setLocation(changed)
  }
  return [location, change]
}

/** The browser asks before it closes a page with text that no server has. */
function useUnsavedWarning(): void {
  const { sessions } = useChart()
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent): void => {
      if (sessions.hasUnsavedText()) event.preventDefault()
    }
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [sessions])
}

const NOBODY: ChartUser = { id: '', name: 'Nobody', role: 'coder' }

type FollowedLink = { readonly encounterId: string; readonly appContext: string; readonly at: number }

function Chart({ day }: { readonly day: PracticeDay }) {
  const [location, changeLocation] = useChartLocation()
  const [followed, setFollowed] = useState<FollowedLink>()
  useUnsavedWarning()
  const rows = buildPatientRows(day.patients, day.encounters, new Date())
  const user = day.users.find(({ id }) => id === location.userId) ?? day.users[0] ?? NOBODY
  const patient = day.patients.find(({ id }) => id === location.patientId)
  const encounters = patient === undefined ? [] : listEncountersOf(patient.id, day.encounters)
  const encounter = encounters.find(({ id }) => id === location.encounterId) ?? encounters[0]

  // A link is of the chart that its card was shown in.
  const link = followed?.encounterId === encounter?.id ? followed : undefined

  return (
    <div className="chart">
      <AppBar
        users={day.users}
        user={user}
        base={location.base}
        onUser={(userId) => changeLocation({ userId })}
        onBase={(base) => changeLocation({ base })}
      />
      <PatientList
        rows={rows}
        selectedId={patient?.id}
        onSelect={(patientId) => {
          const { encounterId: _encounterId, ...rest } = location
          changeLocation({ ...rest, patientId })
        }}
      />
      {patient === undefined || encounter === undefined ? (
        <main className="no-patient">
          <h2>No patient is open</h2>
          <p>Choose one from the list. Postil opens beside the chart with that patient and visit.</p>
        </main>
      ) : (
        <>
          <EncounterPane
            key={encounter.id}
            patient={patient}
            encounter={encounter}
            encounters={encounters}
            user={user}
            onEncounter={(encounterId) => changeLocation({ encounterId })}
            onFollow={(appContext) => setFollowed({ encounterId: encounter.id, appContext, at: Date.now() })}
          />
          <SidebarPane
            // A frame of its own for each context, so that no patient's sidebar ever stands beside another's chart.
            key={[encounter.id, user.id, location.base, link?.at].join()}
            patientId={patient.id}
            encounterId={encounter.id}
            userId={user.id}
            base={location.base}
            appContext={link?.appContext}
          />
        </>
      )}
    </div>
  )
}
