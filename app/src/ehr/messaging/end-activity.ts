/** The user is done with the panel: the EHR takes it away and shows its own screens again. */
import { asObject } from '#fhir-mappers/loose.ts'
import { readText } from '../read-text.ts'
import type { WebMessaging } from './web-messaging.ts'

/**
 * The standard's own answer is `success`; some EHRs answer with a status as they do elsewhere.
 * https://hl7.org/fhir/uv/smart-web-messaging/STU1/#uidone
 * @returns whether the EHR says that it does so
 */
export async function endActivity(messaging: WebMessaging): Promise<boolean> {
  const { success, status } = asObject<{ success: boolean; status: string }>(await messaging.ask('ui.done', {}))
  return success === true || /^20\d\b/.test(readText(status) ?? '')
}
