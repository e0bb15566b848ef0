import { useMemo } from 'react'
import { LockNotice } from './features/queue/lock-notice.tsx'
import { createQueueClient } from './features/queue/queue-client.ts'
import type { ProxySession } from './proxy/proxy-session.ts'

/** Who has the session's encounter on the coders' list, where that is somebody else. */
export function LockSection({ session }: { readonly session: ProxySession }) {
  const client = useMemo(() => createQueueClient(session), [session])
  return <LockNotice client={client} now={Date.now} />
}
