import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { ChartContext } from './chart-context.ts'
import { createFhirClient } from './fhir-client.ts'
import { createNoteSessions } from './note-session.ts'
import './theme.css'
import './layout.css'
import './panes.css'

const root = document.getElementById('root')
if (root !== null) {
  const chart = { client: createFhirClient('/open/fhir'), sessions: createNoteSessions() }
  createRoot(root).render(
    <ChartContext value={chart}>
      <App />
    </ChartContext>,
  )
}
