/** The launch page's work: check who opened us, build the authorization request, go there (smart-fhir reference 2.4). */
import * as security from 'fhirclient/lib/security/browser.js'
import { authorize } from 'fhirclient/lib/smart.js'
import type { TenantConfiguration } from '#coding/contract/tenant.ts'
import { buildScopes } from '#fhir-mappers/scopes.ts'
import type { BrowserEnvironment } from './browser-environment.ts'
import { EhrError, normalizeEhrError } from './errors.ts'
import { createFhirclientAdapter } from './fhirclient-adapter.ts'
import { type LaunchParameters, parseLaunchParameters } from './launch-parameters.ts'
import { openLaunchStorage } from './launch-storage.ts'
import type { EhrErrorCode } from './session-types.ts'
import { findSmartConfiguration } from './smart-configuration.ts'
import { findClientState, saveLaunchNote, updateClientState } from './stored-launch.ts'

export type LaunchOptions = {
  readonly browser: BrowserEnvironment
  /** The allow-list. Undefined for an issuer that nobody registered. */
  readonly findTenant: (issuer: string) => Promise<TenantConfiguration | undefined>
}

export type LaunchOutcome =
  | { readonly kind: 'redirecting' }
  | { readonly kind: 'failed'; readonly code: EhrErrorCode; readonly message: string }

export async function authorizeLaunch(options: LaunchOptions): Promise<LaunchOutcome> {
  try {
    options.browser.navigate(await buildAuthorizationUrl(options))
    return { kind: 'redirecting' }
  } catch (error) {
    const { code, message } = normalizeEhrError(error, 'launch-failed')
    return { kind: 'failed', code, message }
  }
}

async function buildAuthorizationUrl({ browser, findTenant }: LaunchOptions): Promise<string> {
  const parameters = parseLaunchParameters(browser.readUrl())
  const storage = openLaunchStorage(browser.openSessionStorage)
  // Memory does not survive the way to the authorization server and back (F17).
  if (!storage.persistent) throw new EhrError('storage-blocked')
  const { tenant, clientId } = await getSmartTenant(parameters.issuer, findTenant)
  const configuration = await findSmartConfiguration(tenant.issuer, browser)
  const stateKey = crypto.randomUUID()
  const redirectUri = new URL('index.html', browser.readUrl())
  redirectUri.search = ''
  redirectUri.hash = ''

  const made = await authorize(createFhirclientAdapter(buildCleanUrl(redirectUri, parameters), storage, security), [
    {
      issMatch: tenant.issuer,
      clientId,
      scope: buildScopes({
        launch: parameters.launch === undefined ? 'standalone' : 'ehr',
        ...(parameters.page && { isForPerson: true }),
        capabilities: configuration?.capabilities ?? [],
        offered: configuration?.scopes ?? [],
        writeTargets: tenant.writeTargets,
        ...(tenant.liveUpdates !== undefined && { liveUpdates: tenant.liveUpdates }),
      }),
      redirectUri: redirectUri.href,
      pkceMode: tenant.pkce === 'unsafe-v1' ? 'unsafeV1' : 'required',
      // Otherwise fhirclient waits for ever for a parent frame that is the EHR (F15).
      completeInTarget: true,
      // 122 random bits; fhirclient's own key has fewer and comes from Math.random (F5).
      stateKey,
      noRedirect: true,
      wellKnownRequestOptions: { cache: 'force-cache' },
    },
  ])
  const state = await findClientState(storage, stateKey)
  // Without an authorization endpoint fhirclient would go on as if the server were open.
  if (!(made && state)) throw new EhrError('launch-failed')
  await updateClientState(storage, stateKey, { tokenUri: new URL(state.tokenUri, tenant.issuer).href })
  await saveLaunchNote(storage, stateKey, { tenant, ...(parameters.page && { page: parameters.page }) })
  const url = repairAuthorizationUrl(made, state.authorizeUri, tenant.issuer)
  // Otherwise two launches of one person within a second may get the same id_token, letter for letter, and the proxy
  // takes each only once (OpenID Connect Core, 3.1.2.1). fhirclient sends none.
  url.searchParams.set('nonce', stateKey)
  return url.href
}

async function getSmartTenant(
  issuer: string,
  findTenant: LaunchOptions['findTenant'],
): Promise<{ tenant: TenantConfiguration; clientId: string }> {
  const tenant = await findTenant(issuer)
  // Byte for byte: what we send as `aud` and what the tenant registered are the same text.
  if (tenant?.issuer !== issuer || tenant.kind !== 'smart' || !tenant.clientId) throw new EhrError('foreign-issuer')
  return { tenant, clientId: tenant.clientId }
}

/** The only address that fhirclient sees: two parameters, both checked (F4). */
function buildCleanUrl(redirectUri: URL, parameters: LaunchParameters): URL {
  const url = new URL(redirectUri)
  url.searchParams.set('iss', parameters.issuer)
  if (parameters.launch !== undefined) url.searchParams.set('launch', parameters.launch)
  return url
}

/** fhirclient appends `?…` to an endpoint that may be relative or have a query of its own (F14). */
function repairAuthorizationUrl(made: string, endpoint: string, issuer: string): URL {
  const url = new URL(endpoint, issuer)
  if (!/^https?:$/.test(url.protocol)) throw new EhrError('unsafe-url')
  for (const [name, value] of new URLSearchParams(made.slice(endpoint.length + 1))) url.searchParams.set(name, value)
  return url
}
