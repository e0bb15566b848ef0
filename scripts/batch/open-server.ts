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
import type { Pool } from '#proxy/store/schema.ts'
import { listPrivateHosts, type TenantRow } from '#proxy/tenants.ts'

const REQUESTS_PER_SECOND = 20
const LONGEST_PAUSE_MS = 60_000

/** Where the pace is kept, and whose server it is. */
export type Site = { readonly config: ProxyConfig; readonly tenant: TenantRow; readonly db: Pool }

/** @throws ConfigError */
export function openServer(site: Site, scope: string): FhirServer {
  return createFhirServer(readServerParts(site, scope))
}

/** One pace for everything on the database that asks this server, and one token. @throws ConfigError */
export function readServerParts(site: Site, scope: string): FhirServerParts {
  const { config, tenant } = site
  const fetchAddress = chooseFetch(config, tenant)
  const client = readClient(tenant, scope)
  return {
    base: tenant.issuer,
    pace: choosePace(site, tenant.issuer),
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
  site: Site,
): ((as: (parts: FhirServerParts) => FhirServerParts) => PracticeSystem) | undefined {
  const { config, tenant } = site
  const practice = tenant.batch?.practice
  if (!practice) return undefined
  const fetchAddress = chooseFetch(config, tenant)
  const token = createRefreshedToken(practice, { fetch: fetchAddress, now: Date.now })
  const parts = { base: practice.baseUrl, pace: choosePace(site, practice.baseUrl), fetch: fetchAddress, wait, token }
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

function choosePace({ tenant, db }: Site, server: string): Pace {
  const perSecond = findRequestsPerSecond(tenant)
  return createPace({ db, tenant: tenant.key, server, perSecond, now: Date.now, wait })
}

export function findRequestsPerSecond({ batch }: TenantRow): number {
  return batch?.requestsPerSecond ?? REQUESTS_PER_SECOND
}
