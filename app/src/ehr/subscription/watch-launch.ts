import type { ConnectionParts } from '../ehr-connection.ts'
import type { RecordWatch } from '../session-types.ts'

/** Few EHRs tell of changes, so what listens is fetched only where the tenant says so. @returns what ends it */
export function watchLaunch({ server, session, context, browser }: ConnectionParts, watch: RecordWatch): () => void {
  if (!session.tenant.liveUpdates) return () => undefined
  let isOver = false
  let end = () => {
    isOver = true
  }
  void import('./watch-record.ts').then(({ watchRecord }) => {
    if (!isOver) end = watchRecord({ server, session, context, browser, ...watch })
  })
  const stop = () => end()
  session.onSessionEnded(stop)
  return stop
}
