// The EHR as a service reaches it that nobody is signed in to: its client, its pace, its addresses.
import { setTimeout as wait } from 'node:timers/promises'
import type { ProxyConfig } from '#proxy/config.ts'
import { readClient } from '#proxy/jobs/backend-client.ts'
import { createBackendToken } from '#proxy/jobs/backend-token.ts'
import { createFhirServer, type FhirServer, type FhirServerParts } from '#proxy/jobs/fhir-server.ts'
import { createPace, type Pace } from '#proxy/jobs/pace.ts'
import { createDrchrono } from '#proxy/jobs/practice/drchrono.ts'
import type { PracticeSystem } from '#proxy/jobs/practice/practice-system.ts'
import { createRefreshedToken } from '#proxy/jobs/practice/refresh-token.ts'
import { createVettedFetch } from '#proxy/session/vetted-fetch.ts'
import { listPrivateHosts, type TenantRow } from '#proxy/tenants.ts'

const REQUESTS_PER_SECOND = 20
const LONGEST_PAUSE_MS = 60_000

/** @throws ConfigError */
export function openServer(config: ProxyConfig, tenant: TenantRow, scope: string): FhirServer {
  return createFhirServer(readServerParts(config, tenant, scope))
}

/** One pace and one token for everything that asks this server. @throws ConfigError */
export function readServerParts(config: ProxyConfig, tenant: TenantRow, scope: string): FhirServerParts {
  const fetchAddress = chooseFetch(config, tenant)
  const client = readClient(tenant, scope)
  return {
    base: tenant.issuer,
    pace: choosePace(tenant),
    fetch: fetchAddress,
    wait,
    ...(client && { token: createBackendToken(client, { fetch: fetchAddress, now: Date.now }) }),
  }
}

/**
 * Instead of a FHIR server, where the tenant's row says so: one pace and one token, whoever asks.
 * @throws ConfigError
 */
export function openPractice(
  config: ProxyConfig,
  tenant: TenantRow,
): ((as: (parts: FhirServerParts) => FhirServerParts) => PracticeSystem) | undefined {
  const practice = tenant.batch?.practice
  if (!practice) return undefined
  const fetchAddress = chooseFetch(config, tenant)
  const token = createRefreshedToken(practice, { fetch: fetchAddress, now: Date.now })
  const parts = { base: practice.baseUrl, pace: choosePace(tenant), fetch: fetchAddress, wait, token }
  return (as) => createDrchrono(as(parts))
}

/**
 * For whoever lists notes: a pause is waited out however long it is, until somebody stops the command.
 * What is thrown then is the reason of the signal.
 */
export function listUntil(parts: FhirServerParts, signal: AbortSignal): FhirServerParts {
  const { promise: stopped, reject } = Promise.withResolvers<never>()
  stopped.catch(() => undefined)
  signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  const orStop = <Value>(waiting: Promise<Value>): Promise<Value> => Promise.race([waiting, stopped])
  return {
    ...parts,
    wait: (ms) => orStop(parts.wait(ms)),
    pace: { ...parts.pace, next: (longest) => orStop(parts.pace.next(longest)) },
  }
}

/** For a worker: a pause longer than a job may last is not waited out, because the job would go to another worker. */
export function readByJobs(parts: FhirServerParts): FhirServerParts {
  return { ...parts, longestPauseMs: LONGEST_PAUSE_MS }
}

function chooseFetch({ profile }: ProxyConfig, tenant: TenantRow): typeof fetch {
  return profile === 'sandbox' ? fetch : createVettedFetch({ privateHosts: listPrivateHosts([tenant]) })
}

function choosePace(tenant: TenantRow): Pace {
  return createPace(findRequestsPerSecond(tenant), { now: Date.now, wait })
}

export function findRequestsPerSecond({ batch }: TenantRow): number {
  return batch?.requestsPerSecond ?? REQUESTS_PER_SECOND
}
