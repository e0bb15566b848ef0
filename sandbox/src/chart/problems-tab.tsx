import { useCallback } from 'react'
import { useChart } from './chart-context.ts'
import { buildProblemRows, type ProblemRow } from './clinical-rows.ts'
import { DataTable } from './data-table.tsx'
import { PaneState } from './pane-state.tsx'
import { useLoaded } from './use-loaded.ts'

const COLUMNS = ['Problem', 'ICD-10-CM', 'Status', 'Recorded']

function toCells({ id, text, code, status, recorded }: ProblemRow) {
  return { id, cells: [text, code, status, recorded] }
}

type ProblemsTabProps = { readonly patientId: string; readonly encounterId: string }

export function ProblemsTab({ patientId, encounterId }: ProblemsTabProps) {
  const { client } = useChart()
  const load = useCallback(
    () => client.search('Condition', { subject: `Patient/${patientId}`, _count: '100' }),
    [client, patientId],
  )
  const { state, reload } = useLoaded(load)
  if (state.kind === 'loading') return <PaneState onRetry={reload} />
  if (state.kind === 'failed') return <PaneState message={state.message} onRetry={reload} />
  const { diagnoses, problems } = buildProblemRows(state.value, encounterId)
  return (
    <>
      <DataTable
        caption="Diagnoses of this visit"
        columns={COLUMNS}
        rows={diagnoses.map(toCells)}
        empty="None recorded yet."
      />
      <DataTable caption="Problem list" columns={COLUMNS} rows={problems.map(toCells)} empty="The list is empty." />
    </>
  )
}
