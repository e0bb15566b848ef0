import { useCallback } from 'react'
import { useChart } from './chart-context.ts'
import { buildResultRows, type ResultRow } from './clinical-rows.ts'
import { DataTable } from './data-table.tsx'
import { PaneState } from './pane-state.tsx'
import { useLoaded } from './use-loaded.ts'

const COLUMNS = ['Name', 'Value', 'Flag', 'Reference', 'Time']

function toCells({ id, name, value, flag, range, time }: ResultRow) {
  return { id, cells: [name, value, flag, range, time], ...(flag !== '' && { flag }) }
}

export function ResultsTab({ patientId }: { readonly patientId: string }) {
  const { client } = useChart()
  const load = useCallback(
    () => client.search('Observation', { subject: `Patient/${patientId}`, _count: '100' }),
    [client, patientId],
  )
  const { state, reload } = useLoaded(load)
  if (state.kind === 'loading') return <PaneState onRetry={reload} />
  if (state.kind === 'failed') return <PaneState message={state.message} onRetry={reload} />
  const { vitals, results } = buildResultRows(state.value)
  return (
    <>
      <DataTable caption="Results" columns={COLUMNS} rows={results.map(toCells)} empty="No results." />
      <DataTable caption="Vital signs" columns={COLUMNS} rows={vitals.map(toCells)} empty="None taken." />
    </>
  )
}
