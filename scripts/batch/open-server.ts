// The EHR as a service reaches it that nobody is signed in to: its client, its pace, its addresses.
import { setTimeout as wait } from 'node:timers/promises'
import type { ProxyConfig } from '#proxy/config.ts'
import { readClient } from '#proxy/jobs/backend-client.ts'
import { createBackendToken } from '#proxy/jobs/backend-token.ts'
import { createFhirServer, type FhirServer, type FhirServerParts } from '#proxy/jobs/fhir-server.ts'
import { createPace } from '#proxy/jobs/pace.ts'
import { createVettedFetch } from '#proxy/session/vetted-fetch.ts'
import { listPrivateHosts, type TenantRow } from '#proxy/tenants.ts'

const REQUESTS_PER_SECOND = 20

/** @throws ConfigError */
export function openServer(config: ProxyConfig, tenant: TenantRow, scope: string): FhirServer {
  return createFhirServer(readServerParts(config, tenant, scope))
}

/** One pace and one token for everything that asks this server. @throws ConfigError */
export function readServerParts({ profile }: ProxyConfig, tenant: TenantRow, scope: string): FhirServerParts {
  const fetchAddress = profile === 'sandbox' ? fetch : createVettedFetch({ privateHosts: listPrivateHosts([tenant]) })
  const client = readClient(tenant, scope)
  return {
    base: tenant.issuer,
    pace: createPace(tenant.batch?.requestsPerSecond ?? REQUESTS_PER_SECOND, { now: Date.now, wait }),
    fetch: fetchAddress,
    wait,
    ...(client && { token: createBackendToken(client, { fetch: fetchAddress, now: Date.now }) }),
  }
}
