/** What the chart page asks of its own server: who can sign in, where the sidebar is, and a launch for the patient in view. */
import { randomUUID } from 'node:crypto'
import type { DocumentReference, Encounter } from '@medplum/fhirtypes'
import { type ListResources, listUsers } from './directory.ts'
import type { ContextEvent } from './fhircast/hub.ts'
import { type HttpHandler, type HttpReply, jsonReply } from './http.ts'
import { isRecord } from './is-record.ts'
import type { LaunchContext, LaunchRegister } from './smart/launch-context.ts'

export type ChartServer = {
  readonly sidebarUrl: string
  readonly bases: Readonly<Record<'fhir' | 'charges', string>>
  readonly register: LaunchRegister
  readonly list: ListResources
  readonly announce: (userId: string, event: ContextEvent) => number
}

export function createChartHandler(server: ChartServer): HttpHandler {
  return async ({ method, path, headers, body }) => {
    switch (`${method} ${path}`) {
      case 'GET /users':
        return jsonReply(200, listUsers(server.list))
      case 'GET /settings':
        return jsonReply(200, { sidebarUrl: server.sidebarUrl })
      case 'POST /launch':
        // A page of another origin cannot send this type without asking first, and is not answered.
        return headers['content-type']?.startsWith('application/json')
          ? launch(server, body.toString())
          : problem(415, 'Send application/json')
      case 'POST /context':
        return headers['content-type']?.startsWith('application/json')
          ? announce(server, body.toString())
          : problem(415, 'Send application/json')
      default:
        return problem(404, 'No such endpoint')
    }
  }
}

function problem(status: number, message: string): HttpReply {
  return jsonReply(status, { error: message })
}

/** The chart says what its user opens and closes; whoever follows over FHIRcast hears it. */
function announce({ announce: tell }: ChartServer, body: string): HttpReply {
  const json = tryParseJson(body)
  const { userId, name, patientId, encounterId } = isRecord(json) ? json : {}
  const isText = typeof userId === 'string' && typeof patientId === 'string' && typeof encounterId === 'string'
  if (!isText || (name !== 'Encounter-open' && name !== 'Encounter-close')) {
    return problem(400, 'userId, name ("Encounter-open" or "Encounter-close"), patientId and encounterId are needed')
  }
  return jsonReply(200, { told: tell(userId, { name, patientId, encounterId }) })
}

function launch({ sidebarUrl, bases, register, list }: ChartServer, body: string): HttpReply {
  const request = tryParseLaunch(body)
  if (!request) {
    return problem(400, 'patientId, encounterId, userId and base ("fhir" or "charges") are needed')
  }
  const { patientId, encounterId, userId } = request
  const encounter = list<Encounter>('Encounter').find(({ id }) => id === encounterId)
  if (
    !listUsers(list).some(({ id }) => id === userId) ||
    !encounter ||
    encounter.subject?.reference !== `Patient/${patientId}`
  ) {
    return problem(404, 'No such user, or no such encounter of this patient')
  }
  const base = bases[request.base]
  const messagingHandle = randomUUID()
  const context: LaunchContext = {
    base,
    userId,
    patientId,
    encounterId,
    fhirContext: listNotesInFocus(list, encounterId),
    // The chart shows its own banner above the sidebar.
    needsPatientBanner: false,
    messagingHandle,
    ...(request.scopes === undefined ? {} : { grantAtMost: request.scopes }),
  }
  const query = new URLSearchParams({ iss: base, launch: register.open(context) })
  return jsonReply(200, { launchUrl: `${sidebarUrl}/launch.html?${query.toString()}`, messagingHandle })
}

type LaunchRequest = {
  readonly patientId: string
  readonly encounterId: string
  readonly userId: string
  readonly base: 'fhir' | 'charges'
  /** Grants at most these resource scopes, to see what the sidebar does with less than it asked for. */
  readonly scopes?: readonly string[]
}

function tryParseLaunch(body: string): LaunchRequest | undefined {
  const json = tryParseJson(body)
  if (!isRecord(json)) {
    return undefined
  }
  const [patientId, encounterId, userId] = [json['patientId'], json['encounterId'], json['userId']]
  const [base, scopes] = [json['base'], json['scopes']]
  const areIds = typeof patientId === 'string' && typeof encounterId === 'string' && typeof userId === 'string'
  if (!areIds || (base !== 'fhir' && base !== 'charges') || !(scopes === undefined || isTextList(scopes))) {
    return undefined
  }
  return { patientId, encounterId, userId, base, ...(scopes === undefined ? {} : { scopes }) }
}

function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}

function tryParseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The newest note of the encounter is the one on the screen. */
function listNotesInFocus(list: ListResources, encounterId: string): LaunchContext['fhirContext'] {
  const isHere = ({ context }: DocumentReference) =>
    context?.encounter?.some(({ reference }) => reference === `Encounter/${encounterId}`) ?? false
  const [newest] = list<DocumentReference>('DocumentReference')
    .filter(isHere)
    .toSorted((a, b) => (b.date ?? '').localeCompare(a.date ?? ''))
  return newest ? [{ reference: `DocumentReference/${newest.id}`, type: 'DocumentReference' }] : []
}
