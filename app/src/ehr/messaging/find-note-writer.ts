import type { ConnectionParts } from '../ehr-connection.ts'
import type { NoteWriter } from '../session-types.ts'
import { insertLine } from './insert-line.ts'
import { openWebMessaging } from './web-messaging.ts'

/** Only where the launch gave a handle, the grant allows it and the EHR's page answers. */
export async function findNoteWriter({
  session,
  context,
  browser,
}: Pick<ConnectionParts, 'session' | 'context' | 'browser'>): Promise<NoteWriter | undefined> {
  const window = browser.findEhrWindow()
  if (!(window && session.messaging && session.scopes?.has('messaging/scratchpad'))) return undefined
  const messaging = await openWebMessaging(session.messaging, { window, wait: browser.wait })
  if (!messaging) return undefined
  session.onSessionEnded(messaging.stop)
  return (line) => insertLine(messaging, line, context)
}
