/** The whole sandbox EHR on one port: three FHIR bases over one record, the authorization server, the chart page. */
import { fileURLToPath } from 'node:url'
import { isResource, parseSearchRequest, type WithId } from '@medplum/core'
import type { Resource } from '@medplum/fhirtypes'
import { createHookClient, type HookClient } from './cds-hooks/hook-client.ts'
import { createChartHandler } from './chart-endpoints.ts'
import { withCors } from './cors.ts'
import { type ListResources, listUsers } from './directory.ts'
import type { FaultInjector } from './faults.ts'
import { everything } from './fhir/access.ts'
import { createFhirHandler } from './fhir/fhir-endpoint.ts'
import { loadResources } from './fhir/load-resources.ts'
import { SandboxRepository } from './fhir/sandbox-repository.ts'
import type { FhirBase } from './fhir/sandbox-router.ts'
import { createSubscriptionHooks } from './fhir/subscription-hooks.ts'
import { createSubscriptionSockets } from './fhir/subscription-sockets.ts'
import { type ContextEvent, createHub, type Hub } from './fhircast/hub.ts'
import { type HttpHandler, jsonReply } from './http.ts'
import { createDispatcher, type Listening, listen, type Mount } from './http-server.ts'
import { type EhrKind, PERSONALITIES } from './personalities/ehr-kind.ts'
import { AuthorizationServer } from './smart/authorization-server.ts'
import { createTokenCheck } from './smart/bearer-access.ts'
import { allowCrossSiteCookies } from './smart/cross-site-cookies.ts'
import { createInteractionHandler } from './smart/interaction.ts'
import { createIntrospection } from './smart/introspection.ts'
import { LaunchRegister } from './smart/launch-context.ts'
import type { BackendClient } from './smart/provider-configuration.ts'
import {
  type AuthorizationUrls,
  authorizationUrls,
  buildSmartConfiguration,
  chartStyle,
} from './smart/smart-configuration.ts'
import { createStaticHandler } from './static-files.ts'

const SOCKET_PATH = '/subscriptions'
const CLIENT_ID = 'postil-sidebar'

export type SandboxOptions = {
  /** 0 takes any free port. */
  readonly port: number
  readonly host?: string
  /** Where the sidebar is served, without a slash at the end. */
  readonly sidebarUrl: string
  readonly resources: readonly Resource[]
  readonly accessTokenSeconds?: number
  /** Which EHR `/fhir` behaves like; `native` by default. */
  readonly ehr?: EhrKind
  readonly chartDir?: string
  /** Services that may sign in by themselves. */
  readonly backendClients?: readonly BackendClient[]
  /** Who may be called by a Subscription, beside the sidebar's own server. */
  readonly hookOrigins?: readonly string[]
}

export type Sandbox = {
  readonly url: string
  readonly stop: () => Promise<void>
  /** Past every check, straight from the record; `undefined` when it is not there. */
  readonly read: (reference: string) => Promise<Resource | undefined>
  readonly search: (
    resourceType: Resource['resourceType'],
    parameters?: Readonly<Record<string, string>>,
  ) => Promise<readonly Resource[]>
  /** Makes `/fhir` another EHR from the next request on; the record stays. */
  readonly become: (ehr: EhrKind) => void
  /** Tells the apps of this user what is open now, as the chart does. @returns how many heard it */
  readonly announce: (userId: string, event: ContextEvent) => number
  /** Ends every access token now; refresh tokens stay. */
  readonly expireTokens: () => void
  /** Asked before every request; set it in a test, and set it back. */
  faults: FaultInjector | undefined
}

const builtChart = fileURLToPath(new URL('../../dist/chart', import.meta.url))

export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const listening = await listen({ port: options.port, host: options.host ?? '127.0.0.1' })
  try {
    return await open(options, listening)
  } catch (error) {
    await listening.close()
    throw error
  }
}

async function open(options: SandboxOptions, { url, serve, onUpgrade, close }: Listening): Promise<Sandbox> {
  const bases = {
    fhir: createMainBase(url, options.ehr),
    charges: { url: `${url}/charges/fhir`, personality: PERSONALITIES.charges },
    open: { url: `${url}/open/fhir`, personality: PERSONALITIES.native },
  }
  const store = new SandboxRepository(Object.values(bases).map((base) => base.url))
  await loadResources(store, options.resources)
  const authorization = await createAuthorization(options, store, { url, bases: [bases.fhir.url, bases.charges.url] })
  const hub = createHub({
    socketUrl: `${url.replace(/^http/, 'ws')}/hub`,
    findTopic: async (header) => {
      const token = await authorization.findToken(header?.replace(/^Bearer /, '') ?? '')
      return token && authorization.register.findTopic(token.userId)
    },
  })
  const sockets = createSubscriptionSockets(store)
  const { sidebarUrl, hookOrigins = [] } = options
  const stopHooks = createSubscriptionHooks(store, new Set([new URL(sidebarUrl).origin, ...hookOrigins]))
  onUpgrade((request, ...rest) => (request.url === SOCKET_PATH ? sockets : hub).upgrade(request, ...rest))
  const stop = async () => {
    hub.stop()
    sockets.stop()
    stopHooks()
    await close()
  }
  const sandbox = buildSandbox({ url, store, authorization, hub, main: bases.fhir, stop })
  const { chartDir = builtChart } = options
  const page = createStaticHandler({ directory: chartDir, sidebarOrigin: new URL(sidebarUrl).origin })
  serve(
    createDispatcher({
      mounts: buildMounts({ options, url, bases, store, authorization, hub }),
      fallback: { prefix: '', handler: page },
      findFault: (request) => sandbox.faults?.(request) ?? bases.fhir.findFault(request),
    }),
  )
  return sandbox
}

type MainBase = FhirBase & {
  readonly findFault: FaultInjector
  readonly become: (ehr: EhrKind) => void
}

/** The one base that can be another EHR; faults of its own never reach the chart page or the sign-in. */
function createMainBase(sandboxUrl: string, first: EhrKind = 'native'): MainBase {
  let personality = PERSONALITIES[first]
  let findOwnFault = personality.createFaults?.()
  return {
    url: `${sandboxUrl}/fhir`,
    socketUrl: `${sandboxUrl.replace(/^http/, 'ws')}${SOCKET_PATH}`,
    get personality() {
      return personality
    },
    findFault: (request) => (request.path.startsWith('/fhir') ? findOwnFault?.(request) : undefined),
    become: (ehr) => {
      personality = PERSONALITIES[ehr]
      findOwnFault = personality.createFaults?.()
    },
  }
}

async function createAuthorization(
  options: SandboxOptions,
  store: SandboxRepository,
  { url, bases }: { readonly url: string; readonly bases: readonly string[] },
): Promise<AuthorizationServer> {
  const list = createLister(store)
  const { sidebarUrl, accessTokenSeconds = 900, backendClients = [] } = options
  return AuthorizationServer.create({
    issuer: `${url}/auth`,
    bases,
    client: {
      id: CLIENT_ID,
      redirectUris: [`${sidebarUrl}/index.html`, `${sidebarUrl}/`],
      origin: new URL(sidebarUrl).origin,
    },
    register: new LaunchRegister(Date.now),
    accessTokenSeconds,
    backendClients,
    findUserName: (userId) => listUsers(list).find(({ id }) => id === userId)?.name,
    styleUrl: `${url}/style.json`,
  })
}

type Parts = {
  readonly options: SandboxOptions
  readonly url: string
  readonly bases: Readonly<Record<'fhir' | 'charges' | 'open', FhirBase>>
  readonly store: SandboxRepository
  readonly authorization: AuthorizationServer
  readonly hub: Hub
}

/** The dispatcher takes the first that fits: the longer prefix stands before the shorter. */
function buildMounts({ options, url, bases, store, authorization, hub }: Parts): readonly Mount[] {
  const { sidebarUrl } = options
  const list = createLister(store)
  const hooks = createHooks({ options, url, bases, store, authorization })
  const urls = authorizationUrls(`${url}/auth`)
  const protect = (base: FhirBase) => withCors(createProtectedBase({ base, store, authorization, urls }))
  const authorizeAll = () => Promise.resolve({ kind: 'granted', access: everything } as const)
  const chart = createChartHandler({
    sidebarUrl,
    bases: { fhir: bases.fhir.url, charges: bases.charges.url },
    register: authorization.register,
    list,
    announce: (userId, event) => hub.publish(authorization.register.findTopic(userId), event),
    hooks,
  })
  const interact = createInteractionHandler({ server: authorization, list })
  const isOtherSite = new URL(sidebarUrl).hostname !== new URL(url).hostname
  return [
    { prefix: '/fhir', handler: protect(bases.fhir) },
    { prefix: '/charges/fhir', handler: protect(bases.charges) },
    {
      prefix: '/open/fhir',
      handler: withCors(createFhirHandler({ base: bases.open, store, authorize: authorizeAll })),
    },
    {
      prefix: '/auth/introspect',
      handler: withCors(createIntrospection({ server: authorization, issuer: urls.issuer, clientId: CLIENT_ID })),
    },
    {
      prefix: '/auth/interaction',
      raw: (request, response) => {
        if (isOtherSite) allowCrossSiteCookies(response)
        return interact(request, response)
      },
    },
    {
      prefix: '/auth',
      raw: (request, response) => {
        if (isOtherSite) allowCrossSiteCookies(response)
        return authorization.handle(request, response)
      },
    },
    { prefix: HOOK_KEYS, handler: () => Promise.resolve(jsonReply(200, hooks.jwks)) },
    { prefix: '/style.json', handler: withCors(() => Promise.resolve(jsonReply(200, chartStyle))) },
    { prefix: '/hub', handler: withCors(hub.handler) },
    { prefix: '/chart', handler: chart },
  ]
}

const HOOK_KEYS = '/cds-client/jwks.json'
const HOOK_SECONDS = 120
/** All that a service asks for ahead, so that it may read what prefetch leaves out. */
const HOOK_SCOPE = ['Patient', 'Encounter', 'Condition', 'DocumentReference', 'Binary']
  .map((type) => `user/${type}.rs`)
  .join(' ')

/** The services are those of the sidebar's own server. */
function createHooks({ options, url, bases, store, authorization }: Omit<Parts, 'hub'>): HookClient {
  return createHookClient({
    servicesUrl: `${options.sidebarUrl}/cds-services`,
    issuer: `${url}/cds-client`,
    jwksUrl: `${url}${HOOK_KEYS}`,
    fhirServer: bases.fhir.url,
    store,
    issueToken: async ({ userId, patientId, encounterId }) => {
      const launch = { base: bases.fhir.url, patientId, encounterId, fhirContext: [], needsPatientBanner: false }
      const context = { ...launch, userId: userId.replace(/^Practitioner\//, '') }
      return {
        value: await authorization.issueToken(context, { scope: HOOK_SCOPE, seconds: HOOK_SECONDS }),
        scope: HOOK_SCOPE,
      }
    },
  })
}

type ProtectedBase = Pick<Parts, 'store' | 'authorization'> & {
  readonly base: FhirBase
  readonly urls: AuthorizationUrls
}

function createProtectedBase({ base, store, authorization, urls }: ProtectedBase): HttpHandler {
  return createFhirHandler({
    base,
    store,
    authorize: createTokenCheck({ server: authorization, store, base: base.url }),
    smart: { endpoints: urls, configuration: buildSmartConfiguration(urls) },
  })
}

function createLister(store: SandboxRepository): ListResources {
  return <Kind extends Resource>(type: Kind['resourceType']) =>
    [...store.current(type).values()].filter((resource) => isResource<Kind>(resource, type))
}

type SandboxParts = Pick<Parts, 'url' | 'store' | 'authorization' | 'hub'> & {
  readonly main: MainBase
  readonly stop: () => Promise<void>
}

function buildSandbox({ hub, url, store, authorization, main, stop }: SandboxParts): Sandbox {
  return {
    url,
    stop,
    become: main.become,
    read: async (reference) => {
      const [type = '', id = ''] = reference.split('/')
      return Promise.resolve(structuredClone(store.current(type).get(id)))
    },
    search: async (resourceType, parameters = {}) => {
      const { entry = [] } = await store.search(parseSearchRequest(resourceType, { ...parameters }))
      return entry.flatMap(({ resource }): WithId<Resource>[] => (resource ? [resource] : []))
    },
    announce: (userId, event) => hub.publish(authorization.register.findTopic(userId), event),
    expireTokens: () => authorization.expireTokens(),
    faults: undefined,
  }
}
