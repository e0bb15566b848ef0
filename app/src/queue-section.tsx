import { useMemo, useState } from 'react'
import type { Encounter } from './compose-encounter.ts'
import { describeProblem } from './describe-problem.ts'
import { createQueueClient } from './features/queue/queue-client.ts'
import { QueueDrawer } from './features/queue/queue-drawer.tsx'
import { HOLD_REASONS } from './features/work/work-words.ts'
import { followWithTasks } from './keep-list-tasks.ts'
import type { ProxySession } from './proxy/proxy-session.ts'
import { ErrorBoundary } from './ui/error-boundary.tsx'

type Props = { readonly encounter: Encounter; readonly session: ProxySession; readonly hasList: boolean }

/** The coders' list beside the workbench. Every step is checked by the proxy; nothing here opens another patient. */
export function QueueSection({ encounter, session, hasList }: Props) {
  const [problem, setProblem] = useState<string>()
  const { keepWorkTask } = encounter.connection
  const client = useMemo(
    () => followWithTasks(createQueueClient(session), { session, keep: keepWorkTask, tell: setProblem }),
    [session, keepWorkTask],
  )
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
      <p role="status" className="soft">
        {problem}
      </p>
    </ErrorBoundary>
  )
}
