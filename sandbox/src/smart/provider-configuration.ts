/** How oidc-provider becomes a SMART authorization server: https://hl7.org/fhir/smart-app-launch/app-launch.html */
import { randomBytes } from 'node:crypto'
import { type Context, errors, interactionPolicy } from 'oidc-provider'
import type { LaunchRegister } from './launch-context.ts'
import type { MemoryAdapter } from './memory-adapter.ts'
import { renderErrorPage } from './picker-page.ts'
import { launchScopes, splitScopes, tryParseResourceScope } from './scopes.ts'

export type AuthorizationOptions = {
  readonly issuer: string
  /** The FHIR bases that tokens are issued for; `aud` must be one of them, byte for byte. */
  readonly bases: readonly string[]
  readonly client: { readonly id: string; readonly redirectUris: readonly string[]; readonly origin: string }
  readonly register: LaunchRegister
  readonly accessTokenSeconds: number
  readonly styleUrl: string
  readonly backendClients?: readonly BackendClient[]
  /** For the id_token: an EHR may say how its people are called. */
  readonly findUserName?: (userId: string) => string | undefined
}

/** A service that signs in by itself: https://hl7.org/fhir/smart-app-launch/backend-services.html */
export type BackendClient = {
  readonly id: string
  readonly algorithm: 'RS384' | 'ES384'
  /** Public halves of its keys. */
  readonly jwks: { readonly keys: readonly object[] }
}

export type ProviderParts = {
  readonly options: AuthorizationOptions
  readonly keys: readonly object[]
  readonly findAdapter: (model: string) => MemoryAdapter
  readonly findGrant: (grantId: string) => Promise<object | undefined>
}

type ErrorDetails = { readonly error_description?: string }

const HOUR = 3600
/** "The recommended value is no more than 5 minutes" (SMART 2.2, backend services). */
const BACKEND_SECONDS = 300

const { Prompt, Check } = interactionPolicy

/** Every authorization begins at the launch: who and what comes from the chart, or from the pickers, never from a session. */
const launchPrompt = new Prompt(
  { name: 'login', requestable: true },
  new Check('launch', 'The launch is not known yet', ({ oidc }) => oidc.result?.login === undefined),
)

export function buildProviderConfiguration({ options, keys, findAdapter, findGrant }: ProviderParts): object {
  const { issuer, client, register, bases, accessTokenSeconds, backendClients = [], findUserName } = options
  return {
    adapter: findAdapter,
    jwks: { keys },
    clients: [
      {
        client_id: client.id,
        client_name: 'Postil',
        redirect_uris: client.redirectUris,
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        token_endpoint_auth_method: 'none',
      },
      ...backendClients.map(describeBackendClient),
    ],
    // "Clients and servers SHALL support RS384 and ES384" (SMART 2.2, asymmetric authentication).
    enabledJWA: { clientAuthSigningAlgValues: ['RS384', 'ES384'] },
    clientBasedCORS: (_: Context, origin: string) => origin === client.origin,
    routes: { authorization: '/authorize', token: '/token', jwks: '/jwks' },
    scopes: [...launchScopes],
    claims: { openid: ['sub'], fhirUser: ['fhirUser', 'name'] },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    renderError: (context: Context, { error_description: text = 'The launch failed' }: ErrorDetails) => {
      context.type = 'html'
      context.body = renderErrorPage(text)
    },
    cookies: { keys: [randomBytes(32).toString('hex')] },
    ttl: {
      AuthorizationCode: 60,
      AccessToken: accessTokenSeconds,
      ClientCredentials: Math.min(accessTokenSeconds, BACKEND_SECONDS),
      IdToken: HOUR,
      Interaction: HOUR,
      Session: HOUR,
      RefreshToken: 8 * HOUR,
      Grant: 8 * HOUR,
    },
    extraParams: {
      aud: (_: Context, aud: string | undefined) => requireBase(aud, bases),
      launch: (context: Context, launch: string | undefined) => requireLaunch(context, launch, register),
    },
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      userinfo: { enabled: false },
      resourceIndicators: buildResourceIndicators(options),
    },
    interactions: {
      url: (_: Context, { uid }: { readonly uid: string }) => `${new URL(issuer).pathname}/interaction/${uid}`,
      policy: [launchPrompt],
    },
    // Never the grant of an earlier launch: that one was about another patient.
    loadExistingGrant: async ({ oidc }: Context) => {
      const grantId = oidc.result?.consent?.grantId
      return grantId === undefined ? undefined : findGrant(grantId)
    },
    expiresWithSession: () => false,
    rotateRefreshToken: true,
    issueRefreshToken: (_: Context, __: unknown, code: { readonly scopes: ReadonlySet<string> }) =>
      code.scopes.has('online_access'),
    findAccount: (_: Context, accountId: string, token: { readonly grantId?: string } | undefined) => ({
      accountId,
      claims: () => ({
        sub: accountId,
        fhirUser: findFhirUser(register, accountId, token?.grantId),
        name: findUserName?.(accountId),
      }),
    }),
  }
}

function describeBackendClient({ id, algorithm, jwks }: BackendClient): object {
  return {
    client_id: id,
    redirect_uris: [],
    grant_types: ['client_credentials'],
    response_types: [],
    token_endpoint_auth_method: 'private_key_jwt',
    token_endpoint_auth_signing_alg: algorithm,
    jwks,
  }
}

/** SMART's `aud` is what RFC 8707 calls `resource`. */
function buildResourceIndicators({ bases, accessTokenSeconds }: AuthorizationOptions): object {
  return {
    enabled: true,
    // A service names no server; it is let into the main one.
    defaultResource: ({ oidc }: Context) => (isBackend(oidc) ? bases[0] : oidc.params['aud']),
    useGrantedResource: () => true,
    getResourceServerInfo: ({ oidc }: Context, resource: string) => {
      requireBase(resource, bases)
      const granted = oidc.entities.Grant?.getResourceScope(resource)
      const requested = splitScopes(oidc.params['scope']).filter((scope) => {
        const level = tryParseResourceScope(scope)?.level
        return level !== undefined && (level === 'system') === isBackend(oidc)
      })
      return {
        scope: granted ?? requested.join(' '),
        audience: resource,
        accessTokenFormat: 'opaque',
        accessTokenTTL: isBackend(oidc) ? Math.min(accessTokenSeconds, BACKEND_SECONDS) : accessTokenSeconds,
      }
    },
  }
}

function isBackend({ params }: Context['oidc']): boolean {
  return params['grant_type'] === 'client_credentials'
}

function requireBase(aud: string | undefined, bases: readonly string[]): void {
  if (aud === undefined) {
    throw new errors.InvalidRequest('aud must name the FHIR server')
  }
  if (!bases.includes(aud)) {
    throw new errors.InvalidTarget(
      'aud is not a FHIR server of this authorization server; it is compared byte for byte',
    )
  }
}

function requireLaunch({ oidc }: Context, launch: string | undefined, register: LaunchRegister): void {
  if (launch === undefined) {
    return
  }
  if (!splitScopes(oidc.params['scope']).includes('launch')) {
    throw new errors.InvalidRequest('an EHR launch must ask for the scope "launch"')
  }
  if (register.find(launch)?.base !== oidc.params['aud']) {
    throw new errors.InvalidRequest('unknown launch, or a launch of another FHIR server')
  }
}

function findFhirUser(register: LaunchRegister, accountId: string, grantId: string | undefined): string | undefined {
  const context = grantId === undefined ? undefined : register.findByGrant(grantId)
  return context && `${context.base}/Practitioner/${accountId}`
}
