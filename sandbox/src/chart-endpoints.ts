/** What the chart page asks of its own server: who can sign in, where the sidebar is, and a launch for the patient in view. */
import { randomUUID } from 'node:crypto'
import type { Bundle, DocumentReference, Encounter, ServiceRequest } from '@medplum/fhirtypes'
import type { HookClient } from './cds-hooks/hook-client.ts'
import { type ListResources, listUsers } from './directory.ts'
import { SandboxError } from './errors.ts'
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
  readonly hooks: Pick<HookClient, 'call' | 'tell'>
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
      case 'POST /hooks':
        return headers['content-type']?.startsWith('application/json')
          ? callHooks(server, body.toString())
          : problem(415, 'Send application/json')
      case 'POST /hooks/feedback':
        return headers['content-type']?.startsWith('application/json')
          ? tellFeedback(server, body.toString())
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

/** What the user does, told to the CDS services; their cards go back as they came. */
async function callHooks({ hooks, list }: ChartServer, body: string): Promise<HttpReply> {
  const json = tryParseJson(body)
  const { hook, userId, patientId, encounterId, order } = isRecord(json) ? json : {}
  const areTexts = typeof userId === 'string' && typeof patientId === 'string' && typeof encounterId === 'string'
  if (!areTexts || typeof hook !== 'string') return problem(400, 'hook, userId, patientId and encounterId are needed')
  const encounter = list<Encounter>('Encounter').find(({ id }) => id === encounterId)
  if (encounter?.subject?.reference !== `Patient/${patientId}`) return problem(404, 'No such encounter of this patient')
  const draftOrders = isRecord(order) ? { draftOrders: buildDraftOrder(order, { patientId, encounterId }) } : {}
  const context = { userId: `Practitioner/${userId}`, patientId, encounterId, ...draftOrders }
  return settle(async () => ({ cards: await hooks.call(hook, context) }))
}

/** One order as an EHR has it before it is signed (https://cds-hooks.org/hooks/order-sign/). */
function buildDraftOrder(
  { text, reason }: Readonly<Record<string, unknown>>,
  { patientId, encounterId }: Pick<LaunchContext, 'patientId'> & { readonly encounterId: string },
): Bundle {
  const order: ServiceRequest = {
    resourceType: 'ServiceRequest',
    id: 'draft-order',
    status: 'draft',
    intent: 'order',
    subject: { reference: `Patient/${patientId}` },
    encounter: { reference: `Encounter/${encounterId}` },
    code: { text: typeof text === 'string' ? text : '' },
    ...(typeof reason === 'string' && reason !== '' && { reasonCode: [{ text: reason }] }),
  }
  return { resourceType: 'Bundle', type: 'collection', entry: [{ resource: order }] }
}

async function tellFeedback({ hooks }: ChartServer, body: string): Promise<HttpReply> {
  const json = tryParseJson(body)
  const { service, feedback } = isRecord(json) ? json : {}
  if (typeof service !== 'string' || !isRecord(feedback)) return problem(400, 'service and feedback are needed')
  return settle(async () => {
    await hooks.tell(service, feedback)
    return {}
  })
}

async function settle(work: () => Promise<object>): Promise<HttpReply> {
  try {
    return jsonReply(200, await work())
  } catch (error) {
    if (!(error instanceof SandboxError)) throw error
    return problem(502, error.message)
  }
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
    ...(request.appContext === undefined ? {} : { appContext: request.appContext }),
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
  /** Of the card whose link was followed. */
  readonly appContext?: string
}

function tryParseLaunch(body: string): LaunchRequest | undefined {
  const json = tryParseJson(body)
  if (!isRecord(json)) {
    return undefined
  }
  const [patientId, encounterId, userId] = [json['patientId'], json['encounterId'], json['userId']]
  const { base, scopes, appContext } = json
  const areIds = typeof patientId === 'string' && typeof encounterId === 'string' && typeof userId === 'string'
  if (!areIds || (base !== 'fhir' && base !== 'charges') || !(scopes === undefined || isTextList(scopes))) {
    return undefined
  }
  return {
    patientId,
    encounterId,
    userId,
    base,
    ...(scopes === undefined ? {} : { scopes }),
    ...(typeof appContext === 'string' ? { appContext } : {}),
  }
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
