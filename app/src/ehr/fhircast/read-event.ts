/** What an event of a FHIRcast hub means for one launch (FHIRcast 3.0, event catalogue). */
import { asList, asObject } from '#fhir-mappers/loose.ts'
import type { LaunchContext } from '../context-integrity.ts'
import { readText } from '../read-text.ts'
import type { ContextChange } from '../session-types.ts'

export type HubMessage =
  /** `change` is absent where the event says nothing about this launch. */
  | { readonly kind: 'event'; readonly id: string; readonly change?: ContextChange }
  | { readonly kind: 'confirmed'; readonly leaseSeconds: number }
  | { readonly kind: 'denied' }

/** @returns undefined for what is no message of a hub about this topic. */
export function tryReadHubMessage(data: unknown, topic: string, context: LaunchContext): HubMessage | undefined {
  const message = asObject<Record<string, unknown>>(tryParseJson(data))
  if (message['hub.mode'] === 'denied') return { kind: 'denied' }
  if (message['hub.mode'] === 'subscribe') {
    const lease = Number(message['hub.lease_seconds'])
    return message['hub.topic'] === topic ? { kind: 'confirmed', leaseSeconds: lease > 0 ? lease : 7200 } : undefined
  }
  const id = readText(message['id'])
  const event = asObject<Record<string, unknown>>(message['event'])
  if (id === undefined || event['hub.topic'] !== topic) return undefined
  const change = findChange(readText(event['hub.event']) ?? '', event['context'], context)
  return { kind: 'event', id, ...(change && { change }) }
}

function tryParseJson(data: unknown): unknown {
  try {
    return typeof data === 'string' ? JSON.parse(data) : undefined
  } catch {
    return undefined
  }
}

type ContextEntry = { readonly key: unknown; readonly resource: { readonly id: unknown } }

/** Event names are compared without regard to case (FHIRcast 3.0, 2.3.1). */
function findChange(
  name: string,
  entries: unknown,
  { patientId, encounterId }: LaunchContext,
): ContextChange | undefined {
  const idOf = (wanted: string): string | undefined => {
    const entry = asList<ContextEntry>(entries).find(({ key }) => key === wanted)
    return readText(asObject<{ id: unknown }>(entry?.resource).id)
  }
  const isOurs = (idOf('patient') ?? patientId) === patientId && (idOf('encounter') ?? encounterId) === encounterId
  switch (name.toLowerCase()) {
    case 'userlogout':
    case 'userhibernate':
      return 'signed-out'
    case 'patient-open':
    case 'encounter-open':
      return isOurs ? 'same-chart' : 'other-chart'
    case 'patient-close':
    case 'encounter-close':
      return isOurs ? 'closed' : undefined
    default:
      return undefined
  }
}
