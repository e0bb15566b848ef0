import { useMemo } from 'react'
import type { Encounter } from './compose-encounter.ts'
import { describeProblem } from './describe-problem.ts'
import { createQueueClient } from './features/queue/queue-client.ts'
import { QueueDrawer } from './features/queue/queue-drawer.tsx'
import { HOLD_REASONS } from './features/work/work-words.ts'
import type { ProxySession } from './proxy/proxy-session.ts'
import { ErrorBoundary } from './ui/error-boundary.tsx'

type Props = { readonly encounter: Encounter; readonly session: ProxySession; readonly hasList: boolean }

/** The coders' list beside the workbench. Every step is checked by the proxy; nothing here opens another patient. */
export function QueueSection({ encounter, session, hasList }: Props) {
  const client = useMemo(() => createQueueClient(session), [session])
  return (
    <ErrorBoundary part="The coders’ queue">
      <QueueDrawer
        client={client}
        holdReasons={HOLD_REASONS}
        describeProblem={describeProblem}
        now={Date.now}
        hasList={hasList}
        onStepped={() => void encounter.work.refresh()}
      />
    </ErrorBoundary>
  )
}
