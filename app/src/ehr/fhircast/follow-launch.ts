import type { ConnectionParts } from '../ehr-connection.ts'
import type { ContextChange } from '../session-types.ts'

type Parts = Pick<ConnectionParts, 'session' | 'context' | 'browser'>

/** Few EHRs have a hub, so what follows one is fetched only for those. @returns what ends it */
export function followLaunch(
  { session, context, browser }: Parts,
  onChange: (change: ContextChange) => void,
): () => void {
  const { url, topic } = session.hub ?? {}
  if (url === undefined) return () => undefined
  let isOver = false
  let end = () => {
    isOver = true
  }
  void import('./follow-context.ts').then(({ findHub, followContext }) => {
    const hub = findHub(url, topic)
    if (!hub || isOver) return
    end = followContext({ hub, context, getAccessToken: () => session.getAccessToken(), browser, onChange })
  })
  const stop = () => end()
  session.onSessionEnded(stop)
  return stop
}
