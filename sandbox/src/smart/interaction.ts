/** Between the authorization request and its code: an EHR launch goes straight through, a standalone launch picks first. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Interaction, InteractionResult } from 'oidc-provider'
import { type ListResources, listEncounters, listPatients, listUsers } from '../directory.ts'
import { readBody } from '../http.ts'
import type { AuthorizationServer } from './authorization-server.ts'
import type { LaunchContext } from './launch-context.ts'
import { renderEncounterPage, renderErrorPage, renderFirstPage } from './picker-page.ts'
import { launchScopes, splitScopes, tryParseResourceScope } from './scopes.ts'

type InteractionRoute = { readonly server: AuthorizationServer; readonly list: ListResources }

export type InteractionHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>

export function createInteractionHandler({ server, list }: InteractionRoute): InteractionHandler {
  return async (request, response) => {
    const interaction = await server.provider.interactionDetails(request, response).catch(() => undefined)
    if (!interaction) {
      sendPage(response, {
        status: 400,
        html: renderErrorPage('This launch has ended, or belongs to another browser.'),
      })
      return
    }
    const form = request.method === 'POST' ? new URLSearchParams((await readBody(request))?.toString()) : undefined
    const step = decideStep({ interaction, server, list, form })
    if (step.kind === 'page') {
      sendPage(response, { status: 200, html: step.html })
      return
    }
    const result = step.kind === 'refused' ? step.result : await grant(server, interaction, step.context)
    await server.provider.interactionFinished(request, response, result)
  }
}

const cancelled: InteractionResult = { error: 'access_denied', error_description: 'The user cancelled the launch' }
const ended: InteractionResult = { error: 'access_denied', error_description: 'The launch has ended' }

type Step =
  | { readonly kind: 'page'; readonly html: string }
  | { readonly kind: 'refused'; readonly result: InteractionResult }
  | { readonly kind: 'decided'; readonly context: LaunchContext }

type Situation = InteractionRoute & { readonly interaction: Interaction; readonly form: URLSearchParams | undefined }

function decideStep({ interaction, server, list, form }: Situation): Step {
  const { launch, aud = '', scope } = interaction.params
  const fromChart = launch === undefined ? undefined : server.register.find(launch)
  if (launch !== undefined) {
    // A launch from the chart never turns into a choice: the chart already shows a patient.
    return fromChart ? { kind: 'decided', context: fromChart } : { kind: 'refused', result: ended }
  }
  const scopes = splitScopes(scope)
  const patients = needsPatient(scopes) ? listPatients(list) : []
  const firstPage = { users: listUsers(list), patients, scopes }
  if (!form) {
    return { kind: 'page', html: renderFirstPage(firstPage) }
  }
  if (form.get('action') === 'cancel') {
    return { kind: 'refused', result: cancelled }
  }
  const user = firstPage.users.find(({ id }) => id === form.get('user'))
  const patient = patients.find(({ id }) => id === form.get('patient'))
  if (!user || (patients.length > 0 && !patient)) {
    return { kind: 'page', html: renderFirstPage({ ...firstPage, problem: 'Choose one of each.' }) }
  }
  const encounters = patient && scopes.includes('launch/encounter') ? listEncounters(list, patient.id) : []
  const encounter = encounters.find(({ id }) => id === form.get('encounter'))
  if (patient && encounters.length > 0 && !encounter) {
    return { kind: 'page', html: renderEncounterPage({ encounters, userId: user.id, patientId: patient.id }) }
  }
  const chosen = { base: aud, userId: user.id, patientId: patient?.id, encounterId: encounter?.id }
  return { kind: 'decided', context: { ...chosen, fhirContext: [], needsPatientBanner: true } }
}

function needsPatient(scopes: readonly string[]): boolean {
  return scopes.some(
    (scope) => scope === 'launch/patient' || scope === 'launch/encounter' || scope.startsWith('patient/'),
  )
}

async function grant(
  server: AuthorizationServer,
  { params }: Interaction,
  context: LaunchContext,
): Promise<InteractionResult> {
  const requested = splitScopes(params['scope']).filter((scope) => isGrantable(scope, params['launch'], context))
  const isLaunchScope = (scope: string) => launchScopes.some((known) => known === scope)
  const record = new server.provider.Grant({ accountId: context.userId, clientId: params['client_id'] ?? '' })
  record.addOIDCScope(requested.filter(isLaunchScope).join(' '))
  record.addResourceScope(context.base, requested.filter((scope) => !isLaunchScope(scope)).join(' '))
  const grantId = await record.save()
  server.register.bind(grantId, context)
  return { login: { accountId: context.userId, remember: false }, consent: { grantId } }
}

/** What is not understood is left out of the grant, as SMART allows; the app reads what it got. */
function isGrantable(scope: string, launch: string | undefined, { grantAtMost }: LaunchContext): boolean {
  if (scope === 'launch') {
    return launch !== undefined
  }
  // `system` is of a service that signs in by itself, never of a person.
  const level = tryParseResourceScope(scope)?.level
  const isResourceScope = level === 'patient' || level === 'user'
  const isKnown = isResourceScope || launchScopes.some((known) => known === scope)
  return isKnown && (!isResourceScope || grantAtMost === undefined || grantAtMost.includes(scope))
}

type Page = { readonly status: number; readonly html: string }

function sendPage(response: ServerResponse, { status, html }: Page): void {
  response.writeHead(status, {
    'Content-Type': 'text/html; charset=utf-8',
    'Cache-Control': 'no-store',
    'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'",
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
  })
  response.end(html)
}
