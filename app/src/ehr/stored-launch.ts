/** One launch as it lies in storage: fhirclient's state and, beside it, what we need to go on after a reload. */
import { type TenantConfiguration, tenantConfiguration } from '#coding/contract/tenant.ts'
import { asNumber, asObject, present } from '#fhir-mappers/loose.ts'
import { findPersonPage, type PersonPage } from './launch-parameters.ts'
import type { LaunchStorage } from './launch-storage.ts'
import { readText } from './read-text.ts'

/** fhirclient's `ClientState`, as far as we use it. */
export type ClientState = {
  readonly serverUrl: string
  readonly clientId: string
  readonly authorizeUri: string
  readonly tokenUri: string
  /** Seconds since the epoch. */
  readonly expiresAt?: number
  readonly tokenResponse: unknown
}

export type LaunchNote = {
  /** Kept by value: it cannot change under a launch, and a reload works while the proxy is down. */
  readonly tenant: TenantConfiguration
  /** Chosen by the person when the launch brought none. */
  readonly encounterId?: string
  /** A launch of a person, for work that is about no encounter. */
  readonly page?: PersonPage
}

const noteKey = (stateKey: string): string => `${stateKey}.postil`

/** @returns undefined also where no authorization endpoint was found: such a server is open, and was not registered so. */
export async function findClientState(storage: LaunchStorage, stateKey: string): Promise<ClientState | undefined> {
  const state = asObject<ClientState>(await storage.get(stateKey))
  const serverUrl = readText(state.serverUrl)
  const clientId = readText(state.clientId)
  const authorizeUri = readText(state.authorizeUri)
  const tokenUri = readText(state.tokenUri)
  if (!(serverUrl && clientId && authorizeUri && tokenUri)) return undefined
  const { tokenResponse } = state
  return {
    serverUrl,
    clientId,
    authorizeUri,
    tokenUri,
    tokenResponse,
    ...present({ expiresAt: asNumber(state.expiresAt) }),
  }
}

/** fhirclient keeps things of its own beside what we read (the PKCE verifier), so only the changes are written over it. */
export async function updateClientState(
  storage: LaunchStorage,
  stateKey: string,
  changes: Partial<ClientState>,
): Promise<void> {
  await storage.set(stateKey, { ...asObject(await storage.get(stateKey)), ...changes })
}

export async function findLaunchNote(storage: LaunchStorage, stateKey: string): Promise<LaunchNote | undefined> {
  const note = asObject<LaunchNote>(await storage.get(noteKey(stateKey)))
  const tenant = tenantConfiguration.safeParse(note.tenant)
  if (!tenant.success) return undefined
  const encounterId = readText(note.encounterId)
  return { tenant: tenant.data, ...present({ encounterId, page: findPersonPage(note.page) }) }
}

export async function saveLaunchNote(storage: LaunchStorage, stateKey: string, note: LaunchNote): Promise<void> {
  await storage.set(noteKey(stateKey), note)
}

/** Forgets the tokens of a launch that is over. */
export async function forgetLaunch(storage: LaunchStorage, stateKey: string): Promise<void> {
  await storage.unset(stateKey)
  await storage.unset(noteKey(stateKey))
}
