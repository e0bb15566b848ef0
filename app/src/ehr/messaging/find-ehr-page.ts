import type { ConnectionParts } from '../ehr-connection.ts'
import type { EhrPage } from '../session-types.ts'
import { endActivity } from './end-activity.ts'
import { insertLine } from './insert-line.ts'
import { openWebMessaging } from './web-messaging.ts'

const NOTHING: EhrPage = {}

/** Only where the launch gave a handle and the EHR's page answers, and of that only what the grant allows. */
export async function findEhrPage({
  session,
  context,
  browser,
}: Pick<ConnectionParts, 'session' | 'context' | 'browser'>): Promise<EhrPage> {
  const window = browser.findEhrWindow()
  const mayWrite = session.scopes?.has('messaging/scratchpad') ?? false
  const mayLeave = session.scopes?.has('messaging/ui') ?? false
  if (!(window && session.messaging && (mayWrite || mayLeave))) return NOTHING
  const messaging = await openWebMessaging(session.messaging, { window, wait: browser.wait })
  if (!messaging) return NOTHING
  session.onSessionEnded(messaging.stop)
  return {
    ...(mayWrite && { writeLine: (line: string) => insertLine(messaging, line, context) }),
    ...(mayLeave && { leave: () => endActivity(messaging) }),
  }
}
