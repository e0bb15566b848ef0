/** The browser's way to the proxy. Knows no EHR: tokens and records are handed in. */
import type { SessionRequest } from '#coding/contract/session.ts'
import { openServers, type TenantConfiguration, tenantConfiguration } from '#coding/contract/tenant.ts'
import { createDpopKey, digest } from './dpop-key.ts'
import { ProxyError } from './errors.ts'
import { findLaunchKey } from './launch-key.ts'
import { openProxySession, type ProxySession, type Renew } from './proxy-session.ts'
import { createTransport, readJson } from './request.ts'

export type ProxyClient = {
  /** @throws ProxyError `not-found` for an issuer that is not registered: the launch must stop. */
  readonly getTenant: (issuer: string) => Promise<TenantConfiguration>
  /** Empty outside the sandbox profile. */
  readonly listOpenServers: () => Promise<readonly TenantConfiguration[]>
  /** @param renew gives fresh tokens when the ten minutes are over; without it the session simply ends. */
  readonly openSession: (request: SessionRequest, renew?: Renew) => Promise<ProxySession>
}

export type ProxyClientOptions = {
  /** Origin of the proxy, without a closing slash. */
  readonly baseUrl: string
  readonly fetch?: typeof fetch
  /** Where a launch's key outlives a reload; the browser's database unless a test says otherwise. */
  readonly findKey?: (launch: string) => Promise<CryptoKeyPair>
}

export function createProxyClient({
  baseUrl,
  fetch: fetchUrl,
  findKey = findLaunchKey,
}: ProxyClientOptions): ProxyClient {
  // Unbound, `fetch` refuses to be called as a property of anything but the window.
  const keys = new Map<string, Promise<CryptoKeyPair>>()
  const transport = createTransport(baseUrl, fetchUrl ?? ((input, init) => fetch(input, init)))
  return {
    getTenant: async (issuer) => {
      const response = await transport.send({ method: 'GET', path: `/v1/tenants/${encodeURIComponent(issuer)}` })
      const parsed = tenantConfiguration.safeParse(await readJson(response))
      return parsed.success ? parsed.data : refuseAnswer()
    },
    listOpenServers: async () => {
      const response = await transport.send({ method: 'GET', path: '/v1/open-servers' })
      const parsed = openServers.safeParse(await readJson(response))
      return parsed.success ? parsed.data.servers : refuseAnswer()
    },
    openSession: async (request, renew) => {
      const launch = await nameLaunch(request)
      const pair = keys.get(launch) ?? findKey(launch)
      keys.set(launch, pair)
      const key = await createDpopKey(await pair)
      return openProxySession({ transport, key, request, ...(renew && { renew }) })
    },
  }
}

/** The proxy binds an id_token to the first key that brings it, so a launch has one key, over retries and reloads. */
function nameLaunch(request: SessionRequest): Promise<string> {
  if (request.kind !== 'open-server') return digest(request.idToken)
  const { issuer, patientId, encounterId } = request
  return digest([issuer, patientId, encounterId].join('|'))
}

function refuseAnswer(): never {
  throw new ProxyError('unavailable', 'Postil did not answer as expected.')
}
