/** What the sandbox's server tells its chart page: who may sign in, and where the sidebar is launched. */
import { ChartError } from './errors.ts'
import { isRecord } from './is-record.ts'

export type ChartUser = { readonly id: string; readonly name: string; readonly role: 'provider' | 'coder' }

/** `fhir` accepts draft Claims; `charges` has no Claim, only ChargeItem. */
export type FhirBase = 'fhir' | 'charges'

export type LaunchRequest = {
  readonly patientId: string
  readonly encounterId: string
  readonly userId: string
  readonly base: FhirBase
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
  const role = readText(value, 'role') === 'coder' ? 'coder' : 'provider'
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

export async function createLaunch(launch: LaunchRequest): Promise<CreatedLaunch> {
  const body = await request('/chart/launch', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(launch),
  })
  return { url: readText(body, 'launchUrl'), messagingHandle: readText(body, 'messagingHandle') }
}

export type ChartEvent = Pick<LaunchRequest, 'userId' | 'patientId' | 'encounterId'> & {
  readonly name: 'Encounter-open' | 'Encounter-close'
}

/** Tells apps that follow the chart; when nobody can be told, the chart goes on. */
export async function announceContext(event: ChartEvent): Promise<void> {
  await request('/chart/context', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(event),
  }).catch(() => undefined)
}

/** The same launch page without the EHR's launch: the sidebar then asks for the patient itself. */
export function buildStandaloneUrl(launchUrl: string): string {
  const url = new URL(launchUrl)
  url.searchParams.delete('launch')
  return url.href
}
