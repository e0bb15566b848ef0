/**
 * SMART Web Messaging (STU, 2022): the panel asks the EHR page around it to do something in its own screens. Few EHRs
 * have it, so it is used only after the launch gave a handle and the EHR answered a handshake.
 * https://hl7.org/fhir/uv/smart-web-messaging/STU1/
 */
import { asObject } from '#fhir-mappers/loose.ts'
import type { BrowserEnvironment } from '../browser-environment.ts'
import { parseGuardedUrl } from '../guarded-url.ts'
import { readText } from '../read-text.ts'
import type { EhrWindow } from './ehr-window.ts'

export type MessagingHandle = {
  readonly handle: string
  /** The only origin that is spoken to, and the only one that is heard. */
  readonly origin: string
}

export type WebMessaging = {
  /** @returns the payload of the answer; undefined when none came in time. */
  readonly ask: (messageType: MessageType, payload: object) => Promise<unknown>
  readonly stop: () => void
}

type MessageType = 'status.handshake' | 'scratchpad.create' | 'ui.done'

/** The standard names none; two seconds is what somebody waits for who has pressed a button. */
const ANSWER_MS = 2000

type Dependencies = {
  readonly window: EhrWindow
  readonly wait: BrowserEnvironment['wait']
}

/** @returns undefined when the EHR does not answer the handshake. */
export async function openWebMessaging(
  { handle, origin }: MessagingHandle,
  { window, wait }: Dependencies,
): Promise<WebMessaging | undefined> {
  const waiting = new Map<string, (payload: unknown) => void>()
  const end = window.listen(origin, (message) => {
    const { responseToMessageId, payload } = asObject<{ responseToMessageId: string; payload: unknown }>(message)
    const id = readText(responseToMessageId)
    if (id !== undefined) waiting.get(id)?.(payload ?? {})
  })

  async function ask(messageType: MessageType, payload: object): Promise<unknown> {
    const messageId = crypto.randomUUID()
    const answered = new AbortController()
    const answer = new Promise<unknown>((resolve) => waiting.set(messageId, resolve))
    const late = wait(ANSWER_MS, answered.signal).catch(() => undefined)
    try {
      window.post({ messagingHandle: handle, messageId, messageType, payload }, origin)
      return await Promise.race([answer, late])
    } catch {
      // An origin that cannot be one, or a window that is gone.
      return undefined
    } finally {
      waiting.delete(messageId)
      answered.abort()
    }
  }

  if ((await ask('status.handshake', {})) === undefined) {
    end()
    return undefined
  }
  return { ask, stop: end }
}

/** @param origin as the token response names it. @returns it as an origin, unless it can be read on the way. */
export function findMessagingHandle(
  handle: string | undefined,
  origin: string | undefined,
): MessagingHandle | undefined {
  const url = parseGuardedUrl(origin)
  return handle !== undefined && url ? { handle, origin: url.origin } : undefined
}
