/** What every pane of the chart uses: the record, and the notes being written. */
import { createContext, use } from 'react'
import { ChartError } from './errors.ts'
import type { FhirClient } from './fhir-client.ts'
import type { NoteSessions } from './note-session.ts'

type Chart = { readonly client: FhirClient; readonly sessions: NoteSessions }

export const ChartContext = createContext<Chart | undefined>(undefined)

export function useChart(): Chart {
  const chart = use(ChartContext)
  if (chart === undefined) throw new ChartError('bad-response', 'The chart is not set up. Reload the page.')
  return chart
}
