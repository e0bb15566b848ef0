/** The chart's side of SMART Web Messaging: answers the handshake, takes a line into the open note, takes the panel away. */
import { type RefObject, useEffect } from 'react'
import { decodeBase64, decodeText } from './attachment-text.ts'
import { useChart } from './chart-context.ts'
import type { CreatedLaunch } from './chart-server.ts'
import { isRecord } from './is-record.ts'
import type { NoteSession } from './note-session.ts'

type FrameMessages = {
  readonly frame: RefObject<HTMLIFrameElement | null>
  readonly launch: CreatedLaunch | undefined
  readonly patientId: string
  readonly encounterId: string
  readonly onDone: () => void
}

export function useFrameMessages({ frame, launch, patientId, encounterId, onDone }: FrameMessages): void {
  const { sessions } = useChart()
  useEffect(() => {
    if (!launch) return
    const { origin } = new URL(launch.url)
    const onMessage = (event: MessageEvent<unknown>): void => {
      const sidebar = frame.current?.contentWindow
      if (!sidebar || event.source !== sidebar || event.origin !== origin || !isRecord(event.data)) return
      if (event.data['messagingHandle'] !== launch.messagingHandle) return
      const { messageId, messageType, payload } = event.data
      const answer = (): object => {
        if (messageType === 'status.handshake') return {}
        if (messageType === 'ui.done') return { success: true }
        const line = messageType === 'scratchpad.create' ? findLine(payload, { patientId, encounterId }) : undefined
        return line === undefined ? refuse() : take(line, sessions.findShown())
      }
      sidebar.postMessage({ messageId: crypto.randomUUID(), responseToMessageId: messageId, payload: answer() }, origin)
      if (messageType === 'ui.done') onDone()
    }
    window.addEventListener('message', onMessage)
    return () => window.removeEventListener('message', onMessage)
  }, [frame, launch, patientId, encounterId, sessions, onDone])
}

function refuse(): object {
  return { status: '422 Unprocessable Entity' }
}

function take(line: string, note: NoteSession | undefined): object {
  if (!note) return { status: '409 Conflict' }
  const { text, document } = note.getState()
  note.type(text === '' || text.endsWith('\n') ? `${text}${line}\n` : `${text}\n${line}\n`)
  return { status: '200 OK', location: `DocumentReference/${document.id}` }
}

/** Only a line about the patient and the visit that are open. */
function findLine(
  payload: unknown,
  { patientId, encounterId }: Pick<FrameMessages, 'patientId' | 'encounterId'>,
): string | undefined {
  const resource = isRecord(payload) && isRecord(payload['resource']) ? payload['resource'] : {}
  const text = JSON.stringify([resource['subject'], resource['context']])
  const isHere =
    text ===
    JSON.stringify([{ reference: `Patient/${patientId}` }, { encounter: [{ reference: `Encounter/${encounterId}` }] }])
  const content: unknown = Array.isArray(resource['content']) ? resource['content'][0] : undefined
  const attachment = isRecord(content) && isRecord(content['attachment']) ? content['attachment'] : {}
  const { data } = attachment
  if (!isHere || resource['resourceType'] !== 'DocumentReference' || typeof data !== 'string') return undefined
  return decodeText(decodeBase64(data), 'text/plain;charset=utf-8').replaceAll(/\s+/g, ' ').trim()
}
