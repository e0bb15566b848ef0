import { useCallback } from 'react'
import { useChart } from './chart-context.ts'
import { buildMedicationRows } from './clinical-rows.ts'
import { DataTable } from './data-table.tsx'
import { PaneState } from './pane-state.tsx'
import { useLoaded } from './use-loaded.ts'

export function MedicationsTab({ patientId }: { readonly patientId: string }) {
  const { client } = useChart()
  const load = useCallback(
    () => client.search('MedicationRequest', { subject: `Patient/${patientId}`, _count: '100' }),
    [client, patientId],
  )
  const { state, reload } = useLoaded(load)
  if (state.kind === 'loading') return <PaneState onRetry={reload} />
  if (state.kind === 'failed') return <PaneState message={state.message} onRetry={reload} />
  const rows = buildMedicationRows(state.value).map(({ id, drug, instruction, ordered }) => ({
    id,
    cells: [drug, instruction, ordered],
  }))
  return (
    <DataTable
      caption="Medications"
      columns={['Medication', 'Directions', 'Ordered']}
      rows={rows}
      empty="No active medications."
    />
  )
}
