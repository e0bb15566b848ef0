/** One line of text for the note that is open in the EHR, over SMART Web Messaging; the EHR puts it where it wants it. */
import { asObject } from '#fhir-mappers/loose.ts'
import { buildNoteLine } from '#fhir-mappers/note-line.ts'
import type { LaunchContext } from '../context-integrity.ts'
import { readText } from '../read-text.ts'
import type { WebMessaging } from './web-messaging.ts'

/** @returns whether the EHR says that it took the line. */
export async function insertLine(messaging: WebMessaging, line: string, context: LaunchContext): Promise<boolean> {
  const answer = await messaging.ask('scratchpad.create', { resource: buildNoteLine(encodeBase64(line), context) })
  const { status } = asObject<{ status: string }>(answer)
  // "200 OK", "201 Created": https://hl7.org/fhir/uv/smart-web-messaging/STU1/#scratchpadcreate
  return /^20[01]\b/.test(readText(status) ?? '')
}

function encodeBase64(text: string): string {
  return btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(''))
}
