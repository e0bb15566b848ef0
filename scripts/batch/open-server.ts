// The EHR as a service reaches it that nobody is signed in to: its client, its pace, its addresses.
import { readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import type { ProxyConfig } from '#proxy/config.ts'
import { ConfigError } from '#proxy/errors.ts'
import { type BackendClient, createBackendToken } from '#proxy/jobs/backend-token.ts'
import { createFhirServer, type FhirServer, type FhirServerParts } from '#proxy/jobs/fhir-server.ts'
import { createPace } from '#proxy/jobs/pace.ts'
import { createVettedFetch } from '#proxy/session/vetted-fetch.ts'
import { listPrivateHosts, type TenantRow } from '#proxy/tenants.ts'

const REQUESTS_PER_SECOND = 20

/**
 * @param scope what is asked for, unless the tenant's row says otherwise.
 * @returns undefined for an open server, which knows no clients. @throws ConfigError
 */
export function readClient({ batch, kind, key }: TenantRow, scope: string): BackendClient | undefined {
  if (batch?.client === undefined) {
    if (kind === 'open-server') return undefined
    throw new ConfigError(
      'POSTIL_TENANTS_FILE',
      `${key} has no batch.client, which the EHR would know this service by.`,
    )
  }
  const { keyFile, ...client } = batch.client
  try {
    return { scope, ...client, privateKey: readFileSync(keyFile, 'utf8') }
  } catch (cause) {
    throw new ConfigError('POSTIL_TENANTS_FILE', `batch.client.keyFile of ${key} cannot be read.`, { cause })
  }
}

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
