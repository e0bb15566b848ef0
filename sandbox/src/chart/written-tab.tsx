/** The resources that the sidebar wrote, read from the server again and again while the tab is open. */
import { useCallback, useEffect } from 'react'
import { useChart } from './chart-context.ts'
import { PaneState } from './pane-state.tsx'
import { useLoaded } from './use-loaded.ts'
import { WrittenCard } from './written-card.tsx'
import { readWrittenResources } from './written-resources.ts'

const POLL_INTERVAL = 5000

export function WrittenTab({ patientId }: { readonly patientId: string }) {
  const { client } = useChart()
  const { state, reload } = useLoaded(useCallback(() => readWrittenResources(client, patientId), [client, patientId]))
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === 'visible' && reload(), POLL_INTERVAL)
    return () => clearInterval(timer)
  }, [reload])
  if (state.kind === 'loading') return <PaneState onRetry={reload} />
  if (state.kind === 'failed') return <PaneState message={state.message} onRetry={reload} />
  return (
    <section className="written">
      <div className="notes-head">
        <h3>In the record for this patient</h3>
        <button type="button" onClick={reload}>
          Refresh
        </button>
      </div>
      {state.value.length === 0 ? (
        <p className="hint">Nothing yet. When a draft is filed in the sidebar, it appears here.</p>
      ) : (
        <ul aria-label="Resources written by Postil">
          {state.value.map((resource) => (
            <li key={`${resource.resourceType}/${resource.id}`}>
              <WrittenCard resource={resource} onChanged={reload} />
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
