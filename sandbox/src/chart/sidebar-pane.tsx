import { useCallback, useEffect, useRef, useState } from 'react'
import {
  announceContext,
  buildPersonUrl,
  buildStandaloneUrl,
  createLaunch,
  type LaunchRequest,
} from './chart-server.ts'
import { FrameSeparator } from './frame-separator.tsx'
import { PaneState } from './pane-state.tsx'
import { useFrameMessages } from './use-frame-messages.ts'
import { useFrameWidth } from './use-frame-width.ts'
import { useLoaded } from './use-loaded.ts'

// What athenahealth gives an embedded app, without allow-top-navigation: the sidebar may not lead the EHR away.
const SANDBOX =
  'allow-forms allow-modals allow-popups allow-popups-to-escape-sandbox allow-same-origin allow-scripts allow-downloads'

export function SidebarPane({ patientId, encounterId, userId, base, appContext }: LaunchRequest) {
  const [width, setWidth] = useFrameWidth()
  const [isDragging, setIsDragging] = useState(false)
  const load = useCallback(
    () => createLaunch({ patientId, encounterId, userId, base, appContext }),
    [patientId, encounterId, userId, base, appContext],
  )
  const { state, reload } = useLoaded(load)
  useEffect(() => {
    void announceContext({ name: 'Encounter-open', userId, patientId, encounterId })
  }, [userId, patientId, encounterId])
  const frame = useRef<HTMLIFrameElement>(null)
  const [isDone, setDone] = useState(false)
  const onDone = useCallback(() => setDone(true), [])
  useFrameMessages({ frame, launch: state.kind === 'loaded' ? state.value : undefined, patientId, encounterId, onDone })
  if (isDone) {
    return (
      <aside className="sidebar" aria-label="Sidebar">
        <button
          type="button"
          onClick={() => {
            setDone(false)
            reload()
          }}
        >
          Open Postil
        </button>
      </aside>
    )
  }
  return (
    <aside className={isDragging ? 'sidebar dragging' : 'sidebar'} aria-label="Sidebar">
      <FrameSeparator width={width} onWidth={setWidth} onDragging={setIsDragging} />
      <div className="sidebar-frame" style={{ width }}>
        <div className="sidebar-bar">
          <span>{width} px</span>
          <button type="button" onClick={reload}>
            Launch again
          </button>
          {state.kind === 'loaded' && (
            <>
              <a href={buildStandaloneUrl(state.value.url)} target="_blank" rel="noreferrer">
                <span className="visually-hidden">Open sidebar without EHR launch (</span>
                standalone
                <span className="visually-hidden">)</span>
              </a>
              <a href={buildPersonUrl(state.value.url, 'queue')} target="_blank" rel="noreferrer">
                Coders’ queue
              </a>
              <a href={buildPersonUrl(state.value.url, 'reports')} target="_blank" rel="noreferrer">
                Site reports
              </a>
            </>
          )}
        </div>
        {state.kind === 'loaded' ? (
          <iframe
            ref={frame}
            key={state.value.url}
            src={state.value.url}
            title="Postil sidebar"
            sandbox={SANDBOX}
            allow="clipboard-write"
          />
        ) : state.kind === 'failed' ? (
          <PaneState message={state.message} onRetry={reload} />
        ) : (
          <PaneState onRetry={reload} />
        )}
      </div>
    </aside>
  )
}
