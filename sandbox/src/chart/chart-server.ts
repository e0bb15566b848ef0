/** What the sandbox's server tells its chart page: who may sign in, and where the sidebar is launched. */
import { ChartError } from './errors.ts'
import { type HookCard, readHookCard } from './hook-card.ts'
import { isRecord } from './is-record.ts'

export type UserRole = 'provider' | 'coder' | 'auditor' | 'admin'
const OFFICES = ['coder', 'auditor', 'admin'] as const
export type ChartUser = { readonly id: string; readonly name: string; readonly role: UserRole }

/** `fhir` accepts draft Claims; `charges` has no Claim, only ChargeItem. */
export type FhirBase = 'fhir' | 'charges'

export type LaunchRequest = {
  readonly patientId: string
  readonly encounterId: string
  readonly userId: string
  readonly base: FhirBase
  /** Of the card whose link was followed. */
  readonly appContext?: string | undefined
}

async function request(path: string, init?: RequestInit): Promise<unknown> {
  let response: Response
  try {
    response = await fetch(path, init)
  } catch (cause) {
    throw new ChartError('unreachable', 'The sandbox cannot be reached. Check that it is running.', { cause })
  }
  if (!response.ok) throw new ChartError('rejected', 'The sandbox refused. Reload the page and try again.')
  return response.json()
}

function readText(body: unknown, name: string): string {
  const value = isRecord(body) ? body[name] : undefined
  if (typeof value !== 'string') throw new ChartError('bad-response', 'The sandbox gave an answer that cannot be read.')
  return value
}

function readUser(value: unknown): ChartUser {
  const role = OFFICES.find((office) => office === readText(value, 'role')) ?? 'provider'
  return { id: readText(value, 'id'), name: readText(value, 'name'), role }
}

export async function readUsers(): Promise<ChartUser[]> {
  const body = await request('/chart/users')
  if (!Array.isArray(body)) throw new ChartError('bad-response', 'The sandbox gave an answer that cannot be read.')
  return body.map(readUser)
}

export type CreatedLaunch = {
  /** What the frame opens: the sidebar's launch page, with `iss` and `launch`. */
  readonly url: string
  /** Stands in every message of this sidebar. */
  readonly messagingHandle: string
}

function post(path: string, body: object): Promise<unknown> {
  return request(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
}

export async function createLaunch(launch: LaunchRequest): Promise<CreatedLaunch> {
  const body = await post('/chart/launch', launch)
  return { url: readText(body, 'launchUrl'), messagingHandle: readText(body, 'messagingHandle') }
}

export type HookCall = Pick<LaunchRequest, 'userId' | 'patientId' | 'encounterId'> & {
  readonly hook: 'patient-view' | 'encounter-start' | 'encounter-discharge' | 'order-sign'
  /** What is about to be signed; the reason may be empty. */
  readonly order?: { readonly text: string; readonly reason: string }
}

/** What CDS services answer to what the user does. */
export async function callHooks(call: HookCall): Promise<readonly HookCard[]> {
  const body = await post('/chart/hooks', call)
  const cards = isRecord(body) && Array.isArray(body['cards']) ? body['cards'] : []
  return cards.flatMap((shown: unknown) => {
    const card = isRecord(shown) ? readHookCard(readText(shown, 'service'), shown['card']) : undefined
    return card ? [card] : []
  })
}

export async function tellFeedback(service: string, feedback: object): Promise<void> {
  await post('/chart/hooks/feedback', { service, feedback })
}

export type ChartEvent = Pick<LaunchRequest, 'userId' | 'patientId' | 'encounterId'> & {
  readonly name: 'Encounter-open' | 'Encounter-close'
}

/** Tells apps that follow the chart; when nobody can be told, the chart goes on. */
export async function announceContext(event: ChartEvent): Promise<void> {
  await post('/chart/context', event).catch(() => undefined)
}

/** The same launch page without the EHR's launch: the sidebar then asks for the patient itself. */
export function buildStandaloneUrl(launchUrl: string): string {
  const url = new URL(launchUrl)
  url.searchParams.delete('launch')
  return url.href
}

/** The list of all encounters that wait for a coder: a launch of a person, without a patient. */
export function buildPersonUrl(launchUrl: string, page: 'queue' | 'reports'): string {
  const url = new URL(buildStandaloneUrl(launchUrl))
  url.searchParams.set('page', page)
  return url.href
}
